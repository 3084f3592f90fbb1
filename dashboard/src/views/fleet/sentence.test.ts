import { expect, it } from 'vitest';
import type { Fleet, NeedsYou } from '@/api/types';
import { fleetSentence, inOrderOf } from './sentence';

const agents = (counts: Partial<Fleet['agents']>): Fleet['agents'] => ({
  total: 0,
  failing: 0,
  degraded: 0,
  healthy: 0,
  idle: 0,
  unknown: 0,
  ...counts,
});
const need = (id: string, change: Partial<NeedsYou>): NeedsYou => ({
  rule: 'below_objective',
  severity: 'failing',
  agent: { id, name: id },
  since: '2026-11-24T13:36:00Z',
  windowExecutions: 0,
  windowFailed: 0,
  objective: null,
  observed: null,
  topError: null,
  newestChange: null,
  sinceThen: null,
  evidence: [],
  latencyP95Ms: null,
  limitMs: null,
  slowest: null,
  ...change,
});
const said = (counts: Partial<Fleet['agents']>, needsYou: NeedsYou[] = []) => {
  const { wrong, rest } = fleetSentence({ agents: agents(counts), needsYou });
  return `${wrong} ${rest}`.trim();
};

it('says what is wrong first and then whether the rest is fine', () =>
  expect(
    said({ total: 6, failing: 1, degraded: 1, healthy: 3, unknown: 1 }, [
      need('Email Writer', {}),
      need('Task Automator', { rule: 'slow', severity: 'degraded' }),
    ]),
  ).toBe(
    'Email Writer is failing. Task Automator is slow. The other four are inside their targets or too quiet to tell.',
  ));

it('names an agent once, however many lines it has', () =>
  expect(said({ total: 2, failing: 1, healthy: 1 }, [need('A', {}), need('A', { rule: 'slow' })])).toBe(
    'A is failing. The other one is inside its targets.',
  ));

it('counts those it does not name', () =>
  expect(
    said(
      { total: 9, failing: 9 },
      ['A', 'B', 'C', 'D', 'E'].map((id) => need(id, {})),
    ),
  ).toBe('A is failing. B is failing. C is failing. Six more agents need a look.'));

it('is calm when all is well', () => {
  expect(said({ total: 6, healthy: 6 })).toBe('All six agents are inside their targets.');
  expect(said({ total: 1, healthy: 1 })).toBe('The one agent is inside its targets.');
});

it('does not call quiet agents healthy', () => {
  expect(said({ total: 3, healthy: 2, unknown: 1 })).toBe(
    'Two agents are inside their targets, one too quiet to tell.',
  );
  expect(said({ total: 3, idle: 3 })).toBe(
    'Nothing is known to be wrong. All three agents are too quiet to tell.',
  );
});

it('lists the agents in the order in which the headline names them', () => {
  const needs = [need('c', {}), need('a', { rule: 'slow' }), need('c', { rule: 'slow' })];
  const listed = inOrderOf(needs, [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }]);
  expect(listed.map((agent) => agent.id)).toEqual(['c', 'a', 'b', 'd']);
});
