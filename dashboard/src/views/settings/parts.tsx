'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useId } from 'react';
import type { Role, Status } from '@/api/types';
import { roleName } from '@/shell/sections';
import { EmptyState, Panel } from '@/ui/states';

export const ChangeDialog = dynamic(() => import('@/ui/ChangeDialog'), { ssr: false });
export const OnceDialog = dynamic(() => import('@/ui/OnceDialog'), { ssr: false });

/** What each section is given. */
export interface SectionProps {
  status: Status;
  role: Role;
}

const ARTICLE: Record<Role, string> = {
  admin: 'an Admin',
  developer: 'a Developer',
  viewer: 'a Viewer',
  agent: 'an agent’s SDK',
  ingest: 'a sender of telemetry',
};

/** Not allowed: what it is, and who may. */
export function Forbidden({ what, needs, role }: { what: string; needs: Role; role: Role }) {
  return (
    <Panel label="Not allowed">
      <EmptyState title={`${what} needs the role ${roleName(needs)}`}>
        You are {ARTICLE[role]} in this organization. An admin can change your role.
      </EmptyState>
    </Panel>
  );
}

/** Beside a control that is there but disabled. */
export function WhoMay({ needs }: { needs: Role }) {
  return <span className="text-12 text-ink-3">Only {roleName(needs)}s can change this.</span>;
}

/** A field with its label above and what is wrong below. */
export function LabelledInput({
  label,
  unit,
  value,
  problem,
  disabled,
  mono,
  type = 'text',
  list,
  onChange,
}: {
  label: string;
  unit?: string;
  value: string;
  problem?: string | null;
  disabled?: boolean;
  mono?: boolean;
  type?: 'text' | 'email' | 'number';
  list?: string;
  onChange: (value: string) => void;
}) {
  const note = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1 text-12 text-ink-2">
      <label className="flex min-w-0 flex-col gap-1">
        <span>
          {label} {unit && <span className="text-ink-3">{unit}</span>}
        </span>
        <input
          className={`field ${mono ? 'font-mono' : ''}`}
          type={type}
          list={list}
          value={value}
          disabled={disabled}
          aria-invalid={!!problem}
          aria-describedby={problem ? note : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {problem && (
        <span id={note} className="text-bad">
          {problem}
        </span>
      )}
    </div>
  );
}

/** A label over a control that is no single input. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-1 text-12 text-ink-2">
      <span>{label}</span>
      {children}
    </div>
  );
}

/** From what to what. */
export function FromTo({ rows }: { rows: [label: string, before: ReactNode, after: ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-[6px] border border-line px-3 py-2 text-12">
      {rows.map(([label, before, after]) => (
        <div key={label} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className="[overflow-wrap:anywhere]">
            {before} → <b className="font-semibold">{after}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Says what is not saved yet, and saves or forgets it. */
export function Unsaved({
  count,
  verb,
  onSave,
  onForget,
}: {
  count: number;
  verb: string;
  onSave: () => void;
  onForget: () => void;
}) {
  if (count === 0) return null;
  return (
    <div className="unsaved" role="status">
      <span className="min-w-0 flex-1">{count === 1 ? '1 unsaved change' : `${count} unsaved changes`}</span>
      <button type="button" className="btn sm quiet" onClick={onForget}>
        Discard
      </button>
      <button type="button" className="btn sm go" onClick={onSave}>
        {verb}
      </button>
    </div>
  );
}
