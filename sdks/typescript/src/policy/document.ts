import { parseTime, TOLERANCE_MS } from './clock.js';
import { isObject, type Json, type JsonObject, parseJson } from './json.js';
import type { TrustedKeys } from './keys.js';
import { isSigned } from './signature.js';

/** Why a document is refused. */
export type DocumentProblem =
  | 'malformed'
  | 'otherAgent'
  | 'unknownKey'
  | 'forged'
  | 'older'
  | 'fromTheFuture';

/** A document that was examined: taken, or refused for a reason. */
export type Examined = { document: JsonObject; why: null } | { document: null; why: DocumentProblem };

/** What a document is examined against. `now` is the server's clock in milliseconds. */
export interface Expected {
  asked: string;
  heldVersion: number | null;
  keys: TrustedKeys;
  now: number;
}

const LISTS = ['prompts', 'routing', 'tools', 'breakers', 'budgets', 'experiments', 'learnings', 'prices'];

/** Examines the text of a document in the order in which the protocol says. */
export function examine(text: string, expected: Expected): Examined {
  const document = parseJson(text);
  const why = isObject(document) ? problemOf(document as JsonObject, expected) : 'malformed';
  return why === null ? { document: document as JsonObject, why } : { document: null, why };
}

function problemOf(document: JsonObject, expected: Expected): DocumentProblem | null {
  if (!isWellFormed(document)) return 'malformed';
  if ((document.agent as JsonObject).name !== expected.asked) return 'otherAgent';
  const { signature, ...signed } = document;
  const { keyId, value } = isObject(signature) ? (signature as Record<string, Json>) : {};
  const key = expected.keys.get(String(keyId));
  if (key === undefined) return 'unknownKey';
  if (!isSigned(signed, value, key)) return 'forged';
  if (expected.heldVersion !== null && (document.version as number) < expected.heldVersion) return 'older';
  const ahead = (parseTime(document.issuedAt) as number) - expected.now;
  return ahead > TOLERANCE_MS ? 'fromTheFuture' : null;
}

function isWellFormed(document: JsonObject): boolean {
  const { agent, version, issuedAt, maxAgeSeconds, afterMaxAge, stopped } = document;
  return (
    isObject(agent) &&
    typeof agent.name === 'string' &&
    Number.isSafeInteger(version) &&
    (version as number) > 0 &&
    parseTime(issuedAt) !== null &&
    typeof maxAgeSeconds === 'number' &&
    maxAgeSeconds >= 0 &&
    (afterMaxAge === 'open' || afterMaxAge === 'closed') &&
    (stopped === undefined || stopped === null || isObject(stopped)) &&
    LISTS.every((name) => document[name] === undefined || Array.isArray(document[name]))
  );
}
