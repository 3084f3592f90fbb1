import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { endingOf, type Question } from '../../src/policy/approval.js';
import { refusalToBegin, type Standing } from '../../src/policy/begin.js';
import { bucket } from '../../src/policy/bucket.js';
import { canonical } from '../../src/policy/canonical.js';
import { clockOffset, parseTime, storedAge, timeLeft } from '../../src/policy/clock.js';
import { CompiledPolicy } from '../../src/policy/compiled.js';
import { compileWhen } from '../../src/policy/condition.js';
import { formatDecimal, parseDecimal } from '../../src/policy/decimal.js';
import { examine } from '../../src/policy/document.js';
import { compileGlob } from '../../src/policy/glob.js';
import { trustedKeys } from '../../src/policy/keys.js';
import { parseLimits, reachedLimit } from '../../src/policy/limits.js';
import { costOf, type Price } from '../../src/policy/price.js';
import { render } from '../../src/policy/prompt.js';
import { isRetried, retryDelay } from '../../src/policy/retry.js';
import { redact } from '../../src/redaction/redact.js';
import { readSegment } from '../../src/telemetry/segment.js';

// biome-ignore lint/suspicious/noExplicitAny: cases differ from suite to suite
type Fields = any;

const cases = new URL('../../../../protocol/conformance/', import.meta.url);
const millis = (text: string) => parseTime(text) as number;

const suites: Record<string, (given: Fields) => unknown> = {
  bucketing: ({ salt, unit }) => ({ bucket: Number(bucket(salt, unit).toFixed(12)) }),
  glob: ({ glob, name }) => ({ matches: compileGlob(glob)(name) }),
  conditions: (given) => ({ result: compileWhen(given.when)(given.arguments) }),
  'tool-rules': (given) => {
    const policy = new CompiledPolicy({ version: 1, tools: given.rules });
    const { effect, rule, arguments: changed } = policy.decide(given.tool, given.arguments);
    const out = { effect, ruleId: rule?.id ?? null, reason: rule?.reason ?? null };
    if (effect === 'redact') return { ...out, arguments: changed };
    if (effect !== 'ask' || rule === null) return out;
    const { askSeconds, whenUnanswered, whenUnreachable } = rule;
    return { ...out, askSeconds, whenUnanswered, whenUnreachable };
  },
  canonical: ({ json }) => ({ canonical: canonical(JSON.parse(json)) }),
  documents: ({ asked, heldVersion, keys, now, document }) => {
    const { why } = examine(document, {
      asked,
      heldVersion,
      keys: trustedKeys(keys, [], []),
      now: millis(now),
    });
    return { accepted: why === null, why };
  },
  keys: ({ pinned, known, items }) => ({ trusted: [...trustedKeys(pinned, known, items).keys()].sort() }),
  begin: ({ policy, executionId, ageSeconds, withoutPolicy }) => {
    const refusal = refusalToBegin(policy as Standing, executionId, ageSeconds ?? 0, withoutPolicy);
    return {
      decision: refusal ? 'refuse' : 'permit',
      kind: refusal?.kind ?? null,
      reason: refusal?.reason ?? null,
    };
  },
  limits: ({ limits, usage }) => ({
    reached: reachedLimit(parseLimits(limits), { ...usage, costUsd: parseDecimal(usage.costUsd) }),
  }),
  approvals: (given) => {
    const ending = endingOf({ ...given, expiresAt: millis(given.expiresAt) } as Question, millis(given.now));
    if (typeof ending === 'string') return { result: ending, kind: null, reason: null };
    return { result: 'refuse', ...ending };
  },
  prices: ({ prices, model, usage }) => {
    const cost = costOf(
      prices.find((price: Price) => price.model === model),
      usage,
    );
    return { costUsd: cost && formatDecimal(cost) };
  },
  retry: ({ failures, status, retryAfter, now, random }) => ({
    retry: isRetried(status),
    delayMs: isRetried(status) ? retryDelay(failures, retryAfter, millis(now), random) : null,
  }),
  clock: ({ date, localAtAnswer, local, expiresAt, storedContact, now }) => {
    if (storedContact) {
      const age = storedAge(millis(storedContact), millis(now));
      return { ageSeconds: Number.isFinite(age) ? age : null };
    }
    const offset = localAtAnswer ? (clockOffset(date, millis(localAtAnswer)) ?? 0) : 0;
    return { leftMs: timeLeft(millis(expiresAt), millis(local), offset) };
  },
  prompts: ({ content, variables }) => render(content, variables),
  redaction: ({ value }) => ({ value: redact(value) }),
  segments: ({ segment }) => {
    const { records, lostBytes } = readSegment(Buffer.from(segment, 'hex'));
    return { records: records.map((record) => record.toString('hex')), lostBytes };
  },
};

const read = new Set<string>();

// Runs are not decided by a function: test/execution/limits.test.ts.
const pure = (name: string) => name.endsWith('.json') && !name.endsWith('-runs.json');

for (const file of readdirSync(cases).filter(pure)) {
  const { suite, cases: list } = JSON.parse(readFileSync(new URL(file, cases), 'utf8'));
  read.add(suite);
  describe(suite, () => {
    for (const { name, in: given, out } of list) {
      test(`${suite}/${name}`, () => {
        const decide = suites[suite];
        if (decide === undefined) throw new Error(`no function for the suite ${suite}`);
        const wanted = out.trusted ? { trusted: [...out.trusted].sort() } : out;
        expect(decide(given)).toEqual(wanted);
      });
    }
  });
}

test('each function has a suite', () => {
  expect([...read].sort()).toEqual(Object.keys(suites).sort());
});
