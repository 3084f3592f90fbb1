import type { Execution } from '@/api/types';

/** What broke, in plain words where the server has them, else as it was reported. */
export const failureOf = (run: Execution): string =>
  run.headline ?? run.error?.message ?? run.error?.type ?? 'failed';

/** What a run was about, else what it is called. */
export const titleOf = (run: Pick<Execution, 'subject' | 'name' | 'agent'>): string =>
  run.subject ?? run.name ?? run.agent.name;
