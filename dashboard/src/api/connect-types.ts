import type { Action, Execution, Time } from './types';

/** The shapes of Connect: how an agent gets in, and what came to the doors. */

export interface Connect {
  mode: 'local' | 'server';
  address: string;
  doors: { name: string; address: string; formats: string; open: boolean; problem: string | null }[];
  key: string | null;
}

export interface Snippets {
  languages: {
    id: string;
    name: string;
    hint: string | null;
    variants: { id: string; name: string; code: string; command: string | null }[];
  }[];
}

export interface Attempt {
  at: Time;
  status: number;
  method: string;
  path: string;
  port: number;
  remote: string | null;
  client: string | null;
  spans: number | null;
  /** How many requests this line stands for. */
  count?: number;
  problem: string | null;
  mend: string | null;
  credential: 'none' | 'ours' | 'foreign' | 'invalid';
}

export interface First {
  execution: Execution | null;
  receivedAt: Time | null;
  visibleAfterMs: number | null;
  actions: Action[];
  understood: { what: string; state: 'ok' | 'missing'; text: string; mend: string | null }[];
}
