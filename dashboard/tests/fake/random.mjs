/** A seeded generator: the fake world is the same on every run. */
export const rng = (seed) => () => {
  seed |= 0;
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
export const gauss = (r) => Math.sqrt(-2 * Math.log(r() + 1e-9)) * Math.cos(2 * Math.PI * r());
export const binomial = (r, n, p) => {
  let k = 0;
  for (let i = 0; i < n; i++) if (r() < p) k++;
  return k;
};
export const hex = (r, digits) =>
  Array.from({ length: digits }, () => Math.floor(r() * 16).toString(16)).join('');

/** Wilson's interval, in the shape of the contract. */
export function rate(k, n, unknown = 0) {
  if (n === 0) return { value: null, low: null, high: null, n: 0, unknown };
  const z = 1.96;
  const p = k / n;
  const d = 1 + (z * z) / n;
  const c = (p + (z * z) / (2 * n)) / d;
  const h = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / d;
  return { value: p, low: Math.max(0, c - h), high: Math.min(1, c + h), n, unknown };
}
export const usd = (n, digits = 6) => (n === null ? null : n.toFixed(digits));
