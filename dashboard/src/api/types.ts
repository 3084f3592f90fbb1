/** The shapes of the HTTP API, written by hand until they are generated from protocol/openapi.yaml. */

export * from './connect-types';
export * from './people-types';

/** RFC 3339, UTC. */
export type Time = string;
/** A decimal string in USD: never a float. */
export type Usd = string;

export interface List<T> {
  items: T[];
  nextCursor: string | null;
  /** Set when the scan stopped early: what lies before this time was not looked at. */
  scannedTo?: Time | null;
}

/** A proportion with its 95 % interval; `n` counts the runs it rests on, `unknown` those without an outcome. */
export interface Rate {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  unknown?: number;
}

export interface Difference {
  value: number;
  low: number;
  high: number;
}

export interface Tokens {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
}

export interface Latency {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export interface Ref {
  id: string;
  name: string;
}

export interface Failure {
  type: string | null;
  message: string | null;
}

export type AgentStatus = 'healthy' | 'degraded' | 'failing' | 'idle' | 'unknown';

export interface Health {
  window: string;
  executions: number;
  successRate: Rate;
  latencyMs: Latency;
  costUsd: Usd | null;
  tokens: Tokens;
  errors: { type: string; count: number }[];
  asOf: Time;
}

export interface RibbonPoint {
  at: Time;
  executions: number;
  successRate: Rate;
  latencyP95Ms: number | null;
}

export interface Objectives {
  successRate: number | null;
  latencyP95Ms: number | null;
  costPerSuccessUsd: Usd | null;
}

export interface Agent {
  id: string;
  name: string;
  framework: string | null;
  version: string | null;
  environment: string | null;
  owner: string | null;
  status: AgentStatus;
  statusReason: string | null;
  firstSeenAt: Time;
  lastSeenAt: Time;
  simulated: boolean;
  health: Health | null;
  objectives: Objectives | null;
  promptName: string | null;
  promptVersion: string | null;
  runsPerHour: number | null;
  tokensPerRun: number | null;
  costPerSuccessUsd: Usd | null;
  ribbon: RibbonPoint[] | null;
  aliases?: { name: string }[];
  archivedAt?: Time | null;
}

export type ChangeKind = 'prompt' | 'model' | 'version' | 'first_seen';

export interface Change {
  at: Time;
  agent: Ref;
  kind: ChangeKind;
  name: string | null;
  from: string | null;
  to: string | null;
  before: Rate | null;
  after: Rate | null;
  difference: Difference | null;
}

export interface NeedsYou {
  rule: 'below_objective' | 'slow' | 'silent';
  severity: 'failing' | 'degraded';
  agent: Ref;
  since: Time;
  windowExecutions: number | null;
  windowFailed: number | null;
  objective: number | null;
  observed: Rate | null;
  topError: { type: string | null; action: string | null; count: number } | null;
  newestChange: {
    at: Time;
    kind: ChangeKind;
    name: string | null;
    from: string | null;
    to: string | null;
    before: Rate | null;
    after: Rate | null;
  } | null;
  latencyP95Ms: number | null;
  limitMs: number | null;
}

export interface Fleet {
  asOf: Time;
  from: Time;
  to: Time;
  agents: {
    total: number;
    failing: number;
    degraded: number;
    healthy: number;
    idle: number;
    unknown: number;
  };
  executions: number;
  failed: number;
  costUsd: Usd | null;
  actionsPerSecond: number | null;
  needsYou: NeedsYou[];
}

export interface MetricPoint {
  at: Time;
  executions: number;
  successRate: Rate;
  latencyMs: Latency;
  costUsd: Usd | null;
  tokens: Tokens;
  errors: { type: string; count: number }[];
}

export interface Metrics {
  /** The length of a window; longer than asked for where shorter ones are not kept. */
  stepMs: number;
  series: { by: string | null; points: MetricPoint[] }[];
}

export interface Dependencies {
  nodes: { id: string; name: string; status: AgentStatus }[];
  edges: {
    from: string;
    to: string;
    kind: 'nested' | 'handoff';
    executions: number;
    failed: number;
    lastSeenAt: Time;
  }[];
}

export type ExecutionStatus = 'ok' | 'error' | 'running' | 'unknown';

export interface Execution {
  id: string;
  traceId: string;
  agent: Ref;
  parentExecutionId: string | null;
  status: ExecutionStatus;
  success: { value: boolean | null; source: string | null };
  sessionId: string | null;
  userId: string | null;
  startedAt: Time;
  durationMs: number | null;
  costUsd: Usd | null;
  /** Calls of a model that have no price: the cost is without them. */
  unpricedCalls?: number;
  inputTokens: number | null;
  outputTokens: number | null;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
  actionCount: number;
  models: string[];
  name: string | null;
  total: {
    costUsd: Usd | null;
    inputTokens: number | null;
    outputTokens: number | null;
    actionCount: number;
  } | null;
  agentVersion: string | null;
  promptName: string | null;
  promptVersion: string | null;
  arm: string | null;
  assignmentProbability: number | null;
  taskClass: string | null;
  learnings: string[] | null;
  environment: string | null;
  error: Failure | null;
  attributes: Record<string, unknown> | null;
}

export interface ExecutionDetail extends Execution {
  input: unknown;
  output: unknown;
  children: { id: string; agent: Ref }[];
  parent: { id: string; agent: Ref } | null;
  aliases: string[];
  lateArrival: boolean;
  missingSpans: number;
}

export type ActionKind =
  | 'llm'
  | 'tool'
  | 'retrieval'
  | 'embedding'
  | 'agent'
  | 'chain'
  | 'guardrail'
  | 'handoff'
  | 'memory'
  | 'other';

export interface Action {
  id: string;
  spanId: string;
  parentId: string | null;
  kind: ActionKind;
  name: string;
  status: 'ok' | 'error' | 'unknown';
  model: string | null;
  provider: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;
  costUsd: Usd | null;
  startedAt: Time;
  durationMs: number | null;
  timeToFirstTokenMs: number | null;
  error: Failure | null;
  toolCallId: string | null;
  streamed: boolean | null;
  childCount: number;
}

/** An action of any agent, as `/actions` lists it. */
export interface FleetAction extends Action {
  executionId: string;
  agent: Ref;
}

export interface MessagePart {
  type: 'text' | 'tool_call' | 'tool_result' | 'reasoning' | 'other';
  text?: string | null;
  name?: string | null;
  arguments?: unknown;
  id?: string | null;
  result?: unknown;
}

export interface Message {
  role: string;
  parts: MessagePart[];
  side: 'input' | 'output';
}

export interface ActionDetail extends Action {
  input: unknown;
  output: unknown;
  messages: Message[] | null;
  attributes: Record<string, unknown> | null;
  resource: Record<string, unknown> | null;
  scope: { name: string | null; version: string | null } | null;
  events: { name: string; at: Time; attributes: Record<string, unknown> | null }[] | null;
  logs: unknown[] | null;
}

export interface Histogram {
  from: Time;
  to: Time;
  stepMs: number;
  points: { at: Time; executions: number; failed: number; unknown: number }[];
  total: number;
  failed: number;
  unknown: number;
  costUsd: Usd | null;
  successRate: Rate;
  latencyP95Ms: number | null;
  complete: boolean;
  scannedTo: Time | null;
}

export interface Facets {
  failed: number;
  other: number;
  traits: {
    field: string;
    value: string;
    failedShare: number;
    otherShare: number;
    failedCount: number;
    otherCount: number;
  }[];
  complete: boolean;
}

/** The runs of one conversation. */
export interface Conversation {
  id: string;
  agentIds: string[];
  startedAt: Time;
  lastAt: Time;
  totalCostUsd: Usd | null;
  executions: ExecutionDetail[];
}

export interface View {
  id: string;
  name: string;
  page: string;
  query: string;
  createdAt: Time;
  createdBy: string | null;
}

/** What became of a run, told later by somebody or something. */
export interface Outcome {
  id: string;
  kind: string;
  success: boolean | null;
  source: string;
  confidence: number | null;
  value: number | null;
  comment: string | null;
  by: string | null;
  at: Time;
  receivedAt: Time;
  /** The run counts by this one. */
  best: boolean;
}

export interface Sent {
  items: {
    index: number;
    id: string | null;
    executionId: string | null;
    state: 'attached' | 'waiting' | 'unchanged' | 'refused' | 'stored' | 'replaced';
    errors: { field: string; message: string }[];
  }[];
}

/** RFC 9457. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: { field: string; message: string }[];
}
