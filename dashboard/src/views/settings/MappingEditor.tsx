'use client';

import { useId, useState } from 'react';
import { ApiError, post } from '@/api/client';
import type { Webhook, WebhookTried } from '@/api/types';
import { plural } from '@/format/numbers';
import { Body } from '@/ui/Body';
import { Icon } from '@/ui/icons';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Panel, Segments } from '@/ui/states';
import {
  FIELDS,
  formOf,
  type Line,
  type Mapping,
  type MappingForm,
  mappingOf,
  problemsOf,
  SAMPLE,
  sampleOf,
} from './mapping';
import { LabelledInput } from './parts';

/** Which field of what is sent means what, tried on a sample before it is saved. */
export function MappingEditor({
  webhook,
  may,
  onSave,
}: {
  webhook: Webhook;
  may: boolean;
  onSave: (mapping: Mapping) => void;
}) {
  const [form, setForm] = useState<MappingForm>(() => formOf(webhook.mapping));
  const problems = problemsOf(form);
  const fine = !problems.each && problems.lines.every((problem) => problem === null);
  const mapping = mappingOf(form);
  const changed = JSON.stringify(mapping) !== JSON.stringify(mappingOf(formOf(webhook.mapping)));
  const setLine = (at: number, change: Partial<Line>) =>
    setForm({ ...form, lines: form.lines.map((line, i) => (i === at ? { ...line, ...change } : line)) });
  return (
    <div className="cols grid grid-cols-2 items-start gap-4">
      <Panel
        title="Mapping"
        sub={changed ? 'unsaved' : 'saved'}
        tools={
          <button
            type="button"
            className="btn sm"
            disabled={!may || !fine || !changed}
            onClick={() => onSave(mapping)}
          >
            Save mapping…
          </button>
        }
      >
        <div className="pad flex flex-col gap-3">
          <div className="flex flex-wrap items-end gap-3">
            <div className="flex flex-col items-start gap-1 text-12 text-ink-2">
              Creates
              <Segments
                label="Creates"
                value={form.kind}
                options={[
                  { value: 'execution', label: 'A run' },
                  { value: 'outcome', label: 'An outcome' },
                ]}
                onChange={(kind) => setForm({ ...form, kind })}
              />
            </div>
            <div className="min-w-0 flex-1 basis-48">
              <LabelledInput
                label="For each"
                unit="empty: one for the whole body"
                mono
                value={form.each}
                problem={problems.each}
                onChange={(each) => setForm({ ...form, each })}
              />
            </div>
          </div>
          <Lines form={form} problems={problems.lines} onLine={setLine} onForm={setForm} />
          <p className="text-12 text-ink-3">
            A path such as <code>$.run.id</code> takes a value from the body; <code>=text</code> is a
            constant.
          </p>
        </div>
      </Panel>
      <TrySample mapping={mapping} ready={fine} />
    </div>
  );
}

function Lines({
  form,
  problems,
  onLine,
  onForm,
}: {
  form: MappingForm;
  problems: (string | null)[];
  onLine: (at: number, change: Partial<Line>) => void;
  onForm: (form: MappingForm) => void;
}) {
  const names = useId();
  const used = new Set(form.lines.map((line) => line.field));
  const free = FIELDS[form.kind].filter((field) => !used.has(field));
  return (
    <div className="flex flex-col gap-1.5">
      <datalist id={names}>
        {free.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
      {form.lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name while it is being written
        <div key={i}>
          <div className="grid grid-cols-[minmax(0,2fr)_14px_minmax(0,3fr)_auto] items-center gap-1.5">
            <input
              className="field font-mono"
              aria-label={`Field ${i + 1}`}
              list={names}
              value={line.field}
              onChange={(event) => onLine(i, { field: event.target.value })}
            />
            <span className="text-center text-ink-3" aria-hidden="true">
              ←
            </span>
            <input
              className="field font-mono"
              aria-label={`Path of field ${i + 1}`}
              value={line.path}
              aria-invalid={!!problems[i]}
              onChange={(event) => onLine(i, { path: event.target.value })}
            />
            <button
              type="button"
              className="btn sm quiet"
              aria-label={`Remove field ${i + 1}`}
              onClick={() => onForm({ ...form, lines: form.lines.filter((_, k) => k !== i) })}
            >
              <Icon name="x" size={13} />
            </button>
          </div>
          {problems[i] && <span className="text-12 text-bad">{problems[i]}</span>}
        </div>
      ))}
      <div className="flex flex-wrap gap-1.5 pt-1">
        <button
          type="button"
          className="btn sm"
          onClick={() => onForm({ ...form, lines: [...form.lines, { field: free[0] ?? '', path: '' }] })}
        >
          Add a field
        </button>
      </div>
    </div>
  );
}

