// The exported pages with the headers of the real server.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

const OUT = new URL('../../out/', import.meta.url).pathname;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
};

/** The policy of the real server: only the scripts that were in the page when it was exported may run. */
function policyOf(file) {
  const scripts = [
    ...readFileSync(file, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g),
  ].map((match) => `'sha256-${createHash('sha256').update(match[1]).digest('base64')}'`);
  return `default-src 'self'; script-src 'self' ${[...new Set(scripts)].join(' ')}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

export function serveFile(response, url) {
  const path = normalize(url.pathname).replace(/^(\.\.[/\\])+/, '');
  const candidates = path === '/' ? ['index.html'] : [path.slice(1), `${path.slice(1)}.html`];
  const found = candidates.map((c) => join(OUT, c)).find((c) => existsSync(c) && statSync(c).isFile());
  const file = found ?? join(OUT, '404.html');
  if (extname(file) === '.html') response.setHeader('Content-Security-Policy', policyOf(file));
  response.writeHead(found ? 200 : 404, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Cache-Control': path.startsWith('/_next/static/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file).pipe(response);
}
