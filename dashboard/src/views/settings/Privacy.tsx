'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '@/api/client';
import { usePrivacyPolicy } from '@/api/settings';
import type { PrivacyAction, PrivacyClass, PrivacyPolicy } from '@/api/types';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { Panel, Region } from '@/ui/states';
import { When } from '@/ui/values';
import { ActionChoice, Attributes, NameKeys, Patterns } from './PolicyLists';
import { ChangeDialog, FromTo, type SectionProps, Unsaved, WhoMay } from './parts';
import { changesOf, draftOf, labelOf, type PolicyDraft, problemsOf, sendable } from './policy';
import { TryText } from './TryText';

const GROUPS: [PrivacyClass['group'], string, string][] = [
  ['personal', 'Personal data', 'found by form, and by checksum where there is one'],
  ['secret', 'Secrets', 'keys, tokens and passwords of well-known forms'],
  ['declared', 'Declared', 'values whose key says they name a person'],
];

/** The privacy policy, with a text on which it is tried while it is changed. */
export default function Privacy({ role }: SectionProps) {
  const policy = usePrivacyPolicy();
  return (
    <Region asked={policy} what="The policy could not be read" rows={14} panel>
      {(saved) => <Policy key={saved.version} saved={saved} role={role} />}
    </Region>
  );
}

function Policy({ saved, role }: { saved: PrivacyPolicy; role: SectionProps['role'] }) {
  const before = draftOf(saved);
  const [draft, setDraft] = useState<PolicyDraft>(before);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const may = covers(role, 'admin');
  const problems = { ...refused, ...problemsOf(draft) };
  const changed = changesOf(before, draft);
  const person = saved.classes.find((c) => c.id === PERSON);
  const set = (change: Partial<PolicyDraft>) => {
    setRefused({});
    setDraft({ ...draft, ...change });
  };
  return (
    <div className="cols grid grid-cols-[minmax(0,1fr)_minmax(0,440px)] items-start gap-4">
      <div className="flex min-w-0 flex-col gap-4">
        <PersonNote on={person !== undefined && draft.classes[person.id] !== 'keep'} optional={!!person} />
        {!may && <WhoMay needs="admin" />}
        {GROUPS.map(([group, title, sub]) => (
          <Classes
            key={group}
            title={title}
            sub={sub}
            classes={saved.classes.filter((c) => c.group === group)}
            draft={draft.classes}
            may={may}
            onChange={(id, action) => set({ classes: { ...draft.classes, [id]: action } })}
          />
        ))}
        <NameKeys keys={draft.nameKeys} may={may} onChange={(nameKeys) => set({ nameKeys })} />
        <Attributes draft={draft} problems={problems} may={may} onChange={set} />
        <Patterns
          draft={draft}
          problems={problems}
          may={may}
          onChange={set}
          off={saved.patterns.filter((p) => saved.patternsOff.includes(p.id)).map((p) => p.name)}
        />
        <p className="text-12 text-ink-3">
          Version {saved.version}
          {saved.updatedAt && (
            <>
              , saved <When at={saved.updatedAt} />
              {saved.updatedBy && ` by ${saved.updatedBy}`}
            </>
          )}
          {saved.keyId && (
            <>
              . Pseudonyms use the key <code>{saved.keyId}</code> of this organization.
            </>
          )}{' '}
          A change applies to new data. Stored data stays as it is.
        </p>
        {may && (
          <Unsaved
            count={changed}
            verb="Save policy…"
            onSave={() => (Object.keys(problemsOf(draft)).length === 0 ? setSaving(true) : undefined)}
            onForget={() => {
              setDraft(before);
              setRefused({});
            }}
          />
        )}
      </div>
      <TryText
        policy={changed > 0 ? draft : null}
        classes={saved.classes}
        may={covers(role, 'developer')}
        onRefused={setRefused}
      />
      {saving && (
        <ChangeDialog
          title="Save the privacy policy"
          what="It applies to new data at every endpoint, within seconds."
          verb="Save policy"
          reasons={['Agreed with data protection', 'Too much was replaced']}
          onClose={() => setSaving(false)}
          onConfirm={async (reason) => {
            const next = await put<PrivacyPolicy>('/privacy-policy', { ...sendable(draft).body, reason });
            client.setQueryData(['privacy-policy'], next);
            toast({
              kind: 'better',
              title: 'Privacy policy saved',
              detail: `version ${next.version}`,
            });
          }}
        >
          <Differences saved={saved} before={before} draft={draft} />
        </ChangeDialog>
      )}
    </div>
  );
}

/** The optional class of names in free text. */
const PERSON = 'person';

/** What becomes of names in free text: not found, or found as far as cues and lists of names go. */
function PersonNote({ on, optional }: { on: boolean; optional: boolean }) {
  return (
    <p className="text-12 text-ink-2">
      {on ? (
        <>
          Names in free text are searched for with cues and lists of names. Some are{' '}
          <b className="font-semibold">missed</b>, rare ones above all, and postal addresses are not searched
          for. Declare the keys that hold them, or drop the attribute.
        </>
      ) : (
        <>
          Names and postal addresses in free text are <b className="font-semibold">not</b> found
          {optional ? ' unless you switch on the class Person below' : ''}. Declare the keys that hold them,
          or drop the attribute.
        </>
      )}
    </p>
  );
}

function Differences({
  saved,
  before,
  draft,
}: {
  saved: PrivacyPolicy;
  before: PolicyDraft;
  draft: PolicyDraft;
}) {
  const rows: [string, string, string][] = saved.classes
    .filter((c) => before.classes[c.id] !== draft.classes[c.id])
    .map((c) => [c.name, labelOf(before.classes[c.id]), labelOf(draft.classes[c.id])]);
  const list = (label: string, a: unknown[], b: unknown[]) => {
    if (JSON.stringify(a) !== JSON.stringify(b)) rows.push([label, String(a.length), String(b.length)]);
  };
  list('Keys of personal names', before.nameKeys, draft.nameKeys);
  list('Attributes', before.attributes, draft.attributes);
  list('Custom patterns', before.patterns, draft.patterns);
  return <FromTo rows={rows} />;
}

function Classes({
  title,
  sub,
  classes,
  draft,
  may,
  onChange,
}: {
  title: string;
  sub: string;
  classes: PrivacyClass[];
  draft: Record<string, PrivacyAction>;
  may: boolean;
  onChange: (id: string, action: PrivacyAction) => void;
}) {
  if (classes.length === 0) return null;
  return (
    <Panel title={title} sub={sub}>
      <ul>
        {classes.map((c) => {
          const action = draft[c.id] ?? c.action;
          return (
            <li key={c.id} className="setting-row">
              <span className="min-w-0 flex-1 basis-50">
                <span className="font-medium">{c.name}</span>
                {action !== c.action && <span className="pill acc ml-2">unsaved</span>}
                <span className="block truncate text-12 text-ink-3" title={c.example ?? undefined}>
                  {c.example && <code>{c.example}</code>}
                  {action !== c.standard && ` · default: ${labelOf(c.standard)}`}
                </span>
                {c.note && <span className="block text-12 text-ink-3">{c.note}</span>}
              </span>
              <ActionChoice
                label={`Action for ${c.name}`}
                value={action}
                may={may}
                onChange={(next) => onChange(c.id, next)}
              />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
