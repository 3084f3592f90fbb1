import type { Action } from '../execution/action.js';
import type { Execution } from '../execution/execution.js';

/** A run of LangChain that is recorded: its execution, and its action unless it is a chain. */
export interface RecordedRun {
  execution: Execution;
  action: Action | null;
  /** Whether the execution began with this run and ends with it. */
  owns: boolean;
}

/** The runs that are going on, by their id; governed tools find the action of their call here. */
export const runs = new Map<string, RecordedRun>();
