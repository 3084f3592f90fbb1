import { describe, expect, it } from 'vitest';
import type { Agent } from '@/api/types';
import { filterOfTrait, filtersOf, opposite, phraseOf, replacedBy, typedOf, wordsOf } from './filters';
import { parseFilter } from './parse';
import { problemsOf } from './problems';
import { suggest } from './suggest';

const agents = [
  { id: 'a1', name: 'Email Writer' },
  { id: 'a2', name: 'Research, Deep' },
] as Agent[];
const parse = (typed: string) => parseFilter(typed, agents, ['locale', 'lead.language']);
const filtersFor = (typed: string) => {
  const parsed = parse(typed);
  return 'filters' in parsed ? parsed.filters.map((f) => [f.param, ...f.values].join(' ')) : parsed.wrong;
};

describe('what a person types', () => {
  const rows: [string, ...string[]][] = [
    ['agent:Email Writer', 'agent a1'],
    ['agent:email writer', 'agent a1'],
    ['agent = Email Writer', 'agent a1'],
    ['agent is email writer', 'agent a1'],
    ['agent:email writer, "Research, Deep"', 'agent a1 a2'],
    ['not agent:email writer', 'not.agent a1'],
    ['outcome:failed', 'failed true'],
    ['status:failed', 'failed true'],
    ['outcome:succeeded', 'success true'],
    ['outcome:failed or unknown', 'success false unknown'],
    ['outcome != failed', 'success true unknown'],
    ['not outcome:succeeded, unknown', 'failed true'],
    ['status:ok', 'status ok'],
    ['-status:ok', 'not.status ok'],
    ['cost:>0.02', 'minCostUsd 0.02'],
    ['cost:>$0.02', 'minCostUsd 0.02'],
    ['cost < .5', 'maxCostUsd 0.5'],
    ['cost > $1,200.50', 'minCostUsd 1200.50'],
    ['duration:>3s', 'minDurationMs 3000'],
    ['duration > 10 s', 'minDurationMs 10000'],
    ['Duration  >=  1.5 min', 'minDurationMs 90000'],
    ['duration over 10s', 'minDurationMs 10000'],
    ['duration<500ms', 'maxDurationMs 500'],
    ['duration under 2min', 'maxDurationMs 120000'],
    ['not duration > 2s', 'maxDurationMs 2000'],
    ['duration:250', 'minDurationMs 250'],
    ['duration:1s..5s', 'minDurationMs 1000', 'maxDurationMs 5000'],
    ['tokens > 10k', 'minTokens 10000'],
    ['model:a, b', 'model a b'],
    ['model:a|b', 'model a b'],
    ['model: "gpt, x" or c', 'model gpt, x c'],
    ['model!=a', 'not.model a'],
    ['model:not a', 'not.model a'],
    ['model:!a', 'not.model a'],
    ['model is not a', 'not.model a'],
    ['user : priya.nair', 'userId priya.nair'],
    ['userId:priya', 'userId priya'],
    ['session:campaign/17 ü%#', 'sessionId campaign/17 ü%#'],
    ['prompt name:email-first', 'promptName email-first'],
    ['prompt:v14', 'promptVersion v14'],
    ['top level:yes', 'root true'],
    ['not top level:yes', 'root false'],
    ['text:"bad JSON"', 'q bad JSON'],
    ['text contains a, b or c', 'q a, b or c'],
    ['bad JSON', 'q bad JSON'],
    ['not found', 'q not found'],
    ['a < b', 'q a < b'],
    ['TypeError: no value', 'q TypeError: no value'],
    ['https://example.org/x', 'q https://example.org/x'],
    ['line 1: unexpected', 'q line 1: unexpected'],
    ['locale:de', 'attr.locale de'],
    ['locale : de', 'attr.locale de'],
    ['locale is not de', 'not.attr.locale de'],
    ['lead.language=de, en', 'attr.lead.language de en'],
    ['attr.tier:gold', 'attr.tier gold'],
    ['unseen:x', 'attr.unseen x'],
    ['user:none', 'not.userId *'],
    ['service is billing', 'serviceName billing'],
    ['   '],
  ];
  for (const [typed, ...expected] of rows)
    it(`${typed} becomes ${expected.join(' and ') || 'nothing'}`, () =>
      expect(filtersFor(typed)).toEqual(expected));

  const wrong: [string, RegExp][] = [
    ['agent:Nobody', /No agent is called “Nobody”/],
    ['cost:cheap', /“cheap” is no cost. Write cost > 0.02/],
    ['duration > 3 fortnights', /is no duration/],
    ['duration >', /needs a number/],
    ['duration:1s..later', /is no duration/],
    ['model:', /model needs a value/],
    ['text:', /text needs a value/],
    ['status:fine', /one of ok, error, running, unknown/],
    ['model > 3', /cannot be compared/],
    ['locale > 3', /cannot be compared/],
    ['trace:abc', /not a trace id/],
    ['not text:abc', /cannot be excluded/],
  ];
  for (const [typed, why] of wrong)
    it(`${typed} is refused in words`, () => expect(filtersFor(typed)).toMatch(why));
});

