'use client';

import { type ReactNode, useId, useState } from 'react';
import { ApiError, path, post } from '@/api/client';
import type { Agent, Policy, PolicyTrial, Role } from '@/api/types';
import { duration } from '@/format/numbers';
import { covers } from '@/shell/sections';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Panel, Segments } from '@/ui/states';
import { Facts, When } from '@/ui/values';
import { shareWords } from '../../govern/stops';
import { LabelledInput } from '../../settings/parts';

type What = 'tool' | 'run' | 'prompt';

const EMPTY = {
  tool: '',
  arguments: '{}',
  actions: '',
  seconds: '',
  costUsd: '',
  ageSeconds: '',
  executionId: '',
  prompt: '',
};
type Form = typeof EMPTY;

/** What an SDK that holds the newest policy would decide about facts that somebody types. */
export function TryPolicy({
  agent,
  role,
  prompts,
}: {
  agent: Agent;
  role: Role | undefined;
  prompts: Policy['prompts'];
}) {
  const may = covers(role, 'developer');
  const [what, setWhat] = useState<What>('tool');
  const [form, setForm] = useState<Form>(EMPTY);
  const [answer, setAnswer] = useState<{ of: string; trial: PolicyTrial } | null>(null);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const facts = useId();
  const names = useId();
  const asked = JSON.stringify([what, form]);
  const set = (key: keyof Form) => (value: string) => {
    setForm({ ...form, [key]: value });
    setWrong({});
  };
  const decide = async () => {
    const body = bodyOf(what, form);
    setFailed(null);
    if ('wrong' in body) {
      setWrong(body.wrong);
      return;
    }
    setBusy(true);
    try {
      const trial = await post<PolicyTrial>(path`/agents/${agent.id}/policy/try`, body.facts);
      setAnswer({ of: asked, trial });
    } catch (cause) {
      const fields = cause instanceof ApiError ? cause.fields : [];
      setWrong(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      if (fields.length === 0)
        setFailed(cause instanceof ApiError ? cause.message : 'The policy could not be tried.');
    }
    setBusy(false);
  };
  const field = (key: keyof Form, name: string, label: string, unit?: string, mono = false) => (
    <LabelledInput
      label={label}
      unit={unit}
      value={form[key]}
      problem={wrong[name]}
      disabled={!may}
      mono={mono}
      list={key === 'prompt' ? names : undefined}
      onChange={set(key)}
    />
  );
  return (
    <Panel title="Try the policy" sub="what an SDK would decide now">
      <form
        className="pad flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (may && !busy) void decide();
        }}
      >
        <div className="self-start">
          <Segments
            label="What is decided"
            value={what}
            options={[
              { value: 'tool', label: 'A tool call' },
              { value: 'run', label: 'A new run' },
              { value: 'prompt', label: 'A prompt' },
            ]}
            onChange={(value) => {
              setWhat(value);
              setWrong({});
            }}
          />
        </div>
        {what === 'tool' && (
          <>
            {field('tool', 'tool.name', 'Name of the tool', undefined, true)}
            <label className="flex flex-col gap-1 text-12 text-ink-2">
              Arguments as JSON
              <textarea
                className="field font-mono text-12"
                rows={4}
                spellCheck={false}
                value={form.arguments}
                disabled={!may}
                aria-invalid={!!wrong['tool.arguments']}
                aria-describedby={wrong['tool.arguments'] ? facts : undefined}
                onChange={(event) => set('arguments')(event.target.value)}
              />
            </label>
            {wrong['tool.arguments'] && (
              <span id={facts} className="text-12 text-bad">
                {wrong['tool.arguments']}
              </span>
            )}
            <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
              {field('actions', 'tool.usage.actions', 'Actions', 'of the run so far')}
              {field('seconds', 'tool.usage.seconds', 'Seconds', 'since it began')}
              {field('costUsd', 'tool.usage.costUsd', 'Cost so far', '$, empty: unknown')}
              {field('ageSeconds', 'ageSeconds', 'Without contact', 'seconds')}
            </div>
          </>
        )}
        {what === 'run' && (
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            {field('executionId', 'run.executionId', 'Execution id', undefined, true)}
            {field('ageSeconds', 'ageSeconds', 'Without contact', 'seconds')}
          </div>
        )}
        {what === 'prompt' && (
          <>
            {field('prompt', 'prompt.name', 'Name of the prompt', undefined, true)}
            <datalist id={names}>
              {prompts.map((prompt) => (
                <option key={prompt.name} value={prompt.name} />
              ))}
            </datalist>
          </>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <button type="submit" className="btn sm" disabled={!may || busy}>
            {busy ? 'Deciding…' : 'Decide'}
          </button>
          <span className="text-12 text-ink-3">
            {may
              ? 'by the functions of the SDK; nothing is stored and nobody is asked'
              : 'Only Developers and Admins can try the policy.'}
          </span>
        </div>
        {failed && (
          <p className="text-12 text-bad" role="alert">
            {failed}
          </p>
        )}
      </form>
      {answer && <Decided trial={answer.trial} stale={answer.of !== asked} />}
    </Panel>
  );
}

type Body = { facts: object } | { wrong: Record<string, string> };

/** What is sent, or what is not right yet, by the field that the server would name. */
function bodyOf(what: What, form: Form): Body {
  const wrong: Record<string, string> = {};
  const number = (field: string, text: string): number | null => {
    if (text.trim() === '') return null;
    const value = Number(text);
    if (!(value >= 0)) wrong[field] = 'A number of at least 0, or empty.';
    return value;
  };
  const needed = (field: string, text: string, message: string): string => {
    if (text.trim() === '') wrong[field] = message;
    return text.trim();
  };
  const ageSeconds = what === 'prompt' ? null : number('ageSeconds', form.ageSeconds);
  const facts: Record<string, unknown> = { ageSeconds };
  if (what === 'tool') {
    let given: unknown = null;
    try {
      given = form.arguments.trim() === '' ? null : JSON.parse(form.arguments);
    } catch {
      wrong['tool.arguments'] = 'This is no JSON.';
    }
    const actions = number('tool.usage.actions', form.actions);
    if (actions !== null && !Number.isInteger(actions))
      wrong['tool.usage.actions'] = 'A whole number, or empty.';
    facts.tool = {
      name: needed('tool.name', form.tool, 'Type the name of a tool.'),
      arguments: given,
      usage: {
        actions,
        seconds: number('tool.usage.seconds', form.seconds),
        costUsd: form.costUsd.trim() || null,
      },
    };
  }
  if (what === 'run')
    facts.run = { executionId: needed('run.executionId', form.executionId, 'Type the id of a run.') };
  if (what === 'prompt')
    facts.prompt = { name: needed('prompt.name', form.prompt, 'Type the name of a prompt.') };
  return Object.keys(wrong).length > 0 ? { wrong } : { facts };
}

/** The decision, and what it follows from. */
function Decided({ trial, stale }: { trial: PolicyTrial; stale: boolean }) {
  const { tool, run, prompt } = trial;
  return (
    <section
      className={`flex flex-col gap-2 border-t border-line px-3.5 py-3 ${stale ? 'text-ink-3' : ''}`}
      aria-label="Decision"
      aria-live="polite"
    >
      {tool && <OfTool tool={tool} />}
      {run && <OfRun run={run} />}
      {prompt && <OfPrompt prompt={prompt} />}
      <p className="text-12 text-ink-3">
        {stale && 'Decided before the last edit: decide again. '}
        By version <code>{trial.policyVersion}</code>, changed <When at={trial.issuedAt} />.
      </p>
    </section>
  );
}

type Refusal = NonNullable<NonNullable<PolicyTrial['tool']>['refusal']>;

const LIMITS: Record<string, string> = {
  maxActions: 'the limit of actions is reached',
  maxSeconds: 'the limit of time is reached',
  maxCostUsd: 'the limit of cost is reached',
};

/** Why something is refused, in words. */
function refusalWords({ kind, reason }: Refusal): string {
  switch (kind) {
    case 'limit':
      return LIMITS[reason ?? ''] ?? `the limit ${reason} is reached`;
    case 'policyExpired':
      return 'the policy is too old without contact';
    case 'stopped':
      return `stopped: “${reason ?? ''}”`;
    case 'denied':
      return reason ? `“${reason}”` : 'no reason is given';
  }
}

function Verdict({ kind, children }: { kind: 'ok' | 'stopped' | 'you' | 'unknown'; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 font-medium [overflow-wrap:anywhere]">
      <span className="pt-0.5">
        <StatusGlyph kind={kind} />
      </span>
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function OfTool({ tool }: { tool: NonNullable<PolicyTrial['tool']> }) {
  const { refusal, rule, question } = tool;
  return (
    <>
      <Verdict kind={tool.decision === 'permit' ? 'ok' : tool.decision === 'ask' ? 'you' : 'stopped'}>
        {refusal
          ? `Refused (${refusal.kind}): ${refusalWords(refusal)}`
          : tool.decision === 'ask'
            ? 'A person decides'
            : tool.redacted
              ? 'Permitted with changed arguments'
              : 'Permitted'}
      </Verdict>
      <Facts
        facts={[
          [
            'Rule',
            rule ? (
              <span key="rule">
                <code>{rule.id}</code>, {rule.place} of {rule.of}
              </span>
            ) : refusal ? (
              'not looked at'
            ) : (
              'none matches'
            ),
          ],
          ...(question
            ? ([
                [
                  'Asked until',
                  <span key="until">
                    <When at={question.expiresAt} />, for {duration(question.askSeconds * 1000)}
                  </span>,
                ],
                ['Nobody answers', ENDS[question.whenUnanswered]],
                ['The server is away', ENDS[question.whenUnreachable]],
              ] as [string, ReactNode][])
            : []),
        ]}
      />
      {tool.arguments !== null && tool.arguments !== undefined && (
        <pre className="code max-h-60 overflow-auto" aria-label="Arguments of the call">
          {JSON.stringify(tool.arguments, null, 2)}
        </pre>
      )}
    </>
  );
}

const ENDS = { permit: 'permitted', refuse: 'refused' } as const;

function OfRun({ run }: { run: NonNullable<PolicyTrial['run']> }) {
  return (
    <>
      <Verdict kind={run.decision === 'permit' ? 'ok' : 'stopped'}>
        {run.refusal
          ? `Refused (${run.refusal.kind}): ${refusalWords(run.refusal)}`
          : run.admitted
            ? 'The run may begin: the stop lets it in'
            : 'The run may begin'}
      </Verdict>
      <Facts
        facts={[
          ['Its bucket', run.bucket.toFixed(4)],
          [
            'Share let in',
            run.share === null
              ? 'all: nothing is stopped'
              : `${shareWords(run.share)}, buckets below ${run.share}`,
          ],
        ]}
      />
    </>
  );
}

function OfPrompt({ prompt }: { prompt: NonNullable<PolicyTrial['prompt']> }) {
  if (prompt.version === null)
    return <Verdict kind="unknown">The policy has no such prompt: the default in the code is used</Verdict>;
  return (
    <>
      <Verdict kind="ok">
        Version {prompt.version} of <code>{prompt.name}</code> is served
      </Verdict>
      <Facts
        facts={[
          ['Model', prompt.model ?? 'any'],
          ['Variables', prompt.variables.length > 0 ? prompt.variables.join(', ') : 'none'],
        ]}
      />
      <pre className="code max-h-60 overflow-auto whitespace-pre-wrap" aria-label="Content of the prompt">
        {prompt.content}
      </pre>
    </>
  );
}
