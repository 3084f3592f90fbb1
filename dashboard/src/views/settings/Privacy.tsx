'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '@/api/client';
import {
  type PolicyBody,
  type PrivacyAction,
  type PrivacyClass,
  type PrivacyPolicy,
  usePrivacyPolicy,
} from '@/api/settings';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { Icon } from '@/ui/icons';
import { Panel, Region, Segments } from '@/ui/states';
import { When } from '@/ui/values';
import { ChangeDialog, FromTo, type SectionProps, Unsaved, WhoMay } from './parts';
import { ACTIONS, changesOf, draftOf, problemsOf } from './policy';
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
  const [draft, setDraft] = useState<PolicyBody>(before);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const may = covers(role, 'admin');
  const problems = { ...refused, ...problemsOf(draft) };
  const changed = changesOf(before, draft);
  const set = (change: Partial<PolicyBody>) => {
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
        <Patterns draft={draft} problems={problems} may={may} onChange={set} />
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
          what="It holds for everything that comes in from now on, at every door, within seconds."
          verb="Save policy"
          reasons={['Decided with our data protection officer', 'Too much was replaced']}
          onClose={() => setSaving(false)}
          onConfirm={async (reason) => {
            const next = await put<PrivacyPolicy>('/privacy-policy', { ...draft, reason });
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

const labelOf = (action: PrivacyAction | undefined) =>
  ACTIONS.find((a) => a.value === action)?.label.toLowerCase() ?? '–';

function Differences({
  saved,
  before,
  draft,
}: {
  saved: PrivacyPolicy;
  before: PolicyBody;
  draft: PolicyBody;
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

function ActionChoice({
  label,
  value,
  may,
  onChange,
}: {
  label: string;
  value: PrivacyAction;
  may: boolean;
  onChange: (action: PrivacyAction) => void;
}) {
  if (!may) return <span className="text-12 text-ink-2">{labelOf(value)}</span>;
  return <Segments label={label} value={value} options={ACTIONS} onChange={onChange} />;
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

function NameKeys({
  keys,
  may,
  onChange,
}: {
  keys: string[];
  may: boolean;
  onChange: (keys: string[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const next = typed
      .split(/[\s,]+/)
      .map((key) => key.trim())
      .filter((key) => key && !keys.includes(key));
    if (next.length > 0) onChange([...keys, ...next]);
    setTyped('');
  };
  return (
    <Panel title="Keys of names" sub="the value of such a key, in JSON or an attribute, is replaced">
      <div className="pad flex flex-col gap-2.5">
        <ul className="flex flex-wrap gap-1.5">
          {keys.map((key) => (
            <li key={key} className="token">
              <span className="font-mono">{key}</span>
              {may && (
                <button
                  type="button"
                  aria-label={`Remove the key ${key}`}
                  onClick={() => onChange(keys.filter((k) => k !== key))}
                >
                  ×
                </button>
              )}
            </li>
          ))}
          {keys.length === 0 && <li className="text-12 text-ink-3">None.</li>}
        </ul>
        {may && (
          <form
            className="flex gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <input
              className="field max-w-70 font-mono"
              aria-label="Another key of names"
              placeholder="customer_name"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <button type="submit" className="btn" disabled={!typed.trim()}>
              Add
            </button>
          </form>
        )}
      </div>
    </Panel>
  );
}

interface ListProps {
  draft: PolicyBody;
  problems: Record<string, string>;
  may: boolean;
  onChange: (change: Partial<PolicyBody>) => void;
}

const without = <E,>(list: E[], at: number) => list.filter((_, i) => i !== at);
const replaced = <E,>(list: E[], at: number, change: Partial<E>) =>
  list.map((entry, i) => (i === at ? { ...entry, ...change } : entry));

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="btn sm quiet" aria-label={label} onClick={onClick}>
      <Icon name="x" size={13} />
    </button>
  );
}

function Attributes({ draft, problems, may, onChange }: ListProps) {
  const rows = draft.attributes;
  return (
    <Panel
      title="Attributes"
      sub="all of one attribute, whatever is in it; * stands for any end"
      tools={
        may && (
          <button
            type="button"
            className="btn sm quiet"
            onClick={() => onChange({ attributes: [...rows, { key: '', action: 'drop' }] })}
          >
            Add an attribute
          </button>
        )
      }
    >
      {rows.length === 0 && <p className="pad text-12 text-ink-3">None is treated on its own.</p>}
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name while it is being written
        <div key={i} className="setting-row">
          <span className="min-w-0 flex-1 basis-50">
            <input
              className="field font-mono"
              aria-label={`Attribute ${i + 1}`}
              value={row.key}
              disabled={!may}
              aria-invalid={!!problems[`attributes[${i}].key`]}
              onChange={(event) => onChange({ attributes: replaced(rows, i, { key: event.target.value }) })}
            />
            <Problem text={problems[`attributes[${i}].key`]} />
          </span>
          <ActionChoice
            label={`What happens to attribute ${i + 1}`}
            value={row.action}
            may={may}
            onChange={(action) => onChange({ attributes: replaced(rows, i, { action }) })}
          />
          {may && (
            <RemoveButton
              label={`Remove attribute ${i + 1}`}
              onClick={() => onChange({ attributes: without(rows, i) })}
            />
          )}
        </div>
      ))}
    </Panel>
  );
}

function Patterns({ draft, problems, may, onChange }: ListProps) {
  const rows = draft.patterns;
  return (
    <Panel
      title="Patterns of your own"
      sub="RE2 expressions: linear time, no look-around"
      tools={
        may && (
          <button
            type="button"
            className="btn sm quiet"
            onClick={() => onChange({ patterns: [...rows, { name: '', pattern: '', action: 'hash' }] })}
          >
            Add a pattern
          </button>
        )
      }
    >
      {rows.length === 0 && (
        <p className="pad text-12 text-ink-3">
          For what only you have: customer numbers, policy numbers, internal account ids.
        </p>
      )}
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name while it is being written
        <div key={i} className="setting-row">
          <span className="grid min-w-0 flex-1 basis-60 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-2">
            <span>
              <input
                className="field"
                aria-label={`Name of pattern ${i + 1}`}
                placeholder="customer number"
                value={row.name}
                disabled={!may}
                aria-invalid={!!problems[`patterns[${i}].name`]}
                onChange={(event) => onChange({ patterns: replaced(rows, i, { name: event.target.value }) })}
              />
              <Problem text={problems[`patterns[${i}].name`]} />
            </span>
            <span>
              <input
                className="field font-mono"
                aria-label={`Pattern ${i + 1}`}
                placeholder="KD-\d{6}"
                value={row.pattern}
                disabled={!may}
                aria-invalid={!!problems[`patterns[${i}].pattern`]}
                onChange={(event) =>
                  onChange({ patterns: replaced(rows, i, { pattern: event.target.value }) })
                }
              />
              <Problem text={problems[`patterns[${i}].pattern`]} />
            </span>
          </span>
          <ActionChoice
            label={`What happens to pattern ${i + 1}`}
            value={row.action}
            may={may}
            onChange={(action) => onChange({ patterns: replaced(rows, i, { action }) })}
          />
          {may && (
            <RemoveButton
              label={`Remove pattern ${i + 1}`}
              onClick={() => onChange({ patterns: without(rows, i) })}
            />
          )}
        </div>
      ))}
    </Panel>
  );
}

function Problem({ text }: { text: string | undefined }) {
  return text ? <span className="block pt-1 text-12 text-bad">{text}</span> : null;
}
