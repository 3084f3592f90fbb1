import type { ActionKind } from '@/api/types';
import type { IconName } from '@/ui/icons';

/** The icon and the dull hue of a kind of action; red always wins over them. */
export const KIND: Record<ActionKind, { icon: IconName; hue: string; word: string }> = {
  llm: { icon: 'llm', hue: 'var(--k-llm)', word: 'model call' },
  tool: { icon: 'tool', hue: 'var(--k-tool)', word: 'tool' },
  retrieval: { icon: 'retrieval', hue: 'var(--k-retrieval)', word: 'retrieval' },
  embedding: { icon: 'embedding', hue: 'var(--k-retrieval)', word: 'embedding' },
  agent: { icon: 'agent', hue: 'var(--k-other)', word: 'agent' },
  chain: { icon: 'chain', hue: 'var(--k-other)', word: 'step' },
  guardrail: { icon: 'guard', hue: 'var(--k-other)', word: 'guardrail' },
  handoff: { icon: 'handoff', hue: 'var(--k-handoff)', word: 'handoff' },
  memory: { icon: 'memory', hue: 'var(--k-retrieval)', word: 'memory' },
  other: { icon: 'other', hue: 'var(--k-other)', word: 'other' },
};

export const kindOf = (kind: string) => KIND[kind as ActionKind] ?? KIND.other;
