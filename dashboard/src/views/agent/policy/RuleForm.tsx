'use client';

import { type ReactNode, useId } from 'react';
import type { ToolCondition } from '@/api/types';
import { Segments } from '@/ui/states';
import { OPS } from '../../govern/rules';
import { Labelled, LabelledInput } from '../../settings/parts';
import { type ConditionDraft, newCondition, type RuleDraft } from './draft';

/** One rule in fields; what is wrong stands at its field, by the path that the server names. */
export function RuleForm({
  draft,
  at,
  problems,
  onChange,
  onClose,
}: {
  draft: RuleDraft;
  /** `rules[2]`. */
  at: string;
  problems: Record<string, string>;
  onChange: (draft: RuleDraft) => void;
  onClose: () => void;
}) {
  const set = (change: Partial<RuleDraft>) => onChange({ ...draft, ...change });
  const where = `${at}.when.${draft.joint}`;
  return (
    <div className="form flex flex-col gap-3.5 rounded-[6px] border border-line-2 p-3.5">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <LabelledInput
          label="Tool"
          unit="* is any text, ? one character"
          mono
          value={draft.tool}
          problem={problems[`${at}.tool`]}
          onChange={(tool) => set({ tool })}
        />
        <LabelledInput
          label="Id"
          unit="made from its place if empty"
          mono
          value={draft.id}
          problem={problems[`${at}.id`]}
          onChange={(id) => set({ id })}
        />
      </div>
      <Conditions
        draft={draft}
        where={where}
        problems={problems}
        onChange={(conditions) => set({ conditions })}
        onJoint={(joint) => set({ joint })}
      />
      <Labelled label="Effect">
        <Segments
          label="Effect"
          value={draft.effect}
          options={[
            { value: 'allow', label: 'Allow' },
            { value: 'deny', label: 'Deny' },
            { value: 'ask', label: 'Ask a person' },
            { value: 'redact', label: 'Redact' },
          ]}
          onChange={(effect) => set({ effect })}
        />
      </Labelled>
      {draft.effect === 'ask' && (
        <div className="flex flex-wrap gap-x-5 gap-y-3">
          <div className="w-36">
            <LabelledInput
              label="Ask for"
              unit="seconds"
              value={draft.askSeconds}
              problem={problems[`${at}.askSeconds`]}
              onChange={(askSeconds) => set({ askSeconds })}
            />
          </div>
          <Labelled label="Nobody answers">
            <Segments
              label="Nobody answers"
              value={draft.whenUnanswered}
              options={[
                { value: 'deny', label: 'Deny' },
                { value: 'allow', label: 'Allow' },
              ]}
              onChange={(whenUnanswered) => set({ whenUnanswered })}
            />
          </Labelled>
          <Labelled label="The server is away">
            <Segments
              label="The server is away"
              value={draft.whenUnreachable}
              options={[
                { value: 'closed', label: 'Deny' },
                { value: 'open', label: 'Allow' },
              ]}
              onChange={(whenUnreachable) => set({ whenUnreachable })}
            />
          </Labelled>
        </div>
      )}
      {draft.effect === 'redact' && (
        <Text
          label="Paths to redact"
          unit="one a line; none: personal data and secrets in all texts"
          mono
          value={draft.redactPaths}
          problem={firstOf(problems, `${at}.redactPaths`)}
          onChange={(redactPaths) => set({ redactPaths })}
        />
      )}
      <LabelledInput
        label="Reason of the rule"
        unit="told to the agent and to whoever decides"
        value={draft.reason}
        problem={problems[`${at}.reason`]}
        onChange={(reason) => set({ reason })}
      />
      <Rest problems={problems} at={at} />
      <div>
        <button type="button" className="btn sm" onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  );
}

/** What is wrong at a path or anywhere below it. */
const firstOf = (problems: Record<string, string>, path: string): string | undefined =>
  Object.entries(problems).find(([field]) => field.startsWith(path))?.[1];

/** What is wrong with the rule as a whole. */
function Rest({ problems, at }: { problems: Record<string, string>; at: string }) {
  const whole = problems[at] ?? problems[`${at}.effect`] ?? problems[`${at}.when`];
  return whole ? <p className="text-12 text-bad">{whole}</p> : null;
}

