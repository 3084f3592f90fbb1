import { expect, it } from 'vitest';
import type { PrivacyPolicy, Role } from '@/api/types';
import { covers, mayOpen, SECTIONS, sectionOf } from '@/shell/sections';
import { grouped } from './endpoints';
import { inOrder, isOver, stateOfKey } from './key-state';
import * as Mapping from './mapping';
import * as Policy from './policy';
import { wrongDays } from './Retention';
import * as Tiers from './tiers';

const NOW = Date.parse('2026-11-24T14:31:00Z');
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString();

it('opens the section that is named, else the first that the role may see', () => {
  expect(sectionOf('audit', 'viewer')).toBe('audit');
  expect(sectionOf(null, 'admin')).toBe('keys');
  expect(sectionOf('nonsense', 'viewer')).toBe('roles');
  expect(SECTIONS.filter((s) => mayOpen(s, undefined))).toEqual([]);
  expect(covers('developer', 'viewer')).toBe(true);
  expect(covers('developer', 'admin')).toBe(false);
});

it('says what state a key is in; revoked wins over expired', () => {
  const key = (expiresAt: string | null, revokedAt: string | null = null) => ({ expiresAt, revokedAt });
  expect(stateOfKey(key(null), NOW)).toBe('active');
  expect(stateOfKey(key(inDays(8)), NOW)).toBe('active');
  expect(stateOfKey(key(inDays(6)), NOW)).toBe('expiring');
  expect(stateOfKey(key(inDays(-1)), NOW)).toBe('expired');
  expect(stateOfKey(key(inDays(-1), inDays(-2)), NOW)).toBe('revoked');
});

it('lists keys that work before those that are over, each newest first', () => {
  const key = (id: string, made: number, expires: number | null) => ({
    id,
    name: id,
    scope: 'ingest' as const,
    agents: null,
    createdAt: inDays(made),
    createdBy: '',
    expiresAt: expires === null ? null : inDays(expires),
    revokedAt: null,
    lastUsedAt: null,
    state: 'active' as const,
  });
  const ordered = inOrder([key('over', -1, -0.5), key('old', -9, null), key('new', -2, 30)], NOW);
  expect(ordered.map((k) => k.id)).toEqual(['new', 'old', 'over']);
  expect(isOver(stateOfKey(ordered[2] ?? ordered[0] ?? key('', 0, 0), NOW))).toBe(true);
});

it('groups endpoints, leaves doubles out, and filters by path, method and role', () => {
  const row = (method: string, path: string, ...roles: Role[]) => ({
    method,
    path,
    roles,
    signed: false,
    operator: false,
  });
  const rows = [
    row('GET', '/api/v1/members', 'admin'),
    row('GET', '/api/v1/members', 'admin'),
    row('POST', '/v1/traces', 'admin', 'ingest'),
    row('GET', '/health'),
    row('GET', '/api/v1/sessions/{id}', 'viewer'),
    row('POST', '/api/v1/session'),
  ];
  const names = (filter: string) => grouped(rows, filter).map((g) => [g.name, g.rows.length]);
  expect(names('')).toEqual([
    ['Sign-in', 1],
    ['People and keys', 1],
    ['Runs and actions', 1],
    ['Telemetry', 1],
    ['Public, and other', 1],
  ]);
  expect(names('ingest')).toEqual([['Telemetry', 1]]);
  expect(names('everyone')).toHaveLength(2);
  expect(names('nothing')).toEqual([]);
});

const policy: PrivacyPolicy = {
  version: 1,
  keyId: 'k1',
  updatedAt: null,
  updatedBy: null,
  classes: [
    { id: 'email', name: '', group: 'personal', example: '', action: 'hash', standard: 'hash', note: null },
    {
      id: 'card',
      name: '',
      group: 'personal',
      example: '',
      action: 'redact',
      standard: 'redact',
      note: null,
    },
  ],
  nameKeys: ['customer_name'],
  attributes: [],
  patterns: [{ id: 'a', name: 'a', pattern: 'b', action: 'hash' }],
  patternsOff: [],
};

it('counts what a draft of the policy changes', () => {
  const before = Policy.draftOf(policy);
  expect(Policy.changesOf(before, before)).toBe(0);
  expect(Policy.changesOf(before, { ...before, classes: { email: 'drop', card: 'redact' } })).toBe(1);
  expect(Policy.changesOf(before, { ...before, nameKeys: ['full_name'] })).toBe(1);
  expect(Policy.changesOf(before, { ...before, nameKeys: [], patterns: [] })).toBe(2);
});

it('names what is missing in a draft as the server names fields', () => {
  const draft = {
    ...Policy.draftOf(policy),
    patterns: [{ name: '', pattern: ' ', action: 'hash' as const }],
  };
  expect(Object.keys(Policy.problemsOf(draft))).toEqual(['patterns[0].name', 'patterns[0].pattern']);
});

