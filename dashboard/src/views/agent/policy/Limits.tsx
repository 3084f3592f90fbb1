'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError, put } from '@/api/client';
import { settingsPath, useLimits } from '@/api/govern';
import type { LimitsInForce, Role, Limits as RunLimits } from '@/api/types';
import { count, duration } from '@/format/numbers';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { PlainTable } from '@/ui/PlainTable';
import { Panel, Region, Segments } from '@/ui/states';
import { Money, Unknown } from '@/ui/values';
import { nameOf, type Target } from '../../govern/stops';
import { ChangeDialog, Labelled, LabelledInput } from '../../settings/parts';

const LABELS: Record<keyof RunLimits, string> = {
  maxActions: 'Actions of a run',
  maxSeconds: 'Time of a run',
  maxCostUsd: 'Cost of a run',
  maxAgeSeconds: 'Age of a policy',
  afterMaxAge: 'Beyond that age',
};
const KEYS = Object.keys(LABELS) as (keyof RunLimits)[];

export const AFTER: Record<'open' | 'closed', string> = {
  open: 'goes on with what it holds',
  closed: 'refuses new runs and tool calls',
};

function shown(limits: RunLimits, key: keyof RunLimits): ReactNode {
  switch (key) {
    case 'maxActions':
      return limits.maxActions === null ? null : count(limits.maxActions);
    case 'maxSeconds':
      return limits.maxSeconds === null ? null : duration(limits.maxSeconds * 1000);
    case 'maxCostUsd':
      return limits.maxCostUsd === null ? null : <Money usd={limits.maxCostUsd} />;
    case 'maxAgeSeconds':
      return limits.maxAgeSeconds === null ? null : duration(limits.maxAgeSeconds * 1000);
    case 'afterMaxAge':
      return limits.afterMaxAge === null ? null : AFTER[limits.afterMaxAge];
  }
}

const SOURCES: Record<'agent' | 'fleet' | 'default', string> = {
  agent: 'this agent',
  fleet: 'the fleet',
  default: 'the default',
};

/** The limits of each run: what applies, and where it comes from. With null those of the fleet. */
export function Limits({ agent, role }: { agent: Target; role: Role | undefined }) {
  const limits = useLimits(agent?.id ?? null);
  const [editing, setEditing] = useState<LimitsInForce | null>(null);
  const may = covers(role, agent ? 'developer' : 'admin');
  return (
    <Panel
      title="Limits"
      sub={agent ? 'of each run' : 'of each run, for agents without their own'}
      tools={
        <button
          type="button"
          className="btn sm"
          disabled={!may || !limits.data}
          title={
            may
              ? undefined
              : agent
                ? 'Only Developers and Admins can change limits.'
                : 'Only Admins can change the limits of the fleet.'
          }
          onClick={() => setEditing(limits.data ?? null)}
        >
          Edit limits…
        </button>
      }
    >
      <Region asked={limits} what="The limits could not be read" rows={5}>
        {({ effective, sources }) => (
          <PlainTable
            label="Limits"
            rows={KEYS}
            rowKey={(key) => key}
            columns={[
              { id: 'limit', head: 'Limit', whole: true, cell: (key) => LABELS[key] },
              {
                id: 'applies',
                head: 'Applies',
                cell: (key) => shown(effective, key) ?? <span className="text-ink-3">no limit</span>,
              },
              {
                id: 'source',
                head: 'Set by',
                cell: (key) => {
                  const source = sources[key];
                  return source === null ? (
                    <Unknown why={agent ? 'set neither here nor for the fleet' : 'not set'} />
                  ) : (
                    <span className={source === 'default' ? 'text-ink-3' : ''}>{SOURCES[source]}</span>
                  );
                },
              },
            ]}
          />
        )}
      </Region>
      {editing && <EditLimits agent={agent} limits={editing} onClose={() => setEditing(null)} />}
    </Panel>
  );
}

type Form = Record<'maxActions' | 'maxSeconds' | 'maxCostUsd' | 'maxAgeSeconds', string>;
const text = (value: number | string | null): string => (value === null ? '' : String(value));
const AMOUNT = /^\d{1,9}(\.\d{1,9})?$/;