function Text({
  label,
  unit,
  value,
  problem,
  mono,
  onChange,
}: {
  label: string;
  unit: string;
  value: string;
  problem: string | undefined;
  mono?: boolean;
  onChange: (value: string) => void;
}) {
  const note = useId();
  return (
    <label className="flex flex-col gap-1 text-12 text-ink-2">
      <span>
        {label} <span className="text-ink-3">{unit}</span>
      </span>
      <textarea
        className={`field ${mono ? 'font-mono' : ''}`}
        rows={2}
        value={value}
        aria-invalid={!!problem}
        aria-describedby={note}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem && (
        <span id={note} className="text-bad">
          {problem}
        </span>
      )}
    </label>
  );
}

function Conditions({
  draft,
  where,
  problems,
  onChange,
  onJoint,
}: {
  draft: RuleDraft;
  where: string;
  problems: Record<string, string>;
  onChange: (conditions: ConditionDraft[]) => void;
  onJoint: (joint: RuleDraft['joint']) => void;
}) {
  const { conditions, joint } = draft;
  const set = (key: number, change: Partial<ConditionDraft>) =>
    onChange(conditions.map((each) => (each.key === key ? { ...each, ...change } : each)));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2 text-12 text-ink-2">
        <span>When</span>
        {(conditions.length > 1 || joint === 'any') && (
          <Segments
            label="Which conditions have to hold"
            value={joint}
            options={[
              { value: 'all', label: 'all hold' },
              { value: 'any', label: 'any holds' },
            ]}
            onChange={onJoint}
          />
        )}
        <span className="text-ink-3">
          {conditions.length > 0
            ? 'over the arguments; order.items.*.price goes into lists, # counts'
            : joint === 'any'
              ? 'any of no conditions: this rule never applies'
              : 'every call of the tool'}
        </span>
      </div>
      {conditions.map((each, i) => (
        <Condition
          key={each.key}
          n={i + 1}
          condition={each}
          at={`${where}[${i}]`}
          problems={problems}
          onChange={(change) => set(each.key, change)}
          onRemove={() => onChange(conditions.filter((other) => other.key !== each.key))}
        />
      ))}
      <div>
        <button
          type="button"
          className="btn sm quiet -ml-2"
          disabled={conditions.length >= 20}
          onClick={() => onChange([...conditions, newCondition()])}
        >
          Add condition
        </button>
      </div>
    </div>
  );
}

const HINTS: Partial<Record<ToolCondition['op'], string>> = {
  in: 'between commas',
  exists: 'true or false',
};

function Condition({
  n,
  condition,
  at,
  problems,
  onChange,
  onRemove,
}: {
  n: number;
  condition: ConditionDraft;
  at: string;
  problems: Record<string, string>;
  onChange: (change: Partial<ConditionDraft>) => void;
  onRemove: () => void;
}) {
  const problem = firstOf(problems, at);
  const field = (name: string): ReactNode => `${name} ${n}`;
  return (
    <div className="condition">
      <label className="min-w-0">
        <span className="sr-only">{field('Path of condition')}</span>
        <input
          className="field font-mono"
          placeholder="amount"
          value={condition.path}
          aria-invalid={!!problems[`${at}.path`]}
          onChange={(event) => onChange({ path: event.target.value })}
        />
      </label>
      <label className="min-w-0">
        <span className="sr-only">{field('Comparison of condition')}</span>
        <select
          className="field"
          value={condition.op}
          aria-invalid={!!problems[`${at}.op`]}
          onChange={(event) => onChange({ op: event.target.value as ToolCondition['op'] })}
        >
          {Object.entries(OPS).map(([op, words]) => (
            <option key={op} value={op}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label className="min-w-0">
        <span className="sr-only">{field('Value of condition')}</span>
        <input
          className="field font-mono"
          placeholder={HINTS[condition.op] ?? '100'}
          value={condition.value}
          aria-invalid={Object.keys(problems).some((path) => path.startsWith(`${at}.value`))}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      </label>
      <button type="button" className="btn sm quiet" aria-label={`Remove condition ${n}`} onClick={onRemove}>
        Remove
      </button>
      {problem && <p className="col-span-full text-12 text-bad">{problem}</p>}
    </div>
  );
}
