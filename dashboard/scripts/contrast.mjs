// Measures the WCAG 2.2 contrast of the tokens: node scripts/contrast.mjs
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../src/app/tokens.css', import.meta.url), 'utf8').replace(
  /\/\*[\s\S]*?\*\//g,
  '',
);
const themes = {};
for (const [, sel, body] of css.matchAll(/([^{}]+)\{([^}]+)\}/g)) {
  const name = sel.includes('light') ? 'light' : 'dark';
  themes[name] = Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*oklch\(([\d.]+) ([\d.]+) ?([\d.]*)\)/g)].map((m) => [
      m[1],
      [+m[2], +m[3], +(m[4] || 0)],
    ]),
  );
}
const rgb = ([L, C, H]) => {
  const h = (H * Math.PI) / 180,
    a = C * Math.cos(h),
    b = C * Math.sin(h);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
};
const clip = (v) => Math.min(1, Math.max(0, v));
const lum = (c) => {
  const [r, g, b] = rgb(c).map(clip);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};
const text = ['ink-1', 'ink-2', 'ink-3', 'accent', 'bad', 'warn', 'ok'];
let failed = 0;
for (const [name, t] of Object.entries(themes)) {
  console.log(
    `\n${name}: text, needs 4.5`.padEnd(28),
    ['bg-0', 'bg-1', 'bg-2', 'bg-3'].map((b) => b.padStart(7)).join(''),
  );
  for (const f of text)
    console.log(
      `  ${f.padEnd(25)}`,
      ['bg-0', 'bg-1', 'bg-2', 'bg-3']
        .map((b) => {
          const r = ratio(t[f], t[b]);
          if (r < 4.5) failed++;
          return r.toFixed(2).padStart(7) + (r < 4.5 ? '!' : '');
        })
        .join(''),
    );
  const pairs = [
    ['accent-on', 'accent-fill', 4.5],
    ['ink-0', 'ink-1', 4.5],
    ['bad', 'bad-soft', 4.5],
    ['warn', 'warn-soft', 4.5],
    ['ok', 'ok-soft', 4.5],
    ['accent', 'accent-soft', 4.5],
    ['ink-1', 'bad-soft', 4.5],
    ['ink-2', 'bad-soft', 4.5],
    ['ink-2', 'warn-soft', 4.5],
    ['ink-2', 'accent-soft', 4.5],
    ['ink-3', 'accent-soft', 4.5],
    ['ink-2', 'ok-soft', 4.5],
    ['edge', 'bg-1', 3],
    ['edge', 'bg-2', 3],
    ['bad-fill', 'bg-1', 3],
    ['warn-fill', 'bg-1', 3],
    ['ok-fill', 'bg-1', 3],
    ['accent-fill', 'bg-1', 3],
    ['k-llm', 'bg-1', 3],
    ['k-tool', 'bg-1', 3],
    ['k-retrieval', 'bg-1', 3],
    ['k-handoff', 'bg-1', 3],
    ['k-other', 'bg-1', 3],
  ];
  for (const [f, b, min] of pairs) {
    const r = ratio(t[f], t[b]);
    if (r < min) failed++;
    console.log(`  ${`${f} on ${b} (${min})`.padEnd(34)}`, r.toFixed(2), r < min ? 'FAIL' : '');
  }
  for (const [k, v] of Object.entries(t))
    if (v.length && rgb(v).some((c) => c < -0.002 || c > 1.002))
      console.log(
        '  out of sRGB:',
        k,
        rgb(v)
          .map((c) => c.toFixed(3))
          .join(' '),
      );
}
console.log(failed ? `\n${failed} below the floor` : '\nall pass');
process.exitCode = failed ? 1 : 0;
