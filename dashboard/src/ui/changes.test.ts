import { expect, it } from 'vitest';
import type { Change } from '@/api/types';
import { describeChange, linesOf, nameChange, shortChange } from './changes';

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

it('lists agents that came together as one line, and never one before a change of it', () => {
  const at = (time: string, kind: Change['kind']) => ({ at: `2026-11-24T${time}Z`, kind }) as Change;
  const late = at('16:39:38', 'first_seen');
  const model = at('16:27:05', 'model');
  const [second, first] = [at('09:01:00', 'first_seen'), at('09:00:30', 'first_seen')];
  const before = at('03:00:00', 'first_seen');
  expect(linesOf([late, model, second, first, before])).toEqual([[late], [model], [second, first], [before]]);
});