it('what a token says can be typed again and means the same', () => {
  for (const filter of [
    { param: 'agent', values: ['a1', 'a2'] },
    { param: 'not.model', values: ['a', 'b, c', '"quoted"', 'not x', '-y', 'x or y', '<z'] },
    { param: 'minDurationMs', values: ['1234'] },
    { param: 'maxDurationMs', values: ['3000'] },
    { param: 'maxCostUsd', values: ['0.02'] },
    { param: 'success', values: ['true', 'unknown'] },
    { param: 'failed', values: ['true'] },
    { param: 'attr.locale', values: ['de'] },
    { param: 'not.attr.locale', values: ['*'] },
    { param: 'q', values: ['bad "JSON", or'] },
    { param: 'sessionId', values: ['a/b %2F #ü', ' leading'] },
  ])
    expect(parse(typedOf(filter, agents)), typedOf(filter, agents)).toEqual({ filters: [filter] });
});

it('reads only conditions from the address, and a repeated one as “or”', () => {
  const params = new URLSearchParams(
    'agent=a1&from=-6h&sel=x&attr.locale=de&theme=light&model=a&model=b&not.userId=u',
  );
  expect(filtersOf(params)).toEqual([
    { param: 'agent', values: ['a1'] },
    { param: 'attr.locale', values: ['de'] },
    { param: 'model', values: ['a', 'b'] },
    { param: 'not.userId', values: ['u'] },
  ]);
});

describe('an address that cannot be understood', () => {
  const rows: [string, RegExp, string?][] = [
    ['user=nobody', /no such filter/, 'userId'],
    ['prompt=v14', /no such filter/, 'promptVersion'],
    ['SESSION=x', /no such filter/, 'sessionId'],
    ['not.q=x', /no such filter/],
    ['minDurationMs=abc', /“abc” is not a number/],
    ['maxCostUsd=-1', /“-1” is not a number/],
    ['success=maybe', /not one of failed, succeeded, unknown/],
    ['traceId=zz', /not a trace id/],
    ['from=yesterday', /no time/],
    ['sort=-beauty', /one of startedAt, durationMs, costUsd, tokens/],
    ['by=agent&sort=startedAt', /one of key, executions/],
    ['by=mood', /cannot be grouped/],
    ['view=cards', /one of actions/],
    ['kind=magic', /one of llm/],
  ];
  for (const [query, text, instead] of rows)
    it(`says what is wrong with ${query}`, () => {
      const params = new URLSearchParams(query);
      const [problem] = problemsOf(params);
      expect(problem?.text).toMatch(text);
      expect(problem?.instead?.param).toBe(instead);
      expect(filtersOf(params)).toEqual([]);
    });
  it('has nothing to say of one that is fine', () =>
    expect(
      problemsOf(
        new URLSearchParams(
          'agent=a&failed=true&attr.x=y&not.attr.x=z&from=-6h&to=2026-01-01T00:00:00Z&sort=-costUsd&sel=q&columns=attr.x&kind=llm&view=actions&tail=on&organization=o',
        ),
      ),
    ).toEqual([]));
});

