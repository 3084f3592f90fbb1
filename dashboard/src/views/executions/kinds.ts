/** The kinds of an action, as they are chosen. */
export const KINDS = [
  'llm',
  'tool',
  'retrieval',
  'embedding',
  'agent',
  'chain',
  'guardrail',
  'handoff',
  'memory',
  'other',
] as const;
