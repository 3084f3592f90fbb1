import type { Action } from '@/api/types';
import { count } from '@/format/numbers';
import { Body, textOf } from '@/ui/Body';
import { Pills } from '@/ui/Pseudonyms';
import { EmptyState } from '@/ui/states';
import { When } from '@/ui/values';

function Table({ title, values }: { title: string; values: Record<string, unknown> | null }) {
  const entries = Object.entries(values ?? {});
  if (entries.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-12 font-semibold">
        {title} <span className="font-normal text-ink-3">{count(entries.length)}</span>
      </h3>
      <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
        {entries.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="[overflow-wrap:anywhere] text-ink-3">
              <code>{key}</code>
            </dt>
            <dd className="prose font-mono">
              <Pills text={textOf(value) || '–'} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What the agent said about an action and about itself. */
export function Attributes({ detail }: { detail: Action }) {
  return (
    <div className="flex flex-col gap-5">
      <Table title="Action" values={detail.attributes} />
      <Table title="Resource" values={detail.resource} />
      {detail.scope?.name && (
        <p className="text-12 text-ink-3">
          recorded by <code>{detail.scope.name}</code> {detail.scope.version}
        </p>
      )}
      {!detail.attributes && !detail.resource && (
        <EmptyState title="No attributes">The agent sent this action without any.</EmptyState>
      )}
    </div>
  );
}

/** What happened during an action. */
export function Events({ detail }: { detail: Action }) {
  return (
    <ol className="flex flex-col gap-4">
      {detail.events?.map((event) => (
        <li key={`${event.at}-${event.name}`} className="msg">
          <div className="who">
            <b>{event.name}</b>
            <span>
              <When at={event.at} as="stamp" />
            </span>
          </div>
          {event.attributes && <Body value={event.attributes} />}
        </li>
      ))}
      {detail.logs?.map((log, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: log records have no id here and never move
        <li key={i} className="msg">
          <div className="who">
            <b>Log</b>
          </div>
          <Body value={log} />
        </li>
      ))}
    </ol>
  );
}
