'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '@/api/client';
import { useRetention } from '@/api/settings';
import type { Retention as Periods } from '@/api/types';
import { plural } from '@/format/numbers';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { Panel, Region } from '@/ui/states';
import { ChangeDialog, FromTo, LabelledInput, type SectionProps, WhoMay } from './parts';

/** Retention: how long runs and their messages are kept. */
export default function Retention({ role }: SectionProps) {
  const retention = useRetention();
  return (
    <Region asked={retention} what="The retention could not be read" rows={4} panel>
      {(data) => <Form key={JSON.stringify(data)} data={data} may={covers(role, 'admin')} />}
    </Region>
  );
}

const days = (n: number) => plural(n, 'day');

/** What is wrong with a wish to keep something for so many days. */
export function wrongDays(text: string, most: number): string | null {
  if (text.trim() === '') return null;
  if (!/^\d{1,5}$/.test(text.trim()) || Number(text) < 1)
    return 'Enter a whole number of days, or leave it empty.';
  return Number(text) > most ? `This installation keeps at most ${days(most)}.` : null;
}

function Form({ data, may }: { data: Periods; may: boolean }) {
  const { installation, organization, effective } = data;
  const textOf = (n: number | null) => (n === null ? '' : String(n));
  const [runs, setRuns] = useState(textOf(organization.executionDays));
  const [content, setContent] = useState(textOf(organization.contentDays));
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const numberOf = (text: string) => (text.trim() ? Number(text) : null);
  const nextRuns = numberOf(runs) ?? installation.executionDays;
  const nextContent = Math.min(numberOf(content) ?? installation.contentDays, nextRuns);
  const problems = {
    runs: wrongDays(runs, installation.executionDays),
    content:
      wrongDays(content, installation.contentDays) ??
      (numberOf(content) !== null && Number(content) > nextRuns
        ? 'Messages cannot be kept longer than their run.'
        : null),
  };
  const changed =
    runs.trim() !== textOf(organization.executionDays) || content.trim() !== textOf(organization.contentDays);
  const shorter = nextRuns < effective.executionDays || nextContent < effective.contentDays;
  return (
    <Panel
      title="Kept for"
      sub="an organization can keep data for less time than the installation, never longer"
    >
      <form
        className="pad flex max-w-[720px] flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!problems.runs && !problems.content) setAsking(true);
        }}
      >
        <p>
          Runs and actions are kept for <b className="font-semibold">{days(effective.executionDays)}</b>,
          their messages, inputs and outputs for{' '}
          <b className="font-semibold">{days(effective.contentDays)}</b>.
        </p>
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <LabelledInput
            label="Runs, actions, numbers"
            unit={`days; empty: the default, ${installation.executionDays}`}
            value={runs}
            disabled={!may}
            problem={problems.runs}
            onChange={setRuns}
          />
          <LabelledInput
            label="Messages, inputs, outputs"
            unit={`days; empty: the default, ${installation.contentDays}`}
            value={content}
            disabled={!may}
            problem={problems.content}
            onChange={setContent}
          />
        </div>
        <div className="flex items-center gap-3">
          <button
            type="submit"
            className="btn"
            disabled={!may || !changed || !!problems.runs || !!problems.content}
          >
            Save changes…
          </button>
          {!may && <WhoMay needs="admin" />}
        </div>
      </form>
      {asking && (
        <ChangeDialog
          title="Change the retention"
          what={
            shorter
              ? 'Older data is deleted for good tonight. This cannot be undone.'
              : 'Data that is already deleted does not come back. From now on more is kept.'
          }
          verb="Save changes"
          danger={shorter}
          reasons={['Data protection rules', 'We need a longer history']}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            const saved = await put<Periods>('/retention', {
              executionDays: numberOf(runs),
              contentDays: numberOf(content),
              reason,
            });
            client.setQueryData(['retention'], saved);
            toast({ kind: 'better', title: 'Retention changed' });
          }}
        >
          <FromTo
            rows={[
              ['Runs', days(effective.executionDays), days(nextRuns)],
              ['Messages', days(effective.contentDays), days(nextContent)],
            ]}
          />
        </ChangeDialog>
      )}
    </Panel>
  );
}
