import { iban, luhn } from './checks.js';
import redaction from './redaction.json';

/** A text that each match of a class holds: without it the pattern need not be tried. */
export const HELD: Record<string, string> = {
  PRIVATE_KEY: '-----BEGIN ',
  JWT: 'eyJ',
  URL_CREDENTIALS: '://',
  ANTHROPIC_KEY: 'sk-ant-',
  OPENAI_KEY: 'sk-',
  METAAGENT_KEY: 'ma_',
  GITLAB_TOKEN: 'glpat-',
  SLACK_TOKEN: 'xox',
  GOOGLE_KEY: 'AIza',
  EMAIL: '@',
};

interface Rule {
  held: string;
  expression: RegExp;
  group: number;
  replacement: string;
  check: ((text: string) => boolean) | null;
}

const CHECKS: Record<string, (text: string) => boolean> = { luhn, iban };
const SECRET = '<SECRET>';
/** How deep values are looked through; what lies deeper is replaced as a whole. */
const MAX_DEPTH = 64;

const SECRET_KEYS = new Set(redaction.secretKeys);

const RULES: Rule[] = redaction.rules.map((rule) => ({
  held: HELD[rule.class] ?? '',
  expression: new RegExp(rule.pattern, `g${rule.ignoreCase ? 'i' : ''}${rule.group > 0 ? 'd' : ''}`),
  group: rule.group,
  replacement: `<${rule.class}>`,
  check: rule.check === null ? null : (CHECKS[rule.check] ?? null),
}));

const KEYS = redaction.secretKeys.map((key) => key.replace(/_/g, '[_-]')).join('|');

/** Secrets by their key in a text of JSON, `"token": "..."`, and in JSON within a text of it. */
const SECRET_FIELDS = [
  new RegExp(`("(?:${KEYS})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)+(?=")`, 'gi'),
  new RegExp(`(\\\\+"(?:${KEYS})\\\\+"\\s*:\\s*\\\\+")[^"\\\\]+`, 'gi'),
];

/** Replaces personal data and secrets in a text. */
export function redactText(text: string): string {
  return RULES.reduce((left, rule) => applyRule(rule, left), text);
}

/** Replaces personal data and secrets in a text that may be JSON, in which keys name secrets as well. */
export function redactContent(text: string): string {
  if (!/^\s*[[{]/.test(text)) return redactText(text);
  return redactText(SECRET_FIELDS.reduce((left, fields) => left.replace(fields, `$1${SECRET}`), text));
}

/** Replaces personal data and secrets in all texts of a value, and values whose key names a secret. */
export function redact(value: unknown): unknown {
  return redactWithin(value, []);
}

/** @param above the objects and lists that hold the value */
function redactWithin(value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (above.length > MAX_DEPTH || above.includes(value)) return '<REDACTED>';
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item) => redactWithin(item, path));
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return redactWithin(toJSON.call(value), path);
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, redactField(key, field, path)]),
  );
}

function redactField(key: string, value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'string' && value !== '' && isSecretKey(key)) return SECRET;
  return redactWithin(value, above);
}

/** Whether the name of a key says that its value is a secret. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEYS.has(key.toLowerCase().replace(/-/g, '_'));
}

function applyRule(rule: Rule, text: string): string {
  if (!text.includes(rule.held)) return text;
  let result = '';
  let done = 0;
  rule.expression.lastIndex = 0;
  for (let match = rule.expression.exec(text); match !== null; match = rule.expression.exec(text)) {
    const [start, end] = match.indices?.[rule.group] ?? [match.index, match.index + match[0].length];
    if (rule.check === null || rule.check(text.slice(start, end))) {
      result += text.slice(done, start) + rule.replacement;
      done = end;
    }
  }
  return done === 0 ? text : result + text.slice(done);
}
