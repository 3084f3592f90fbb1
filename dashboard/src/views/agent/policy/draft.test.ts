import { expect, it } from 'vitest';
import type { ToolRule } from '@/api/types';
import { changesOf, draftOf, rulesOf, textOfValue, valueOfText } from './draft';

const RULE: ToolRule = {
  id: 'refunds',
  tool: 'issue_refund',
  when: { all: [{ path: 'amount', op: 'gt', value: 100 }] },
  effect: 'ask',
  reason: null,
  redactPaths: [],
  askSeconds: 600,
  whenUnanswered: 'deny',
  whenUnreachable: 'closed',
};

it.each([100, -2.5, 'EUR', '100', 'true', 'null', '', ' spaced ', '"quoted"', true, false, null])(
  'the value %j is the same after it was edited',
  (value) => expect(valueOfText('eq', textOfValue(value))).toEqual(value),
);

it.each([[[1, '1', 'a,b', null]], [[]]])('the list %j is the same after it was edited', (list) =>
  expect(valueOfText('in', textOfValue(list))).toEqual(list),
);

it('a list is typed with commas, and existence with true or false', () => {
  expect(valueOfText('in', 'EUR, 5, "7"')).toEqual(['EUR', 5, '7']);
  expect(valueOfText('in', ' ')).toEqual([]);
  expect([valueOfText('exists', 'false'), valueOfText('exists', '')]).toEqual([false, true]);
});

it('a rule that was not edited is sent as it came', () => {
  expect(rulesOf([draftOf(RULE)])).toEqual([RULE]);
  const never: ToolRule = { ...RULE, id: 'never', when: { any: [] } };
  expect(rulesOf([draftOf(never)])).toEqual([never]);
  expect(changesOf([RULE, never], [RULE, never].map(draftOf))).toBe(0);
});

it('rules without an id are named after their place, without taking a name twice', () => {
  const nameless = { ...draftOf(RULE), id: '' };
  const ids = rulesOf([nameless, { ...nameless, id: 'rule-1' }, nameless]).map((rule) => rule.id);
  expect(ids).toEqual(['rule-1-2', 'rule-1', 'rule-3']);
});

it('another order is one change, and a rule that is gone another', () => {
  const second = { ...RULE, id: 'b' };
  const third = { ...RULE, id: 'c' };
  expect(changesOf([RULE, second, third], [second, RULE, third].map(draftOf))).toBe(1);
  expect(changesOf([RULE, second, third], [second, RULE].map(draftOf))).toBe(2);
});
