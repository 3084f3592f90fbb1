import type { Agent } from '@/api/types';
import { attributeNamed, FIELDS, type Field, fieldNamed, paramOf } from './fields';
import { type Filter, faultOf } from './filters';

/** What was typed: conditions, or what is wrong with it in words. */
export type Parsed = { filters: Filter[] } | { wrong: string };

/** The parts of `not model: a, b` before they mean anything. */
export interface Typed {
  negated: boolean;
  field: Field;
  op: string;
  rest: string;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const NAMES = FIELDS.flatMap((f) => [f.name, f.param])
  .sort((a, b) => b.length - a.length)
  .map(escaped)
  .join('|');
const SIGN = '!=|>=|<=|:|=|>|<|≥|≤';
const WORD = 'is not|is|over|above|under|below|contains';
const KNOWN = new RegExp(`^(not\\s+|[-!])?(${NAMES})(?:\\s*(${SIGN})|\\s+(${WORD})(?=\\s))\\s*(.*)$`, 'is');
const OTHER =
  /^(not\s+|[-!])?(attr\.[^\s:=<>!]+|[\p{L}_][\p{L}\d_.-]*)(?:(\s*(?:!=|>=|<=|[:=><])\s*)|(\s+is not\s+|\s+is\s+))(.*)$/isu;
const INNER = /^(not\s+|!=|>=|<=|[=><!≥≤])\s*(.*)$/is;

/**
 * Field, operator and the rest of what was typed; null where it is a text. A word that is no field is an attribute
 * where runs have it, or where nothing but its value follows the sign: `TypeError: no value` is a text.
 */
export function readTyped(text: string, attributes: string[]): Typed | null {
  const known = KNOWN.exec(text);
  const match = known ?? OTHER.exec(text);
  if (!match) return null;
  const name = match[2] ?? '';
  const sign = match[3] ?? match[4] ?? ':';
  let rest = match[5] ?? '';
  if (!known && !attributes.includes(attributeNamed(name).name)) {
    const compares = /[<>]/.test(sign) && !/^[\d.]/.test(rest);
    if (/\s/.test(sign) || compares || rest.startsWith('//')) return null;
  }
  let op = sign.trim().toLowerCase();
  // `cost:>0.02` and `model:not x` carry a second operator
  const inner = /^(:|=|is)$/.test(op) ? INNER.exec(rest) : null;
  if (inner) {
    op = (inner[1] ?? '').trim().toLowerCase();
    rest = inner[2] ?? '';
  }
  const negates = /^(!=?|not|is not)$/.test(op);
  return {
    negated: (match[1] !== undefined) !== negates,
    field: fieldNamed(name) ?? attributeNamed(name),
    op,
    rest,
  };
}

/** Splits `a, "b, c" or d` into its values. */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  for (const match of text.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|(.+?))\s*(?:$|,|\||\s+or\s+(?=\S))/gis)) {
    const value = match[1]?.replaceAll('\\"', '"') ?? match[2]?.trim() ?? '';
    if (value) values.push(value);
  }
  return [...new Set(values)];
}

/** What a person typed, as conditions; words without a field search the text. */
export function parseFilter(text: string, agents: Agent[], attributes: string[] = []): Parsed {
  const typed = text.trim();
  if (!typed) return { filters: [] };
  const read = readTyped(typed, attributes);
  if (!read) return { filters: [{ param: 'q', values: [unquoted(typed)] }] };
  const { field, op, rest } = read;
  if (field.number) return numbers(read);
  if (/^(>=?|<=?|≥|≤|over|above|under|below)$/.test(op))
    return { wrong: `${field.name} cannot be compared: > and < are for duration, cost and tokens.` };
  if (field.param === 'q') return checked({ param: 'q', values: [unquoted(rest)] }, read);
  const values = splitValues(rest);
  if (values.length === 0) return { wrong: `${field.name} needs a value: ${field.hint}.` };
  if (
    values.length === 1 &&
    values[0] === 'none' &&
    !read.negated &&
    !field.choices &&
    field.param !== 'agent'
  )
    return checked({ param: paramOf(field, true), values: ['*'] }, read);
  if (field.param === 'agent') return agentsOf(values, read, agents);
  if (field.choices) return chosen(values, read);
  return checked({ param: paramOf(field, read.negated), values }, read);
}

