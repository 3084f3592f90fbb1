// Large inputs: an execution of ten thousand actions, a fleet of five hundred agents.
import { NO_CONTENT } from './actions.mjs';
import { hex, rng } from './random.mjs';

export const BIG_ID = `${'b'.repeat(32)}-${'0'.repeat(16)}`;

export function bigActions(now, size = 10_000) {
  const r = rng(9);
  const start = now - 600_000;
  const kinds = ['llm', 'tool', 'retrieval', 'chain', 'guardrail'];
  const out = [];
  const spanOf = (i) => i.toString(16).padStart(16, '0');
  for (let i = 0; i < size; i++) {
    const group = i === 0 ? null : i <= 100 ? 0 : 1 + ((i - 101) % 100);
    const kind = i === 0 ? 'agent' : i <= 100 ? 'chain' : kinds[i % kinds.length];
    const offset =
      i === 0 ? 0 : i <= 100 ? (i - 1) * 5_900 : ((i - 101) % 100) * 5_900 + Math.floor((i - 101) / 100) * 55;
    out.push({
      id: `big-${i}`,
      executionId: BIG_ID,
      called: [],
      agent: null,
      counted: true,
      spanId: spanOf(i),
      parentId: group === null ? null : spanOf(group),
      kind,
      name: i === 0 ? 'Lead Researcher' : i <= 100 ? `batch ${i}` : `${kind}_step_${i}`,
      status: i % 997 === 0 && i > 0 ? 'error' : 'ok',
      model: kind === 'llm' ? 'claude-sonnet-4-5' : null,
      provider: null,
      inputTokens: kind === 'llm' ? 800 : null,
      outputTokens: kind === 'llm' ? 90 : null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
      costUsd: kind === 'llm' ? '0.003750000' : null,
      startedAt: new Date(start + offset).toISOString(),
      durationMs: i === 0 ? 598_000 : i <= 100 ? 5_800 : 30 + Math.floor(r() * 40),
      timeToFirstTokenMs: null,
      error:
        i % 997 === 0 && i > 0
          ? { type: 'Timeout', message: 'no answer within 10 s', spanId: spanOf(i) }
          : null,
      toolCallId: null,
      code: null,
      streamed: false,
      childCount: i === 0 ? 100 : i <= 100 ? 99 : 0,
      ...NO_CONTENT,
    });
  }
  return out;
}

export function manyAgents(world, size = 500) {
  const r = rng(77);
  const teams = ['Outreach', 'Support', 'Finance', 'Research', 'Operations', 'Legal', null];
  return Array.from({ length: size }, (_, i) => {
    if (i < world.agents.length) return world.agents[i];
    const like = world.agents[2 + (i % 3)];
    const status = i % 61 === 0 ? 'degraded' : i % 13 === 0 ? 'unknown' : i % 29 === 0 ? 'idle' : 'healthy';
    return {
      ...like,
      id: `${hex(r, 8)}-0000-4000-8000-${hex(r, 12)}`,
      name: `${like.name} ${i}`,
      owner: teams[i % teams.length],
      status,
    };
  }).sort((a, b) => rank(a) - rank(b));
}
const rank = (a) => ({ failing: 0, degraded: 1 })[a.status] ?? 2;
