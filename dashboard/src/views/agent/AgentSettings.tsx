'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { patch } from '@/api/client';
import type { Agent, Role } from '@/api/types';
import { toast } from '@/shell/toasts';
import { Panel } from '@/ui/states';

const ChangeDialog = dynamic(() => import('@/ui/ChangeDialog'), { ssr: false });

interface Form {
  name: string;
  owner: string;
  success: string;
  latency: string;
  cost: string;
}

const formOf = (agent: Agent): Form => ({
  name: agent.name,
  owner: agent.owner ?? '',
  success: String(Number((agent.objectives.successRate * 100).toFixed(4))),
  latency: String(agent.objectives.latencyP95Ms / 1000),
  cost: agent.objectives.costPerSuccessUsd,
});

function problemsOf(form: Form): Partial<Record<keyof Form, string>> {
  const problems: Partial<Record<keyof Form, string>> = {};
  if (!form.name.trim()) problems.name = 'An agent needs a name.';
  const number = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : null);
  const success = number(form.success);
  if (success === null || success <= 0 || success >= 100)
    problems.success = 'A number between 0 and 100, for instance 98.';
  if (!number(form.latency)) problems.latency = 'Seconds above zero, for instance 3.';
  if (!number(form.cost)) problems.cost = 'Dollars above zero, for instance 0.05.';
  return problems;
}

const bodyOf = (form: Form) => ({
  name: form.name.trim(),
  owner: form.owner.trim() || null,
  objectives: {
    successRate: Number(form.success) / 100,
    latencyP95Ms: Math.round(Number(form.latency) * 1000),
    costPerSuccessUsd: form.cost,
  },
});

const LABELS: Record<keyof Form, string> = {
  name: 'Name',
  owner: 'Owner',
  success: 'Success, %',
  latency: 'Latency p95, s',
  cost: 'Cost per success, $',
};

/** From what to what, for each field that changes. */
function ChangedFields({ before, after }: { before: Form; after: Form }) {
  const keys = (Object.keys(LABELS) as (keyof Form)[]).filter((key) => before[key] !== after[key]);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-[6px] border border-line px-3 py-2 text-12">
      {keys.map((key) => (
        <div key={key} className="contents">
          <dt className="text-ink-3">{LABELS[key]}</dt>
          <dd>
            {before[key] || '–'} → <b className="font-semibold">{after[key] || '–'}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What an operator sets: name, owner, objectives; and whether the agent is still in use. */
export function AgentSettings({ agent, role }: { agent: Agent; role: Role | undefined }) {
  const [form, setForm] = useState(() => formOf(agent));
  const [asking, setAsking] = useState<'save' | 'archive' | null>(null);
  const client = useQueryClient();
  const problems = problemsOf(form);
  const may = role === 'admin' || role === 'developer';
  const changed = JSON.stringify(form) !== JSON.stringify(formOf(agent));
  const archived = !!agent.archivedAt;
  const send = async (body: object, title: string, undo: object) => {
    await patch<Agent>(`/agents/${agent.id}`, body);
    await client.invalidateQueries({ queryKey: ['agent', agent.id] });
    void client.invalidateQueries({ queryKey: ['agents'] });
    toast({
      kind: 'better',
      title,
      undo: {
        label: 'Undo',
        run: async () => {
          await patch<Agent>(`/agents/${agent.id}`, { ...undo, reason: 'Taken back right after the change' });
          await client.invalidateQueries({ queryKey: ['agent', agent.id] });
          setForm(formOf(agent));
        },
      },
    });
  };
  const field = (key: keyof Form, label: string, unit?: string) => (
    <label className="flex flex-col gap-1 text-12 text-ink-2">
      <span>
        {label} {unit && <span className="text-ink-3">{unit}</span>}
      </span>
      <input
        className="field"
        value={form[key]}
        disabled={!may}
        aria-invalid={!!problems[key]}
        onChange={(event) => setForm({ ...form, [key]: event.target.value })}
      />
      {problems[key] && <span className="text-bad">{problems[key]}</span>}
    </label>
  );
  return (
    <div className="grid max-w-[760px] grid-cols-1 gap-4">
      <Panel title="Name, owner and objectives" sub="objectives decide when it counts as failing or slow">
        <form
          className="pad flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (Object.keys(problems).length === 0) setAsking('save');
          }}
        >
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            {field('name', 'Name')}
            {field('owner', 'Owner', 'a team or a person')}
          </div>
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
            {field('success', 'Success', '%')}
            {field('latency', 'Latency p95', 's')}
            {field('cost', 'Cost per success', '$')}
          </div>
          <div className="flex items-center gap-2 pt-1">
            <button
              type="submit"
              className="btn"
              disabled={!may || !changed || Object.keys(problems).length > 0}
            >
              Save changes…
            </button>
            {!may && (
              <span className="text-12 text-ink-3">Changing an agent needs the role Developer or Admin.</span>
            )}
          </div>
        </form>
      </Panel>
      <Panel title={archived ? 'Archived' : 'Archive'}>
        <div className="pad flex flex-wrap items-center gap-3 text-12 text-ink-2">
          <span className="min-w-0 flex-1">
            {archived
              ? 'It is left out of Fleet. Its runs are kept, and it comes back by itself when it runs again.'
              : 'For an agent that is no longer used: it leaves Fleet, its runs are kept.'}
          </span>
          <button type="button" className="btn" disabled={!may} onClick={() => setAsking('archive')}>
            {archived ? 'Bring back…' : 'Archive…'}
          </button>
        </div>
      </Panel>
      {asking === 'save' && (
        <ChangeDialog
          title={`Change ${agent.name}`}
          what="Its status is computed anew from the next minute on; what was reported before stays."
          verb="Save changes"
          onClose={() => setAsking(null)}
          onConfirm={(reason) =>
            send({ ...bodyOf(form), reason }, `${form.name.trim()} was changed`, bodyOf(formOf(agent)))
          }
        >
          <ChangedFields before={formOf(agent)} after={form} />
        </ChangeDialog>
      )}
      {asking === 'archive' && (
        <ChangeDialog
          title={archived ? `Bring ${agent.name} back` : `Archive ${agent.name}`}
          what={archived ? 'It is listed in Fleet again.' : 'It leaves Fleet; nothing is deleted.'}
          verb={archived ? 'Bring back' : 'Archive'}
          reasons={archived ? [] : ['The agent is no longer in use', 'It was a test and is over']}
          onClose={() => setAsking(null)}
          onConfirm={(reason) =>
            send(
              { archived: !archived, reason },
              archived ? `${agent.name} is back` : `${agent.name} is archived`,
              {
                archived,
              },
            )
          }
        />
      )}
    </div>
  );
}
