'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { ApiError, post, put } from '@/api/client';
import { settingsPath, useToolRules } from '@/api/govern';
import type { Role, ToolRule, ToolRules, ToolTrial } from '@/api/types';
import { href } from '@/shell/address';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { Icon } from '@/ui/icons';
import { EmptyState, Panel, Region } from '@/ui/states';
import { effectWords, whenWords } from '../../govern/rules';
import { nameOf, type Target } from '../../govern/stops';
import { ChangeDialog, Unsaved } from '../../settings/parts';
import { changesOf, draftOf, newRule, problemsOf, type RuleDraft, rulesOf } from './draft';
import { RuleForm } from './RuleForm';
import { Trial, trialWords } from './Trial';

/** The rules on tool calls of an agent, in order, those of the fleet first; with null those of the fleet alone. */
export function Rules({ agent, role }: { agent: Target; role: Role | undefined }) {
  const rules = useToolRules(agent?.id ?? null);
  return (
    <Region asked={rules} what="The tool rules could not be read" rows={4} height={48} panel>
      {(data) => <Editor agent={agent} role={role} data={data} />}
    </Region>
  );
}

interface Edited {
  drafts: RuleDraft[];
  /** The version of the rules that the edit replaces. */
  base: string;
}

interface Tried {
  trial: ToolTrial;
  of: string;
}