function checked(filter: Filter, { field, negated }: Typed): Parsed {
  if (filter.values.every((value) => value === ''))
    return { wrong: `${field.name} needs a value: ${field.hint}.` };
  if (negated && field.plain) return { wrong: `${field.name} cannot be excluded.` };
  const fault = faultOf(filter);
  return fault ? { wrong: fault } : { filters: [filter] };
}

function agentsOf(names: string[], read: Typed, agents: Agent[]): Parsed {
  const values: string[] = [];
  for (const name of names) {
    const agent = agents.find((a) => a.name.toLowerCase() === name.toLowerCase() || a.id === name);
    if (!agent) return { wrong: `No agent is called “${name}”.` };
    values.push(agent.id);
  }
  return { filters: [{ param: paramOf(read.field, read.negated), values }] };
}

/** Words of a choice as what the address carries; an outcome that is excluded is one of the others. */
function chosen(words: string[], { field, negated }: Typed): Parsed {
  const choices = field.choices ?? {};
  const values: string[] = [];
  for (const word of words.map((w) => w.toLowerCase())) {
    if (field.param === 'status' && word === 'failed') return chosen(words, { ...FAILED, negated });
    const value = choices[word] ?? Object.values(choices).find((sent) => sent === word);
    if (value === undefined)
      return { wrong: `${field.name} is one of ${Object.keys(choices).join(', ')}, not “${word}”.` };
    values.push(value);
  }
  if (field.param === 'status') return { filters: [{ param: paramOf(field, negated), values }] };
  const kept = negated ? Object.values(choices).filter((value) => !values.includes(value)) : values;
  if (kept.length === 0) return { wrong: `No ${field.name} is left.` };
  const failed = field.param === 'success' && kept.length === 1 && kept[0] === 'false';
  return { filters: [failed ? { param: 'failed', values: ['true'] } : { param: field.param, values: kept }] };
}
const FAILED: Typed = { negated: false, field: fieldNamed('outcome') as Field, op: ':', rest: '' };

const RANGE = /^(.+?)\s*(?:\.\.|–|\bto\b|-(?=[\d$.]))\s*(.+)$/i;

/** `> 10s`, `< 0.02`, `1s..5s`: limits of a number. */
function numbers({ field, op, rest, negated }: Typed): Parsed {
  const range = RANGE.exec(rest.trim());
  const low = read(field, range?.[1] ?? rest);
  const high = range ? read(field, range[2] ?? '') : null;
  if (low === null || (range && high === null)) {
    const example = `${field.name} > ${field.number?.example}`;
    return rest.trim()
      ? { wrong: `“${rest.trim()}” is no ${field.name}. Write ${example}.` }
      : { wrong: `${field.name} needs a number: ${example}.` };
  }
  if (range && high !== null)
    return {
      filters: [
        { param: `min${field.param}`, values: [low] },
        { param: `max${field.param}`, values: [high] },
      ],
    };
  const under = /^(<=?|≤|under|below)$/.test(op);
  return { filters: [{ param: (under !== negated ? 'max' : 'min') + field.param, values: [low] }] };
}

/** A number with its unit, in the unit of the address. */
function read(field: Field, text: string): string | null {
  const match = /^\$?\s*(\d[\d,_]*(?:\.\d+)?|\.\d+)\s*(\p{L}*)$/u.exec(text.trim());
  const factor = field.number?.units[(match?.[2] ?? '').toLowerCase()];
  if (!match?.[1] || factor === undefined) return null;
  const plain = match[1].replace(/[,_]/g, '');
  return factor === 1 ? plain.replace(/^\./, '0.') : String(Number((Number(plain) * factor).toPrecision(12)));
}

const unquoted = (text: string) =>
  text.trim().replace(/^"(.*)"$/s, (_, inner: string) => inner.replaceAll('\\"', '"'));
