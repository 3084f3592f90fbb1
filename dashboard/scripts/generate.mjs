// Writes src/api/contract.ts, the TypeScript types of the schemas in protocol/openapi.yaml.
// node scripts/generate.mjs writes; with --check it only fails where the committed file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const SOURCE = new URL('../../protocol/openapi.yaml', import.meta.url);
const TARGET = new URL('../src/api/contract.ts', import.meta.url);

const { openapi, info, components } = parse(readFileSync(SOURCE, 'utf8'));
const types = await openapiTS(
  { openapi, info, paths: {}, components: { schemas: components.schemas } },
  { emptyObjectsUnknown: true },
);
const text = `// Generated from protocol/openapi.yaml by \`npm run generate\`. Do not edit.\n\n${astToString(types)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, text);
} else if (readFileSync(TARGET, 'utf8') !== text) {
  console.error('src/api/contract.ts is not what protocol/openapi.yaml says: run npm run generate');
  process.exit(1);
}