it('gives each new pattern an id, leaves empty rows out, and finds the place of a refusal again', () => {
  const pattern = (name: string, text: string, id?: string) => ({
    id,
    name,
    pattern: text,
    action: 'hash' as const,
  });
  const { body, place } = Policy.sendable({
    ...Policy.draftOf(policy),
    attributes: [
      { key: ' ', action: 'drop' },
      { key: 'app.*', action: 'drop' },
    ],
    patterns: [
      pattern('kept', 'a', 'kept'),
      pattern('', ''),
      pattern('Kundennr. 2', 'b'),
      pattern('Kundennr', 'c'),
      pattern('42', 'd'),
      pattern('E-mail', 'e'),
    ],
  });
  expect(body.patterns.map((p) => p.id)).toEqual(['kept', 'kundennr', 'kundennr_x', 'pattern', 'e_mail']);
  expect(body.attributes).toEqual([{ key: 'app.*', action: 'drop' }]);
  expect(place('policy.patterns[1].pattern')).toBe('patterns[2].pattern');
  expect(place('attributes[0].key')).toBe('attributes[1].key');
  expect(place('patterns[0].id')).toBe('patterns[0].name');
  const taken = Policy.sendable({ ...Policy.draftOf(policy), patterns: [pattern('card', 'a')] });
  expect(taken.body.patterns[0]?.id).toBe('card_x');
});

it('cuts a text at its findings without losing a character', () => {
  const finding = (start: number, end: number) => ({
    class: 'email',
    start,
    end,
    replacement: '',
    action: 'hash' as const,
  });
  const cut = Policy.stretchesOf('a ada@x.example b', [finding(2, 15), finding(4, 6), finding(30, 40)]);
  expect(cut.map((s) => s.text)).toEqual(['a ', 'ada@x.example', ' b']);
  expect(cut.filter((s) => s.finding)).toHaveLength(1);
});

it('takes prices as text and says what is wrong with them', () => {
  const form = { ...Tiers.EMPTY_TIER, input: '0.25', output: '2' };
  expect(Tiers.wrongWith([form])).toBeNull();
  expect(Tiers.wrongWith([{ ...form, input: '0,25' }])).toMatch(/^Input: dollars/);
  expect(Tiers.wrongWith([{ ...form, output: '' }])).toMatch(/need a price/);
  expect(Tiers.wrongWith([{ ...form, aboveTokens: '5' }])).toMatch(/starts at 0/);
  expect(Tiers.wrongWith([form, { ...form, aboveTokens: '0' }])).toMatch(/above the one before/);
  expect(Tiers.tierOf(form)).toMatchObject({ aboveTokens: 0, input: '0.25', output: '2', cacheRead: null });
  expect(Tiers.tierOf(Tiers.formOf(Tiers.tierOf(form)))).toEqual(Tiers.tierOf(form));
});

it('writes prices with as many decimals as they have, and keeps their points below each other', () => {
  expect(Tiers.perMillion('3', 4)).toBe('$3.00\u2007\u2007');
  expect(['3', '15.00', '0.3', '0.0375', '22.50'].map((usd) => Tiers.perMillion(usd))).toEqual([
    '$3.00',
    '$15.00',
    '$0.30',
    '$0.0375',
    '$22.50',
  ]);
});

it('turns the lines of a mapping into what is sent, and says what is wrong with each', () => {
  const form = Mapping.formOf(Mapping.STARTER);
  expect(Mapping.mappingOf(form)).toEqual(Mapping.STARTER);
  const line = (field: string, path: string) => ({ field, path });
  const odd = {
    ...form,
    each: 'items',
    lines: [
      line('agent', '=Till'),
      line('agent', '$.a'),
      line('', '$.b'),
      line('id', 'run.id'),
      line('', ''),
      line('attributes.locale', '$.locale'),
      line('outcomeKind', '$.kind'),
    ],
  };
  const problems = Mapping.problemsOf(odd);
  expect(problems.each).toMatch(/starts with \$/);
  expect(problems.lines.map(Boolean)).toEqual([false, true, true, true, false, false, true]);
  expect(Mapping.sampleOf('{"a": 1}')).toEqual({ value: { a: 1 } });
  expect(Mapping.sampleOf('{')).toHaveProperty('problem');
});

it('keeps nothing longer than the installation does', () => {
  expect(wrongDays('', 90)).toBeNull();
  expect(wrongDays('90', 90)).toBeNull();
  for (const wrong of ['0', '91', '-1', '1.5', 'a']) expect(wrongDays(wrong, 90)).not.toBeNull();
});
