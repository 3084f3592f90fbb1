export const MINUTE: number;
export const HOUR: number;
export function makeWorld(now: number): { agents: unknown[]; runs: unknown[] };
export function actionsOf(run: unknown): unknown[];
export function detailOf(run: unknown, action: unknown): unknown;
