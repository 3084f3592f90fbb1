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
  ['personal', 'Personal data', 'found by its form and, where it has one, its checksum'],
  ['secret', 'Secrets', 'keys, tokens and passwords, by their well-known forms'],
  ['declared', 'Declared', 'values whose key says that they name a person'],
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
  const set = (change: Partial<PolicyDraft>) => {
    setRefused({});
    setDraft({ ...draft, ...change });
  };
  return (
    <div className="cols grid grid-cols-[minmax(0,1fr)_minmax(0,440px)] items-start gap-4">
      <div className="flex min-w-0 flex-col gap-4">
        <p className="text-12 text-ink-2">
          Names and addresses in free text are <b className="font-semibold">not</b> found: no rule can tell
          them from other words without guessing. Declare the keys that hold them below, or drop the
          attribute.
        </p>
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
              . Names are made with the key <code>{saved.keyId}</code> of this organization.
            </>
          )}{' '}
          A change holds for what comes in from then on; what is stored stays as it is.
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
          what="It applies to everything that arrives from now on, at every endpoint, within seconds."
          verb="Save policy"
          reasons={['Decided with our data protection officer', 'Too much was replaced']}
          onClose={() => setSaving(false)}
          onConfirm={async (reason) => {
            const next = await put<PrivacyPolicy>('/privacy-policy', { ...sendable(draft).body, reason });
            client.setQueryData(['privacy-policy'], next);
            toast({
              kind: 'better',
              title: 'The privacy policy was saved',
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
  list('Keys of names', before.nameKeys, draft.nameKeys);
  list('Attributes', before.attributes, draft.attributes);
  list('Patterns of your own', before.patterns, draft.patterns);
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
                {action !== c.action && <span className="pill acc ml-2">not saved</span>}
                <span className="block truncate text-12 text-ink-3" title={c.example ?? undefined}>
                  {c.example && <code>{c.example}</code>}
                  {action !== c.standard && ` · as delivered: ${labelOf(c.standard)}`}
                </span>
              </span>
              <ActionChoice
                label={`What happens to ${c.name}`}
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
