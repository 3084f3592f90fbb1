import { expect, it } from 'vitest';
import { describeChange, nameChange, shortChange } from './changes';

const change = { kind: 'prompt', name: 'email-first', from: 'v13', to: 'v14' } as const;

it('says what a change was from and to', () => {
  expect(describeChange(change)).toBe('prompt email-first v13 → v14');
  expect(shortChange(change)).toBe('v14');
  expect(nameChange(change)).toBe('prompt v14');
});

it('says that a value was not sent, instead of nothing', () => {
  expect(describeChange({ ...change, from: null })).toBe('prompt email-first not sent → v14');
  expect(describeChange({ ...change, kind: 'model', to: '' })).toBe('model v13 → not sent');
  expect(shortChange({ ...change, to: '' })).toBe('prompt not sent');
});

it('has nothing to compare a first sight with', () =>
  expect(describeChange({ kind: 'first_seen', name: null, from: null, to: '' })).toBe('first seen'));
