import { duration, moneyPerRun, tokens } from '@/format/numbers';

/** What a filter can be about, and how it is typed, written and said. */
export interface Field {
  /** Its parameter in the address; of a number without `min` and `max`. */
  param: string;
  /** What a person types, and what a token says. */
  name: string;
  hint: string;
  /** How it reads in a sentence about runs. */
  phrase: (value: string) => string;
  /** The words one may choose from, and what each is in the address. */
  choices?: Record<string, string>;
  number?: Measure;
  /** What a value must look like, where not everything will do. */
  shape?: RegExp;
  /** The name of this field where runs are grouped; its values can be asked for. */
  by?: string;
  /** The list of actions can be narrowed by it as well. */
  actions?: true;
  /** It can only be asked for, not excluded. */
  plain?: true;
}

/** A number with a lower and an upper limit. */
interface Measure {
  units: Record<string, number>;
  write: (value: string) => string;
  example: string;
}

const DURATION: Measure = {
  units: { '': 1, ms: 1, s: 1_000, sec: 1_000, m: 60_000, min: 60_000, h: 3_600_000 },
  write: (value) => duration(Number(value)),
  example: '3s',
};
const COST: Measure = {
  units: { '': 1, usd: 1, ct: 0.01, cents: 0.01 },
  write: moneyPerRun,
  example: '0.02',
};
const TOKENS: Measure = {
  units: { '': 1, k: 1_000, m: 1_000_000 },
  write: (value) => `${tokens(Number(value))} tokens`,
  example: '2000',
};

const OUTCOMES = { failed: 'false', succeeded: 'true', unknown: 'unknown' };
const STATUSES = { ok: 'ok', error: 'error', running: 'running', unknown: 'unknown' };

export const FIELDS: Field[] = [
  {
    param: 'agent',
    name: 'agent',
    hint: 'name of an agent',
    phrase: (v) => `of ${v}`,
    by: 'agent',
    actions: true,
  },
  {
    param: 'success',
    name: 'outcome',
    hint: 'failed, succeeded, unknown',
    phrase: (v) => `that ${v === 'unknown' ? 'have no known outcome' : v}`,
    choices: OUTCOMES,
    actions: true,
  },
  {
    param: 'status',
    name: 'status',
    hint: 'ok, error, running, unknown',
    phrase: (v) => `with status ${v}`,
    choices: STATUSES,
    actions: true,
  },
  {
    param: 'errorType',
    name: 'error',
    hint: 'type of the error',
    phrase: (v) => `with error ${v}`,
    actions: true,
  },
  {
    param: 'model',
    name: 'model',
    hint: 'name of a model',
    phrase: (v) => `with model ${v}`,
    by: 'model',
    actions: true,
  },
  {
    param: 'promptVersion',
    name: 'prompt',
    hint: 'version of the prompt',
    phrase: (v) => `with prompt ${v}`,
    by: 'promptVersion',
  },
  {
    param: 'promptName',
    name: 'prompt name',
    hint: 'name of the prompt',
    phrase: (v) => `with prompt name ${v}`,
  },
  {
    param: 'version',
    name: 'version',
    hint: 'version of the agent',
    phrase: (v) => `of version ${v}`,
    by: 'version',
  },
  {
    param: 'environment',
    name: 'environment',
    hint: 'production, staging',
    phrase: (v) => `in ${v}`,
    by: 'environment',
  },
  { param: 'userId', name: 'user', hint: 'id of a user', phrase: (v) => `of user ${v}`, by: 'user' },
  { param: 'sessionId', name: 'session', hint: 'id of a session', phrase: (v) => `of session ${v}` },
  { param: 'DurationMs', name: 'duration', hint: '> 3s, < 500ms', phrase: String, number: DURATION },
  { param: 'CostUsd', name: 'cost', hint: '> 0.02, < 1', phrase: String, number: COST },
  { param: 'Tokens', name: 'tokens', hint: '> 2000, < 10k', phrase: String, number: TOKENS },
  {
    param: 'taskClass',
    name: 'task',
    hint: 'kind of task',
    phrase: (v) => `of task ${v}`,
    by: 'taskClass',
  },
  { param: 'arm', name: 'arm', hint: 'arm of an experiment', phrase: (v) => `in arm ${v}` },
  { param: 'framework', name: 'framework', hint: 'langgraph, spring-ai', phrase: (v) => `of framework ${v}` },
  { param: 'serviceName', name: 'service', hint: 'name of the service', phrase: (v) => `of service ${v}` },
  {
    param: 'traceId',
    name: 'trace',
    hint: 'trace id, 32 hex digits',
    phrase: (v) => `of trace ${v.slice(0, 8)}`,
    shape: /^[0-9a-f]{32}$/i,
    plain: true,
  },
  {
    param: 'root',
    name: 'top level',
    hint: 'yes, no',
    phrase: (v) => (v === 'yes' ? 'that no agent called' : 'that an agent called'),
    choices: { yes: 'true', no: 'false' },
  },
  {
    param: 'q',
    name: 'text',
    hint: 'words in names, errors and messages',
    phrase: (v) => `containing “${v}”`,
    plain: true,
  },
];

export const ATTRIBUTE = 'attr.';
const NOT = 'not.';

/** Where a parameter of the address belongs: its field, or an attribute of the runs. */
export interface Place {
  field: Field;
  negated: boolean;
  /** Which limit of a number. */
  bound?: 'min' | 'max';
}

const attributeField = (key: string): Field => ({
  param: ATTRIBUTE + key,
  name: key,
  hint: 'attribute',
  phrase: (v) => `with ${key} ${v}`,
  by: ATTRIBUTE + key,
});

/** `failed=true` is an older way to write an outcome. */
const isOutcome = (param: string) => param === 'failed';

export function placeOf(param: string): Place | null {
  const negated = param.startsWith(NOT);
  const name = negated ? param.slice(NOT.length) : param;
  if (name.startsWith(ATTRIBUTE))
    return name.length > ATTRIBUTE.length
      ? { field: attributeField(name.slice(ATTRIBUTE.length)), negated }
      : null;
  const bound = /^(min|max)(?=[A-Z])/.exec(name)?.[1] as 'min' | 'max' | undefined;
  const wanted = isOutcome(name) ? 'success' : bound ? name.slice(bound.length) : name;
  const field = FIELDS.find((f) => f.param === wanted && !!f.number === !!bound);
  if (!field || (negated && (field.plain || field.number))) return null;
  return { field, negated, bound };
}

/** The field that a person means by a name; any other word is an attribute. */
export function fieldNamed(name: string): Field | undefined {
  const wanted = name.trim().toLowerCase();
  return FIELDS.find((f) => f.name === wanted || f.param.toLowerCase() === wanted);
}

export const attributeNamed = (name: string): Field =>
  attributeField(name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : name);

export const paramOf = (field: Field, negated: boolean): string => (negated ? NOT : '') + field.param;
