export function makeWorld(now: number): { agents: unknown[]; runs: unknown[] };
