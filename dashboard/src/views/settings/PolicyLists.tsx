'use client';

import { useState } from 'react';
import type { PrivacyAction } from '@/api/types';
import { Icon } from '@/ui/icons';
import { Panel, Segments } from '@/ui/states';
import { ACTIONS, labelOf, type PolicyDraft } from './policy';

/** What happens to one thing; only said where it cannot be changed. */
export function ActionChoice({
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

/** The keys whose values name a person. */
export function NameKeys({
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
    <Panel title="Keys of personal names" sub="their values are replaced, in JSON and in attributes">
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
              aria-label="Add a key of personal names"
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
  draft: PolicyDraft;
  problems: Record<string, string>;
  may: boolean;
  onChange: (change: Partial<PolicyDraft>) => void;
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

/** Attributes that are treated on their own. */
export function Attributes({ draft, problems, may, onChange }: ListProps) {
  const rows = draft.attributes;
  return (
    <Panel
      title="Attributes"
      sub="treated as a whole, whatever they contain; * matches any ending"
      tools={
        may && (
          <button
            type="button"
            className="btn sm quiet"
            onClick={() => onChange({ attributes: [...rows, { key: '', action: 'drop' }] })}
          >
            Add attribute
          </button>
        )
      }
    >
      {rows.length === 0 && <p className="pad text-12 text-ink-3">None.</p>}
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
            label={`Action for attribute ${i + 1}`}
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

/** Expressions of the organization's own. */
export function Patterns({ draft, problems, may, onChange, off }: ListProps & { off: string[] }) {
  const rows = draft.patterns;
  return (
    <Panel
      title="Custom patterns"
      sub="RE2 expressions, without look-around"
      tools={
        may && (
          <button
            type="button"
            className="btn sm quiet"
            onClick={() => onChange({ patterns: [...rows, { name: '', pattern: '', action: 'hash' }] })}
          >
            Add pattern
          </button>
        )
      }
    >
      {rows.length === 0 && (
        <p className="pad text-12 text-ink-3">
          For customer numbers, policy numbers, internal account ids and the like.
        </p>
      )}
      {off.length > 0 && (
        <p className="pad text-12 text-bad" role="alert">
          Off, because the patterns are too large together: {off.join(', ')}. Shorten or remove some, then
          save.
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
            label={`Action for pattern ${i + 1}`}
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
