'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { path, put } from '@/api/client';
import { useLimits } from '@/api/govern';
import type { Agent, LimitsInForce, Role, Limits as RunLimits } from '@/api/types';
import { count, duration } from '@/format/numbers';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { PlainTable } from '@/ui/PlainTable';
import { Panel, Region, Segments } from '@/ui/states';
import { Money, Unknown } from '@/ui/values';
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

/** The limits of each run: what applies, and where it comes from. */
export function Limits({ agent, role }: { agent: Agent; role: Role | undefined }) {
  const limits = useLimits(agent.id);
  const [editing, setEditing] = useState<LimitsInForce | null>(null);
  const may = covers(role, 'developer');
  return (
    <Panel
      title="Limits"
      sub="of each run"
      tools={
        <button
          type="button"
          className="btn sm"
          disabled={!may || !limits.data}
          title={may ? undefined : 'Only Developers and Admins can change limits.'}
          onClick={() => setEditing(limits.data ?? null)}
        >
          Edit limits…
        </button>
      }
    >
      <Region asked={limits} what="The limits could not be read" rows={5}>
        {({ own, effective }) => (
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
                id: 'set',
                head: 'Set for this agent',
                cell: (key) =>
                  shown(own, key) ??
                  (effective[key] === null ? (
                    <Unknown why="not set, neither here nor for the fleet" />
                  ) : (
                    <span className="text-ink-3">no: the fleet’s, or the default</span>
                  )),
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
  limits: { own },
  onClose,
}: {
  agent: Agent;
  limits: LimitsInForce;
  onClose: () => void;
}) {
  const client = useQueryClient();
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
      title={`Limits of ${agent.name}`}
      what="Where a field is empty, the limit of the fleet applies, else the default. Every SDK has the limits within a second; runs that have begun obey them too."
      verb="Save limits"
      wrong={wrongOf(form)}
      onClose={onClose}
      onConfirm={async (reason) => {
        const saved = await put<LimitsInForce>(path`/agents/${agent.id}/limits`, {
          maxActions: number(form.maxActions),
          maxSeconds: number(form.maxSeconds),
          maxCostUsd: form.maxCostUsd.trim() || null,
          maxAgeSeconds: number(form.maxAgeSeconds),
          afterMaxAge: after === 'fleet' ? null : after,
          reason,
        });
        client.setQueryData(['limits', agent.id], saved);
        for (const key of ['policy', 'holders']) void client.invalidateQueries({ queryKey: [key, agent.id] });
        toast({ kind: 'better', title: 'Limits saved', detail: agent.name });
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
                { value: 'fleet', label: 'As the fleet' },
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
