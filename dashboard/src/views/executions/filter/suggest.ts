import type { Agent } from '@/api/types';
import { attributeNamed, FIELDS, type Field } from './fields';
import { quoted } from './filters';
import { readTyped } from './parse';

export interface Suggestion {
  /** What stands in the field once it is taken. */
  text: string;
  hint: string;
  /** A value is complete; a field still wants one. */
  complete: boolean;
}

/** What a suggestion is made of. */
export interface Known {
  agents: Agent[];
  /** Values that occur, by parameter, most frequent first. */
  values: Map<string, string[]>;
  /** Attributes that runs have. */
  attributes: string[];
  /** Only what also narrows actions. */
  actionsOnly: boolean;
}

const MOST = 50;

const offered = ({ actionsOnly, attributes }: Known): Field[] => [
  ...FIELDS.filter((field) => !actionsOnly || field.actions),
  ...(actionsOnly ? [] : attributes.map(attributeNamed)),
];

/** What could be meant by what is typed so far, the best first; the first is taken by Enter. */
export function suggest(typed: string, known: Known): Suggestion[] {
  const text = typed.trimStart();
  const read = readTyped(text, known.attributes);
  if (read) return [...valuesFor(text, read.field, read.rest, known), ...asText(text, known)];
  const word = text
    .replace(/^(not\s+|[-!])/i, '')
    .toLowerCase()
    .trim();
  const not = text.slice(0, text.length - text.replace(/^(not\s+|[-!])/i, '').length);
  const fields = offered(known)
    .filter((field) => field.name.toLowerCase().startsWith(word))
    .map((field) => ({
      text: `${not}${field.name}${field.number ? ' > ' : ':'}`,
      hint: field.hint,
      complete: false,
    }));
  return [...fields, ...named(word, not, known.agents), ...asText(text, known)];
}

const named = (word: string, not: string, agents: Agent[]): Suggestion[] =>
  word === ''
    ? []
    : agents
        .filter((a) => a.name.toLowerCase().includes(word))
        .slice(0, 5)
        .map((a) => ({ text: `${not}agent:${quoted(a.name)}`, hint: 'agent', complete: true }));

/** Any text can be searched for as it is. */
const asText = (text: string, { actionsOnly }: Known): Suggestion[] =>
  text.trim() === '' || actionsOnly || /^(text|q)\b/i.test(text)
    ? []
    : [{ text: `text:"${text.trim().replace(/^"(.*)"$/, '$1')}"`, hint: 'search messages', complete: true }];

/** The values of a field that fit what is typed; the last of a list is completed. */
function valuesFor(text: string, field: Field, rest: string, known: Known): Suggestion[] {
  const before = text.slice(0, text.length - rest.length);
  const list = /^(.*(?:,|\sor\s)\s*)?(.*)$/is.exec(rest);
  const done = list?.[1] ?? '';
  const start = (list?.[2] ?? '').replace(/^"/, '').toLowerCase();
  const values = valuesOf(field, known).filter((value) => value.toLowerCase().includes(start));
  const exact = (value: string) =>
    value.toLowerCase() === start ? 0 : value.toLowerCase().startsWith(start) ? 1 : 2;
  const found = values
    .sort((a, b) => exact(a) - exact(b))
    .slice(0, MOST)
    .map((value) => ({ text: `${before}${done}${quoted(value)}`, hint: '', complete: true }));
  const typedSo = { text: text.trimEnd(), hint: 'as typed', complete: true };
  const usable = rest.trim() !== '' && !field.choices && field.param !== 'agent';
  return usable && !found.some((f) => f.text === typedSo.text) ? [...found, typedSo] : found;
}

function valuesOf(field: Field, { agents, values }: Known): string[] {
  if (field.param === 'agent') return agents.map((a) => a.name);
  if (field.choices) return Object.keys(field.choices);
  return [...(values.get(field.param) ?? [])];
}
