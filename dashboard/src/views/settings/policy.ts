import type { Finding, PrivacyAction, PrivacyPolicy, PrivacyPolicyChange } from '@/api/types';

type PatternRule = PrivacyPolicy['patterns'][number];

/** A policy as it is edited; a new pattern has no id yet. */
export interface PolicyDraft {
  classes: Record<string, PrivacyAction>;
  nameKeys: PrivacyPolicy['nameKeys'];
  attributes: PrivacyPolicy['attributes'];
  patterns: (Omit<PatternRule, 'id'> & { id?: string })[];
}

export const ACTIONS: { value: PrivacyAction; label: string; about: string }[] = [
  { value: 'hash', label: 'Hash', about: 'replaced by a pseudonym; equal values get equal pseudonyms' },
  {
    value: 'redact',
    label: 'Redact',
    about: 'replaced by the class; equal values can no longer be matched',
  },
  { value: 'drop', label: 'Drop', about: 'removed' },
  { value: 'keep', label: 'Keep', about: 'stored as received' },
];

export const labelOf = (action: PrivacyAction | undefined) =>
  ACTIONS.find((a) => a.value === action)?.label.toLowerCase() ?? '–';

/** What can be edited of a policy. */
export const draftOf = (policy: PrivacyPolicy): PolicyDraft => ({
  classes: Object.fromEntries(policy.classes.map((c) => [c.id, c.action])),
  nameKeys: policy.nameKeys,
  attributes: policy.attributes,
  patterns: policy.patterns.map(({ id, ...rest }) => (id ? { id, ...rest } : rest)),
});

/** How many things a draft changes: one for each class, each list counts once for each entry that differs. */
export function changesOf(saved: PolicyDraft, draft: PolicyDraft): number {
  const classes = Object.keys(draft.classes).filter((id) => draft.classes[id] !== saved.classes[id]).length;
  const lists = <E>(before: E[], after: E[]) => {
    const [a, b] = [before, after].map((list) => list.map((e) => JSON.stringify(e)));
    const gone = a?.filter((e) => !b?.includes(e)).length ?? 0;
    const added = b?.filter((e) => !a?.includes(e)).length ?? 0;
    return Math.max(gone, added);
  };
  return (
    classes +
    lists(saved.nameKeys, draft.nameKeys) +
    lists(saved.attributes, draft.attributes) +
    lists(saved.patterns, draft.patterns)
  );
}

/** What is wrong with a draft before it is sent, by field as the server names them. */
export function problemsOf(draft: PolicyDraft): Record<string, string> {
  const problems: Record<string, string> = {};
  draft.attributes.forEach((attribute, i) => {
    if (!attribute.key.trim()) problems[`attributes[${i}].key`] = 'Enter an attribute.';
  });
  draft.patterns.forEach((pattern, i) => {
    if (!pattern.name.trim())
      problems[`patterns[${i}].name`] = 'Enter a name. It is shown in place of the value.';
    if (!pattern.pattern.trim()) problems[`patterns[${i}].pattern`] = 'Enter a pattern.';
  });
  return problems;
}

/** A name as an id that the server takes: small letters and _, given once. */
function idOf(name: string, taken: Set<string>): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 36);
  let id = letters || 'pattern';
  while (taken.has(id)) id += '_x';
  taken.add(id);
  return id;
}

/** A draft as it is sent: rows without content are left out, each new pattern gets an id from its name. */
export function sendable(draft: PolicyDraft): {
  body: PolicyDraft & PrivacyPolicyChange;
  place: (field: string) => string;
} {
  const kept = {
    attributes: [...draft.attributes.keys()].filter((i) => draft.attributes[i]?.key.trim()),
    patterns: [...draft.patterns.keys()].filter((i) => draft.patterns[i]?.pattern.trim()),
  };
  const taken = new Set([...Object.keys(draft.classes), ...draft.patterns.flatMap(({ id }) => id ?? [])]);
  return {
    body: {
      ...draft,
      attributes: draft.attributes.filter((_, i) => kept.attributes.includes(i)),
      patterns: draft.patterns
        .filter((_, i) => kept.patterns.includes(i))
        .map((pattern) => ({ ...pattern, id: pattern.id ?? idOf(pattern.name, taken) })),
    },
    // Where a field of the answer stands on the page; an id is made from the name.
    place: (field) =>
      field
        .replace(/^policy\./, '')
        .replace(
          /^(attributes|patterns)\[(\d+)\]/,
          (_, list: keyof typeof kept, i: string) => `${list}[${kept[list][Number(i)]}]`,
        )
        .replace(/\.id$/, '.name'),
  };
}

export interface Stretch {
  text: string;
  at: number;
  finding?: Finding;
}

/** A text cut at its findings; what overlaps an earlier one is left out. */
export function stretchesOf(text: string, findings: Finding[]): Stretch[] {
  const out: Stretch[] = [];
  let at = 0;
  for (const finding of [...findings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (finding.start < at || finding.end > text.length || finding.end <= finding.start) continue;
    if (finding.start > at) out.push({ text: text.slice(at, finding.start), at });
    out.push({ text: text.slice(finding.start, finding.end), at: finding.start, finding });
    at = finding.end;
  }
  if (at < text.length) out.push({ text: text.slice(at), at });
  return out;
}