function TrySample({ mapping, ready }: { mapping: Mapping; ready: boolean }) {
  const [text, setText] = useState(SAMPLE);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<WebhookTried | null>(null);
  const [error, setError] = useState<string | null>(null);
  const sample = sampleOf(text);
  const attempt = async () => {
    if ('problem' in sample) return;
    setBusy(true);
    setError(null);
    try {
      setTried(await post<WebhookTried>('/webhooks/try', { mapping, sample: sample.value }));
    } catch (cause) {
      setTried(null);
      setError(
        cause instanceof ApiError
          ? [cause.message, ...cause.fields.map((f) => `${f.field}: ${f.message}`)].join(' ')
          : 'The sample could not be tested.',
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel
      title="Try it on a sample"
      sub="nothing is stored"
      tools={
        <button
          type="button"
          className="btn sm"
          disabled={!ready || busy || 'problem' in sample}
          onClick={() => void attempt()}
        >
          Try
        </button>
      }
    >
      <div className="pad flex flex-col gap-3">
        <textarea
          className="field font-mono text-12"
          aria-label="A sample of what is sent, as JSON"
          rows={10}
          spellCheck={false}
          value={text}
          aria-invalid={'problem' in sample}
          onChange={(event) => setText(event.target.value)}
        />
        {'problem' in sample && <p className="text-12 text-bad">{sample.problem}</p>}
        {error && (
          <p className="text-12 text-bad" role="alert">
            {error}
          </p>
        )}
        {tried && <Result tried={tried} />}
      </div>
    </Panel>
  );
}

function Result({ tried }: { tried: WebhookTried }) {
  const runs = tried.executions.length;
  const outcomes = tried.outcomes.length;
  const parts = [runs > 0 && plural(runs, 'run'), outcomes > 0 && plural(outcomes, 'outcome')].filter(
    Boolean,
  );
  return (
    <section className="flex flex-col gap-2" aria-label="What the sample creates" aria-live="polite">
      {tried.errors.length > 0 && (
        <ul className="flex flex-col gap-1 text-12">
          {tried.errors.map((problem) => (
            <li key={`${problem.field} ${problem.message}`} className="flex items-start gap-2">
              <span className="pt-0.5">
                <StatusGlyph kind="bad" size={13} />
              </span>
              <span>
                <code>{problem.field}</code> <span className="text-bad">{problem.message}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <h3 className="flex items-center gap-2 text-12 font-semibold">
        {tried.errors.length === 0 && parts.length > 0 && <StatusGlyph kind="better" size={13} />}
        {parts.length > 0 ? `Creates ${parts.join(' and ')}` : 'Creates nothing'}
      </h3>
      {[...tried.executions, ...tried.outcomes].slice(0, 5).map((thing, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what a sample becomes has no name and never moves
        <Body key={i} value={thing} limit={2_000} />
      ))}
      {runs + outcomes > 5 && <p className="text-12 text-ink-3">and {runs + outcomes - 5} more</p>}
    </section>
  );
}
