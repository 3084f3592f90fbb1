// Which runs a query means, their order, and their groups.
import { HOUR, moment, page } from './answers.mjs';
import { rate } from './random.mjs';

const tokensOf = (e) => (e.inputTokens ?? 0) + (e.outputTokens ?? 0);

const FIELDS = {
  agent: (e) => e.agent.id,
  status: (e) => e.status,
  success: (e) => String(e.success.value ?? 'unknown'),
  failed: (e) => String(e.success.value === false),
  environment: (e) => e.environment,
  model: (e) => e.models[0],
  promptVersion: (e) => e.promptVersion,
  promptName: (e) => e.promptName,
  version: (e) => e.agentVersion,
  sessionId: (e) => e.sessionId,
  userId: (e) => e.userId,
  traceId: (e) => e.traceId,
  errorType: (e) => e.error?.type,
  taskClass: (e) => e.taskClass,
};
const NUMBERS = { DurationMs: (e) => e.durationMs, CostUsd: (e) => Number(e.costUsd), Tokens: tokensOf };

const reader = (key) => (key.startsWith('attr.') ? (e) => e.attributes[key.slice(5)] : FIELDS[key]);

/** The runs that a query means: repeated values are alternatives, `not.` excludes. */
export function matching({ world, now }, q) {
  const from = moment(q.get('from'), now) ?? now - 24 * HOUR;
  const to = moment(q.get('to'), now) ?? now;
  const text = q.get('q')?.toLowerCase();
  const keys = [...new Set(q.keys())];
  const meets = (e) =>
    keys.every((key) => {
      const not = key.startsWith('not.');
      const name = not ? key.slice(4) : key;
      const bound = /^(min|max)([A-Z].*)$/.exec(name);
      if (bound) {
        const value = NUMBERS[bound[2]]?.(e);
        return bound[1] === 'min' ? value >= Number(q.get(key)) : value <= Number(q.get(key));
      }
      const read = reader(name);
      if (not && q.get(key) === '*') return (read(e) ?? null) === null;
      return !read || q.getAll(key).includes(read(e)) !== not;
    });
  return world.runs.filter((e) => {
    const t = Date.parse(e.startedAt);
    return (
      t >= from &&
      t <= to &&
      meets(e) &&
      (!text || `${e.name} ${e.error?.message ?? ''}`.toLowerCase().includes(text))
    );
  });
}

const SORTS = {
  startedAt: (e) => Date.parse(e.startedAt),
  durationMs: (e) => e.durationMs,
  costUsd: (e) => (e.costUsd === null ? null : Number(e.costUsd)),
  tokens: tokensOf,
};

/** In the order that a query asks for; what is not known comes last. */
export const sorted = (rows, q, sorts = SORTS, otherwise = '-startedAt') => {
  const sort = q.get('sort') ?? otherwise;
  const read = sorts[sort.replace(/^-/, '')];
  const turn = sort.startsWith('-') ? -1 : 1;
  const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b) : a - b);
  return rows
    .map((row) => ({ row, value: read(row) }))
    .sort((a, b) =>
      a.value === null || b.value === null
        ? Number(a.value === null) - Number(b.value === null)
        : turn * compare(a.value, b.value),
    )
    .map(({ row }) => row);
};

const GROUPS = { user: 'userId' };
const GROUP_SORTS = {
  key: (g) => g.agent?.name ?? g.key,
  executions: (g) => g.executions,
  costUsd: (g) => (g.costUsd === null ? null : Number(g.costUsd)),
  tokens: (g) => g.tokens,
  successRate: (g) => g.successRate?.value ?? null,
  p95: (g) => g.p95,
};

function groupOf(key, runs, by) {
  const failed = runs.filter((e) => e.success.value === false).length;
  const known = runs.filter((e) => e.success.value !== null).length;
  const priced = runs.filter((e) => e.costUsd !== null);
  const slowest = runs.map((e) => e.durationMs).sort((a, b) => a - b);
  return {
    key,
    agent: by === 'agent' ? runs[0].agent : null,
    executions: runs.length,
    failed,
    costUsd: priced.length ? priced.reduce((sum, e) => sum + Number(e.costUsd), 0).toFixed(6) : null,
    unpriced: runs.length - priced.length,
    tokens: runs.reduce((sum, e) => sum + tokensOf(e), 0),
    successRate: rate(known - failed, known, runs.length - known),
    p95: slowest[Math.floor(slowest.length * 0.95)] ?? null,
  };
}

/** Runs by the values of a field. */
export function groups(ask) {
  const { q, now } = ask;
  const by = q.get('by');
  const read = reader(GROUPS[by] ?? by);
  const runs = new Map();
  for (const e of ask.scenario === 'empty' ? [] : matching(ask, q)) {
    const key = read(e) ?? null;
    runs.set(key, [...(runs.get(key) ?? []), e]);
  }
  const all = [...runs].map(([key, each]) => groupOf(key, each, by));
  return {
    from: new Date(moment(q.get('from'), now) ?? now - 24 * HOUR).toISOString(),
    to: new Date(moment(q.get('to'), now) ?? now).toISOString(),
    by,
    basis: 'runs',
    complete: true,
    scannedTo: null,
    groups: all.length,
    ...page(sorted(all, q, GROUP_SORTS, '-executions'), q),
  };
}
