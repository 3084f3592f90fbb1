import { expect, it } from 'vitest';
import { action } from '@/views/components/samples';
import { tailRows, tailWords } from './tail';

const of = (i: number, agent: string, change: object = {}) =>
  action(i, 0, {
    agent: { id: agent, name: agent },
    startedAt: new Date(1_000_000 + i * 1000).toISOString(),
    ...change,
  });

it('lists the newest first, and lets no chatty agent fill the tail', () => {
  const rows = tailRows([...Array.from({ length: 20 }, (_, i) => of(i + 10, 'chatty')), of(1, 'quiet')], 6);
  expect(rows.map((row) => row.agent?.name)).toContain('quiet');
  expect(rows.map((row) => row.startedAt)).toEqual(
    rows
      .map((row) => row.startedAt)
      .toSorted()
      .toReversed(),
  );
});

it('leaves out agents as actions of their own, unless they failed', () => {
  const frame = (i: number, status: string) => of(i, 'A', { kind: 'agent', name: 'A', status });
  expect(tailRows([frame(1, 'ok'), frame(2, 'error')], 5).length).toBe(1);
});

it('says what an action did', () => {
  expect(tailWords(of(1, 'A', { kind: 'llm', name: 'draft', outputTokens: 298, model: 'm' }))).toBe(
    'draft, 298 tokens of m',
  );
  expect(tailWords(of(1, 'A', { kind: 'llm', name: 'chat m', outputTokens: 298, model: 'm' }))).toBe(
    'chat m, 298 tokens',
  );
  expect(
    tailWords(of(1, 'A', { name: 'parse', error: { message: 'bad JSON', type: 'E', spanId: 's' } })),
  ).toBe('parse: bad JSON');
});
