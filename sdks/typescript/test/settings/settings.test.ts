import { expect, test } from 'vitest';
import { readSettings } from '../../src/settings/settings.js';

test('options come before the environment, and that before the defaults', () => {
  expect(readSettings({}, {}).url).toBe('http://localhost:8080');
  expect(readSettings({}, { METAAGENT_URL: '' }).url).toBe('http://localhost:8080');
  expect(readSettings({}, { METAAGENT_URL: 'http://a' }).url).toBe('http://a');
  expect(readSettings({ url: 'http://b' }, { METAAGENT_URL: 'http://a' }).url).toBe('http://b');
});
