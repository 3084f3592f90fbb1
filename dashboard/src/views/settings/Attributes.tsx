'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '@/api/client';
import { useAttributes } from '@/api/queries';
import type { DeclaredAttribute as Attribute, Attributes as Declared } from '@/api/types';
import { count } from '@/format/numbers';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { Icon } from '@/ui/icons';
import { EmptyState, Panel, Region } from '@/ui/states';
import { ChangeDialog, FromTo, type SectionProps, Unsaved, WhoMay } from './parts';

/** More than this many cannot be indexed for every run. */
const MOST = 20;

/** Attributes: those that runs are filtered, split and grouped by. */
export default function Attributes({ role }: SectionProps) {
  const declared = useAttributes();
  return (
    <Region asked={declared} what="The attributes could not be read" rows={4} height={50} head={38} panel>
      {({ items }) => <Editor key={JSON.stringify(items)} saved={items} may={covers(role, 'admin')} />}
    </Region>
  );
}

/** What is wrong with a list before it is sent, by row. */
export function problemsOf(rows: Attribute[]): Map<number, string> {
  const problems = new Map<number, string>();
  const seen = new Set<string>();
  rows.forEach(({ key }, i) => {
    const name = key.trim();
    if (!name) problems.set(i, 'Enter the key of an attribute.');
    else if (seen.has(name)) problems.set(i, `${name} is already in the list.`);
    seen.add(name);
  });
  return problems;
}

const clean = (rows: Attribute[]): Attribute[] =>
  rows.map(({ key, label, pseudonymous }) => ({
    key: key.trim(),
    label: label.trim() || key.trim(),
    pseudonymous,
  }));
const wordsOf = ({ key, label, pseudonymous }: Attribute) =>
  `${label || key}${pseudonymous ? ', pseudonymous' : ''}`;

function changesOf(saved: Attribute[], rows: Attribute[]): [string, string, string][] {
  const before = new Map(saved.map((a) => [a.key, a]));
  const after = new Map(clean(rows).map((a) => [a.key, a]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [a, b] = [before.get(key), after.get(key)];
    const [from, to] = [a ? wordsOf(a) : '–', b ? wordsOf(b) : '–'];
    return from === to ? [] : [[key, from, to] as [string, string, string]];
  });
}

function Editor({ saved, may }: { saved: Attribute[]; may: boolean }) {
  const [rows, setRows] = useState(saved);
  const [saving, setSaving] = useState(false);
  const [tried, setTried] = useState(false);
  const client = useQueryClient();
  const problems = problemsOf(rows);
  const changes = changesOf(saved, rows);
  const set = (at: number, change: Partial<Attribute>) =>
    setRows(rows.map((row, i) => (i === at ? { ...row, ...change } : row)));
  return (
    <>
      {!may && <WhoMay needs="admin" />}
      <Panel
        title="Declared attributes"
        sub={`${count(rows.length)} of ${MOST}; runs can be filtered, split and grouped by them`}
        tools={
          may && (
            <button
              type="button"
              className="btn sm quiet"
              disabled={rows.length >= MOST}
              onClick={() => setRows([...rows, { key: '', label: '', pseudonymous: false }])}
            >
              Add attribute
            </button>
          )
        }
      >
        {rows.length === 0 && (
          <EmptyState title="No attribute is declared">
            Declare the keys that your agents send with their runs, such as <code>customer.id</code> or{' '}
            <code>lead.language</code>.
          </EmptyState>
        )}
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no key while it is being written
          <div key={i} className="setting-row">
            <span className="grid min-w-0 flex-1 basis-60 grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-2">
              <span>
                <input
                  className="field font-mono"
                  aria-label={`Key of attribute ${i + 1}`}
                  placeholder="customer.id"
                  value={row.key}
                  disabled={!may}
                  aria-invalid={tried && problems.has(i)}
                  onChange={(event) => set(i, { key: event.target.value })}
                />
                {tried && problems.has(i) && (
                  <span className="block pt-1 text-12 text-bad">{problems.get(i)}</span>
                )}
              </span>
              <input
                className="field"
                aria-label={`Label of attribute ${i + 1}`}
                placeholder="Label (optional)"
                value={row.label}
                disabled={!may}
                onChange={(event) => set(i, { label: event.target.value })}
              />
            </span>
            <label className="flex items-center gap-2 text-12 text-ink-2">
              <input
                type="checkbox"
                checked={row.pseudonymous}
                disabled={!may}
                onChange={(event) => set(i, { pseudonymous: event.target.checked })}
              />
              Pseudonymous
            </label>
            {may && (
              <button
                type="button"
                className="btn sm quiet"
                aria-label={`Remove attribute ${i + 1}`}
                onClick={() => setRows(rows.filter((_, k) => k !== i))}
              >
                <Icon name="x" size={13} />
              </button>
            )}
          </div>
        ))}
      </Panel>
      <p className="text-12 text-ink-3">
        A change applies to new runs at once, and to stored ones by a job. The values of a pseudonymous
        attribute are replaced by pseudonyms before they are stored.
      </p>
      {may && (
        <Unsaved
          count={changes.length + [...problems.values()].length}
          verb="Save attributes…"
          onSave={() => {
            setTried(true);
            if (problems.size === 0) setSaving(true);
          }}
          onForget={() => setRows(saved)}
        />
      )}
      {saving && (
        <ChangeDialog
          title="Save the attributes"
          what="New runs are filtered and grouped by them at once, stored ones as soon as a job has read them again."
          verb="Save attributes"
          reasons={['We filter by it', 'No longer used']}
          onClose={() => setSaving(false)}
          onConfirm={async (reason) => {
            const next = await put<Declared>('/attributes', { items: clean(rows), reason });
            client.setQueryData(['attributes'], next);
            toast({ kind: 'better', title: 'Attributes saved' });
          }}
        >
          <FromTo rows={changes} />
        </ChangeDialog>
      )}
    </>
  );
}
