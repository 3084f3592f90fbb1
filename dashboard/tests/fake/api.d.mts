import type { Agent, Execution, NeedsYou } from '@/api/types';

interface Request {
  method: string;
  path: string;
  q: URLSearchParams;
  scenario: string;
  body: unknown;
  /** The header, where it is sent. */
  ifMatch?: string | null;
}
export const ROUTES: Record<string, unknown>;
export function makeApi(now: () => number): {
  answer(request: Request): {
    status: number;
    headers?: Record<string, string>;
    // biome-ignore lint/suspicious/noExplicitAny: any answer of the API
    body: any;
  };
  shared: {
    world: { agents: [Agent, ...Agent[]]; runs: [Execution, ...Execution[]]; needsYou: NeedsYou[] };
  };
  snapshot(topic: string, filter: object, scenario: string): object;
};