function wrongOf(form: Form): Record<string, string> {
  const wrong: Record<string, string> = {};
  const whole = (value: string) => /^\d+$/.test(value) && Number(value) > 0;
  const given = (key: keyof Form) => form[key].trim() !== '';
  if (given('maxActions') && !whole(form.maxActions.trim()))
    wrong.maxActions = 'A whole number above 0, or empty.';
  if (given('maxSeconds') && !(Number(form.maxSeconds) > 0)) wrong.maxSeconds = 'Seconds above 0, or empty.';
  if (given('maxCostUsd') && !(AMOUNT.test(form.maxCostUsd.trim()) && Number(form.maxCostUsd) > 0))
    wrong.maxCostUsd = 'Dollars above 0 such as 0.50, or empty.';
  if (given('maxAgeSeconds') && !whole(form.maxAgeSeconds.trim()))
    wrong.maxAgeSeconds = 'Whole seconds above 0, or empty.';
  return wrong;
}

function EditLimits({
  agent,
  limits: { own, version },
  onClose,
}: {
  agent: Target;
  limits: LimitsInForce;
  onClose: () => void;
}) {
  const client = useQueryClient();
  /** What the change replaces. */
  const [base, setBase] = useState(version);
  const [form, setForm] = useState<Form>({
    maxActions: text(own.maxActions),
    maxSeconds: text(own.maxSeconds),
    maxCostUsd: text(own.maxCostUsd),
    maxAgeSeconds: text(own.maxAgeSeconds),
  });
  const [after, setAfter] = useState<'open' | 'closed' | 'fleet'>(own.afterMaxAge ?? 'fleet');
  const number = (value: string) => (value.trim() === '' ? null : Number(value));
  const field = (key: keyof Form, label: string, unit: string, refused: Record<string, string>) => (
    <LabelledInput
      label={label}
      unit={unit}
      value={form[key]}
      problem={refused[key]}
      onChange={(value) => setForm({ ...form, [key]: value })}
    />
  );
  return (
    <ChangeDialog
      title={`Limits of ${nameOf(agent)}`}
      what={`Where a field is empty, ${agent ? 'the limit of the fleet applies, else the default' : 'the default applies. An agent’s own limits come first'}. Every SDK has the limits within a second; runs that have begun obey them too.`}
      verb="Save limits"
      wrong={wrongOf(form)}
      onClose={onClose}
      onConfirm={async (reason) => {
        const key = ['limits', agent?.id ?? 'fleet'];
        const where = `${settingsPath(agent?.id ?? null)}/limits`;
        const wanted = {
          maxActions: number(form.maxActions),
          maxSeconds: number(form.maxSeconds),
          maxCostUsd: form.maxCostUsd.trim() || null,
          maxAgeSeconds: number(form.maxAgeSeconds),
          afterMaxAge: after === 'fleet' ? null : after,
          reason,
        };
        try {
          client.setQueryData(key, await put<LimitsInForce>(where, wanted, base));
        } catch (cause) {
          if (!(cause instanceof ApiError && cause.status === 412)) throw cause;
          await client.invalidateQueries({ queryKey: key });
          setBase(client.getQueryData<LimitsInForce>(key)?.version ?? base);
          throw new ApiError(412, {
            detail:
              'Somebody has changed these limits since you opened them. What you typed is kept: save again to replace theirs.',
          });
        }
        if (!agent) void client.invalidateQueries({ queryKey: ['limits'] });
        for (const other of ['policy', 'holders', 'agent-settings'])
          void client.invalidateQueries({ queryKey: [other] });
        toast({ kind: 'better', title: 'Limits saved', detail: agent?.name ?? 'the fleet' });
      }}
    >
      {(refused) => (
        <>
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            {field('maxActions', 'Actions', 'of a run', refused)}
            {field('maxSeconds', 'Seconds', 'of a run', refused)}
            {field('maxCostUsd', 'Cost', '$ of a run', refused)}
            {field('maxAgeSeconds', 'Age of a policy', 'seconds without contact', refused)}
          </div>
          <Labelled label="Beyond that age">
            <Segments
              label="Beyond that age"
              value={after}
              options={[
                { value: 'fleet', label: agent ? 'As the fleet' : 'As the default' },
                { value: 'open', label: 'Go on' },
                { value: 'closed', label: 'Refuse' },
              ]}
              onChange={setAfter}
            />
          </Labelled>
        </>
      )}
    </ChangeDialog>
  );
}
