import { describe, expect, it } from 'vitest';
import type { Agent } from '@/api/types';
import { filterOfTrait, filtersOf, parseFilter, wordsOf } from './filters';

const agents = [{ id: 'a1', name: 'Email Writer' } as Agent];

describe('what a person types', () => {
  const rows: [string, ReturnType<typeof parseFilter>][] = [
    ['agent:Email Writer', { param: 'agent', value: 'a1' }],
    ['agent:email writer', { param: 'agent', value: 'a1' }],
    ['agent:Nobody', null],
    ['outcome:failed', { param: 'failed', value: 'true' }],
    ['status:failed', { param: 'failed', value: 'true' }],
    ['outcome:succeeded', { param: 'success', value: 'true' }],
    ['cost:>0.02', { param: 'minCostUsd', value: '0.02' }],
    ['cost:>$0.02', { param: 'minCostUsd', value: '0.02' }],
    ['cost:cheap', null],
    ['duration:>3s', { param: 'minDurationMs', value: '3000' }],
    ['duration:>2min', { param: 'minDurationMs', value: '120000' }],
    ['duration:>250', { param: 'minDurationMs', value: '250' }],
    ['text:"bad JSON"', { param: 'q', value: 'bad JSON' }],
    ['bad JSON', { param: 'q', value: 'bad JSON' }],
    ['locale:de', { param: 'attr.locale', value: 'de' }],
    ['model:', null],
    ['   ', null],
  ];
  for (const [typed, expected] of rows) {
    it(`${typed} becomes ${JSON.stringify(expected)}`, () =>
      expect(parseFilter(typed, agents)).toEqual(expected));
  }
});

it('reads only conditions from the address', () => {
  const params = new URLSearchParams('agent=a1&from=-6h&sel=x&attr.locale=de&theme=light');
  expect(filtersOf(params).map((f) => f.param)).toEqual(['agent', 'attr.locale']);
});

it('says a token in words', () => {
  expect(wordsOf({ param: 'agent', value: 'a1' }, agents)).toEqual({
    field: 'agent',
    op: 'is',
    value: 'Email Writer',
  });
  expect(wordsOf({ param: 'attr.locale', value: 'de' }, [])).toEqual({
    field: 'locale',
    op: 'is',
    value: 'de',
  });
  expect(wordsOf({ param: 'minCostUsd', value: 'broken' }, []).value).toBe('broken');
});

it('makes a filter of a trait where the list has one', () => {
  expect(filterOfTrait({ field: 'agent', value: 'Email Writer' }, agents)).toEqual({
    param: 'agent',
    value: 'a1',
  });
  expect(filterOfTrait({ field: 'durationMs', value: '> 310' }, [])).toEqual({
    param: 'minDurationMs',
    value: '310',
  });
  expect(filterOfTrait({ field: 'attr.locale', value: 'de' }, [])).toEqual({
    param: 'attr.locale',
    value: 'de',
  });
  expect(filterOfTrait({ field: 'actionCount', value: '> 7' }, [])).toBeNull();
});
