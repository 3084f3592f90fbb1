// First-load script per exported page, gzip: node scripts/budget.mjs (after next build). Fails above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 200;
const out = new URL('../out/', import.meta.url).pathname;
const sizes = new Map();
const size = (path) => {
  if (!sizes.has(path)) sizes.set(path, gzipSync(readFileSync(join(out, path))).length);
  return sizes.get(path);
};

let failed = 0;
const pages = readdirSync(out)
  .filter((name) => name.endsWith('.html'))
  .sort();
for (const page of pages) {
  const html = readFileSync(join(out, page), 'utf8');
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)]
    .map((m) => m[1])
    .join('');
  const scripts = new Set(
    [...html.matchAll(/<script(?![^>]*\bnomodule\b)[^>]*\bsrc="\/([^"?]+)[^"]*"/gi)].map((m) => m[1]),
  );
  const bytes = [...scripts].reduce((sum, path) => sum + size(path), gzipSync(inline).length);
  const kb = bytes / 1024;
  if (kb > LIMIT_KB) failed++;
  console.log(
    `${page.padEnd(22)} ${kb.toFixed(1).padStart(7)} kB gzip in ${scripts.size} files${kb > LIMIT_KB ? '  OVER' : ''}`,
  );
  const foreign = [...html.matchAll(/(?:src|href)="(https?:\/\/[^"]+)"/g)].map((m) => m[1]);
  if (foreign.length > 0) {
    failed++;
    console.log(`  foreign hosts: ${foreign.join(', ')}`);
  }
}
console.log(failed ? `${failed} problem(s)` : `all pages within ${LIMIT_KB} kB`);
process.exitCode = failed ? 1 : 0;
