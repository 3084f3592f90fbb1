import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HELD } from '../../src/redaction/redact.js';
import redaction from '../../src/redaction/redaction.json';

test('the rules of redaction in the package are those of the protocol', () => {
  const ours = readFileSync(new URL('../../src/redaction/redaction.json', import.meta.url), 'utf8');
  const protocol = readFileSync(new URL('../../../../protocol/redaction.json', import.meta.url), 'utf8');
  expect(ours).toBe(protocol);
});

test('what each match of a class must hold stands in its pattern outside of alternatives', () => {
  for (const [name, held] of Object.entries(HELD)) {
    const patterns = redaction.rules.filter((rule) => rule.class === name).map((rule) => rule.pattern);
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) {
      expect(pattern).toContain(held);
      expect(pattern).not.toContain('|');
    }
  }
});
