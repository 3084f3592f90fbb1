import { expect, it } from 'vitest';
import type { Action } from '@/api/types';
import { firstToRead } from './actions';

const action = (
  spanId: string,
  kind: Action['kind'],
  status: Action['status'],
  parentId: string | null = null,
) => ({ spanId, kind, status, parentId }) as Action;

const first = (...actions: Action[]) => firstToRead(actions)?.spanId;

it('leads to the innermost model call that failed last', () =>
  expect(
    first(
      action('root', 'agent', 'error'),
      action('a', 'llm', 'error', 'root'),
      action('b', 'llm', 'error', 'root'),
      action('c', 'tool', 'error', 'root'),
    ),
  ).toBe('b'));

it('leads to the first inner action that failed where no model call did', () =>
  expect(
    first(
      action('root', 'agent', 'error'),
      action('a', 'llm', 'ok', 'root'),
      action('b', 'tool', 'error', 'root'),
      action('c', 'tool', 'error', 'root'),
    ),
  ).toBe('b'));

it('leads to the whole where only it failed, else to the first model call, else to the first action', () => {
  expect(first(action('root', 'agent', 'error'), action('a', 'tool', 'ok', 'root'))).toBe('root');
  expect(first(action('root', 'agent', 'ok'), action('a', 'llm', 'ok', 'root'))).toBe('a');
  expect(first(action('root', 'agent', 'ok'), action('a', 'tool', 'ok', 'root'))).toBe('root');
  expect(first()).toBeUndefined();
});