function Editor({ agent, role, data }: { agent: Target; role: Role | undefined; data: ToolRules }) {
  const client = useQueryClient();
  const may = covers(role, agent ? 'developer' : 'admin');
  const mayTry = covers(role, 'developer');
  const where = `${settingsPath(agent?.id ?? null)}/tool-rules`;
  const [edited, setEdited] = useState<Edited | null>(null);
  const [open, setOpen] = useState<number | null>(null);
  const [tested, setTested] = useState(false);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [saving, setSaving] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const [trying, setTrying] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const rows: { rule: ToolRule; draft: RuleDraft | null }[] = edited
    ? rulesOf(edited.drafts).map((rule, i) => ({ rule, draft: edited.drafts[i] ?? null }))
    : data.rules.map((rule) => ({ rule, draft: null }));
  const problems = { ...(edited && tested ? problemsOf(edited.drafts) : {}), ...refused };
  const changes = edited ? changesOf(data.rules, edited.drafts) : 0;

  const edit = (change: (drafts: RuleDraft[]) => RuleDraft[]) => {
    const now = edited ?? { drafts: data.rules.map(draftOf), base: data.version };
    const next = { ...now, drafts: change(now.drafts) };
    setEdited(next);
    setRefused({});
    setFailed(null);
    return next;
  };
  const openAt = (i: number) => {
    const { drafts } = edit((all) => all);
    setOpen(drafts[i]?.key ?? null);
  };
  const move = (i: number, by: number) =>
    edit((all) => {
      const next = [...all];
      const [one] = next.splice(i, 1);
      if (one) next.splice(i + by, 0, one);
      return next;
    });
  const forget = () => {
    setEdited(null);
    setOpen(null);
    setTested(false);
    setRefused({});
    setFailed(null);
  };
  /** Opens the first rule that something is wrong with. */
  const showWrong = (wrong: Record<string, string>) => {
    const place = /^rules\[(\d+)\]/.exec(Object.keys(wrong)[0] ?? '')?.[1];
    const draft = place === undefined ? undefined : edited?.drafts[Number(place)];
    if (draft) setOpen(draft.key);
  };
  const ready = (): boolean => {
    setTested(true);
    const wrong = edited ? problemsOf(edited.drafts) : {};
    showWrong(wrong);
    return Object.keys(wrong).length === 0;
  };
  /** Whether the server has named a field of the rules, which then says so. */
  const atFields = (cause: unknown): boolean => {
    if (!(cause instanceof ApiError)) return false;
    const fields = cause.fields.filter(({ field }) => field.startsWith('rules'));
    if (fields.length === 0) return false;
    const wrong = Object.fromEntries(fields.map(({ field, message }) => [field, message]));
    setRefused(wrong);
    showWrong(wrong);
    return true;
  };
  const now = rows.map((row) => row.rule);
  const attempt = async () => {
    if (!ready()) return;
    setTrying(true);
    setFailed(null);
    try {
      const trial = await post<ToolTrial>(`${where}/try`, { rules: now, limit: 3 });
      setTried({ trial, of: JSON.stringify(now) });
    } catch (cause) {
      if (!atFields(cause))
        setFailed(cause instanceof ApiError ? cause.message : 'The rules could not be tried.');
    }
    setTrying(false);
  };
  const current = tried?.of === JSON.stringify(now) ? tried.trial : null;
  return (
    <Panel
      title="Tool rules"
      sub="the first that matches decides; without one a call is allowed"
      tools={
        may && (
          <button
            type="button"
            className="btn sm"
            onClick={() => {
              const { drafts } = edit((all) => [...all, newRule()]);
              setOpen(drafts.at(-1)?.key ?? null);
            }}
          >
            Add rule
          </button>
        )
      }
    >
      {data.fleetRules.length + rows.length === 0 && (
        <EmptyState title="No rule yet">
          Every tool call is allowed. A rule denies calls, has a person decide, or changes arguments.
        </EmptyState>
      )}
      <ol aria-label="Tool rules in order">
        {data.fleetRules.map((rule, i) => (
          <li key={`fleet-${rule.id}`} className="rule-row">
            <Summary n={i + 1} rule={rule} fleet />
          </li>
        ))}
        {rows.map(({ rule, draft }, i) => (
          <li key={draft?.key ?? rule.id} className="rule-row">
            <Summary n={data.fleetRules.length + i + 1} rule={rule} />
            {may && (
              <div className="tools flex gap-1">
                <Move label={`Move ${rule.id} up`} icon="up" off={i === 0} run={() => move(i, -1)} />
                <Move
                  label={`Move ${rule.id} down`}
                  icon="down"
                  off={i === rows.length - 1}
                  run={() => move(i, 1)}
                />
                <button
                  type="button"
                  className="btn sm quiet"
                  aria-label={`Edit ${rule.id}`}
                  aria-expanded={open !== null && open === draft?.key}
                  onClick={() => (open !== null && open === draft?.key ? setOpen(null) : openAt(i))}
                >
                  Edit
                </button>
                <button
                  type="button"
                  className="btn sm quiet"
                  aria-label={`Remove ${rule.id}`}
                  onClick={() => edit((all) => all.filter((_, at) => at !== i))}
                >
                  Remove
                </button>
              </div>
            )}
            {draft && open === draft.key && (
              <RuleForm
                draft={draft}
                at={`rules[${i}]`}
                problems={problems}
                onChange={(next) => edit((all) => all.map((each) => (each.key === next.key ? next : each)))}
                onClose={() => setOpen(null)}
              />
            )}
          </li>
        ))}
      </ol>
      {edited && edited.base !== data.version && (
        <div
          className="flex flex-wrap items-center gap-2 border-t border-line px-3.5 py-2.5 text-12 text-warn"
          role="alert"
        >
          <p className="min-w-0 flex-1 basis-60">
            Somebody has changed the rules since you began. Yours are kept and not saved: discard them to see
            the others, or replace the others.
          </p>
          <button
            type="button"
            className="btn sm"
            onClick={() => setEdited({ ...edited, base: data.version })}
          >
            Replace theirs
          </button>
        </div>
      )}
      {failed && (
        <p className="border-t border-line px-3.5 py-2.5 text-12 text-bad" role="alert">
          {failed}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-3.5 py-2.5">
        <button type="button" className="btn sm" disabled={!mayTry || trying} onClick={attempt}>
          {trying ? 'Trying…' : 'Try on the last 24 h'}
        </button>
        <span className="text-12 text-ink-3">
          {mayTry
            ? `on stored calls${agent ? '' : ' of all agents'}; nothing is changed${may ? '' : '. Only Admins change the rules of the fleet'}`
            : agent
              ? 'Only Developers and Admins can try and change rules.'
              : 'Developers and Admins can try rules; only Admins change those of the fleet.'}
        </span>
      </div>
      {tried && <Trial trial={tried.trial} stale={!current} fleet={!agent} />}
      <div className="px-3.5 pb-3 empty:hidden">
        <Unsaved
          count={changes}
          verb="Save rules…"
          onSave={() => ready() && setSaving(true)}
          onForget={forget}
        />
      </div>
      {saving && (
        <ChangeDialog
          title={`Save the tool rules of ${nameOf(agent)}`}
          what={`${current ? trialWords(current, !agent) : 'They were not tried on stored calls.'} Every SDK has them within a second.`}
          verb="Save rules"
          onClose={() => setSaving(false)}
          onConfirm={async (reason) => {
            try {
              const saved = await put<Partial<ToolRules>>(where, { rules: now, reason }, edited?.base);
              client.setQueryData(['tool-rules', agent?.id ?? 'fleet'], { fleetRules: [], ...saved });
              if (!agent) void client.invalidateQueries({ queryKey: ['tool-rules'] });
              for (const key of ['policy', 'holders', 'agent-settings'])
                void client.invalidateQueries({ queryKey: [key] });
              forget();
              toast({ kind: 'better', title: 'Tool rules saved', detail: agent?.name ?? 'the fleet' });
            } catch (cause) {
              if (cause instanceof ApiError && cause.status === 412)
                await client.invalidateQueries({ queryKey: ['tool-rules', agent?.id ?? 'fleet'] });
              else if (!atFields(cause)) throw cause;
            }
          }}
        />
      )}
    </Panel>
  );
}

function Move({
  label,
  icon,
  off,
  run,
}: {
  label: string;
  icon: 'up' | 'down';
  off: boolean;
  run: () => void;
}) {
  return (
    <button type="button" className="btn sm quiet" aria-label={label} disabled={off} onClick={run}>
      <Icon name={icon} size={14} />
    </button>
  );
}

const TONES: Record<ToolRule['effect'], string> = { allow: '', deny: 'warn', ask: 'acc', redact: '' };

/** A rule in one or two lines. */
function Summary({ n, rule, fleet }: { n: number; rule: ToolRule; fleet?: boolean }) {
  const when = whenWords(rule);
  return (
    <>
      <span className="pt-0.5 text-12 text-ink-3">{n}</span>
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <code className="font-medium [overflow-wrap:anywhere]">{rule.tool || 'no tool yet'}</code>
          {when && (
            <span className="text-12 text-ink-2 [overflow-wrap:anywhere]">
              when <code>{when}</code>
            </span>
          )}
          <span className={`pill ${TONES[rule.effect]}`}>{effectWords(rule)}</span>
          {fleet && (
            <Link
              className="pill hover:bg-bg-3"
              href={href('/tool-rules')}
              title="Set for all agents, by an Admin"
            >
              fleet
            </Link>
          )}
        </div>
        <div className="text-12 text-ink-3 [overflow-wrap:anywhere]">
          {rule.id}
          {rule.reason && ` · “${rule.reason}”`}
          {rule.effect === 'ask' && rule.whenUnanswered === 'allow' && ' · allowed when nobody answers'}
        </div>
      </div>
    </>
  );
}