it('says a token in words', () => {
  const words = (param: string, ...values: string[]) =>
    Object.values(wordsOf({ param, values }, agents)).join(' ').replaceAll('\u00a0', ' ');
  expect(words('agent', 'a1', 'gone')).toBe('agent is Email Writer or gone');
  expect(words('not.attr.locale', 'de')).toBe('locale is not de');
  expect(words('minDurationMs', '3000')).toBe('duration over 3.00 s');
  expect(words('maxCostUsd', '0.5')).toBe('cost under $0.5000');
  expect(words('not.userId', '*')).toBe('user is none');
  expect(words('failed', 'true')).toBe('outcome is failed');
  expect(words('success', 'true', 'unknown')).toBe('outcome is succeeded or unknown');
});

it('turns a condition round, and back', () => {
  const turn = (param: string, ...values: string[]) => opposite({ param, values });
  expect(turn('model', 'a', 'b')).toEqual({ param: 'not.model', values: ['a', 'b'] });
  expect(turn('not.model', 'a')).toEqual({ param: 'model', values: ['a'] });
  expect(turn('minDurationMs', '3')).toEqual({ param: 'maxDurationMs', values: ['3'] });
  expect(turn('failed', 'true')).toEqual({ param: 'success', values: ['true', 'unknown'] });
  expect(turn('success', 'true', 'unknown')).toEqual({ param: 'success', values: ['false'] });
  expect(turn('root', 'true')).toEqual({ param: 'root', values: ['false'] });
  expect(turn('q', 'x')).toBeNull();
});

it('one token a field: a new condition takes the place of the others', () => {
  expect(replacedBy({ param: 'not.model', values: ['a'] })).toEqual(['model', 'not.model']);
  expect(replacedBy({ param: 'success', values: ['true'] })).toEqual(['success', 'not.success', 'failed']);
  expect(replacedBy({ param: 'minCostUsd', values: ['1'] })).toEqual(['minCostUsd']);
});

it('all conditions are one phrase', () => {
  const phrase = (query: string) =>
    phraseOf(filtersOf(new URLSearchParams(query)), agents).replaceAll('\u00a0', ' ');
  expect(phrase('promptVersion=v14&agent=a1&minDurationMs=10000')).toBe(
    ' of Email Writer with prompt v14 over 10.0 s',
  );
  expect(phrase('not.model=x&userId=u&attr.locale=de&q=JSON')).toBe(
    ' with locale de without model x of user u containing “JSON”',
  );
});

describe('what is suggested', () => {
  const known = {
    agents,
    values: new Map([
      ['userId', ['priya.nair', 'sam', 'a, b']],
      ['attr.locale', ['de']],
    ]),
    attributes: ['locale'],
    actionsOnly: false,
  };
  const texts = (typed: string, change = {}) => suggest(typed, { ...known, ...change }).map((s) => s.text);
  it('is every field before anything is typed', () => {
    expect(texts('')).toHaveLength(22);
    expect(texts('')).toContain('user:');
    expect(texts('')).toContain('duration > ');
    expect(texts('')).toContain('locale:');
  });
  it('is the value that fits, before what is typed and the text', () =>
    expect(texts('user:priya')).toEqual(['user:priya.nair', 'user:priya', 'text:"user:priya"']));
  it('keeps spaces and what stands before in a list', () =>
    expect(texts('user : sam, pri')[0]).toBe('user : sam, priya.nair'));
  it('quotes a value that holds a comma', () => expect(texts('user:a,')[0]).toBe('user:a,priya.nair'));
  it('is agents and the text for any other word', () =>
    expect(texts('email')).toEqual(['agent:Email Writer', 'text:"email"']));
  it('keeps the “not”', () => expect(texts('not us')[0]).toBe('not user:'));
  it('is only what narrows actions where actions are listed', () =>
    expect(texts('', { actionsOnly: true })).toEqual(['agent:', 'outcome:', 'status:', 'error:', 'model:']));
});

it('makes a filter of a trait where the list has one', () => {
  expect(filterOfTrait({ field: 'agent', value: 'Email Writer' }, agents)).toEqual({
    param: 'agent',
    values: ['a1'],
  });
  expect(filterOfTrait({ field: 'durationMs', value: '> 310' }, [])).toEqual({
    param: 'minDurationMs',
    values: ['310'],
  });
  expect(filterOfTrait({ field: 'attr.locale', value: 'de' }, [])).toEqual({
    param: 'attr.locale',
    values: ['de'],
  });
  expect(filterOfTrait({ field: 'actionCount', value: '> 7' }, [])).toBeNull();
});
