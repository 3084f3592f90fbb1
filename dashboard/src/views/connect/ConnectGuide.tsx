'use client';

import { useState } from 'react';
import {
  useAttempts,
  useConnect,
  useFirst,
  useFleet,
  useLosses,
  useSnippets,
  useStatus,
} from '@/api/queries';
import type { First, Snippets } from '@/api/types';
import { useAddress } from '@/shell/address';
import { serverNow } from '@/shell/freshness';
import { covers } from '@/shell/sections';
import { Source } from '@/ui/Source';
import { CopyButton, Panel, Region, Segments } from '@/ui/states';
import { Answer } from '@/ui/values';
import { ConnectedPanel, TestTrace, Understood, WaitingPanel } from './Arrival';
import { IngestEndpoints } from './IngestEndpoints';
import { IngestKey, type SendingScope, StaysInside } from './IngestKey';
import { LeaveExample } from './LeaveExample';
import { Losses } from './Losses';
import { partsOf } from './snippet';

const isComplete = (
  first: First | undefined,
): first is First & { execution: NonNullable<First['execution']> } => !!first?.execution;

/** How to get an agent in; in the example organization, how to get out of it first. */
export function ConnectGuide({ firstTime = false }: { firstTime?: boolean }) {
  const status = useStatus().data;
  return status?.organization.simulated ? <LeaveExample /> : <Guide firstTime={firstTime} />;
}

/** Language, snippet, command; and whether the agent has arrived. */
function Guide({ firstTime }: { firstTime: boolean }) {
  const [since] = useState(() => Date.now());
  const [sinceServer] = useState(() => new Date(serverNow()).toISOString());
  const connect = useConnect();
  const role = useStatus().data?.principal.role;
  const may = covers(role, 'developer');
  const attempts = useAttempts(may);
  const fleet = useFleet({ from: '-6h', to: null }, 5_000);
  const [green, setGreen] = useState(false);
  const first = useFirst(sinceServer, green, may);
  const losses = useLosses().data;
  const connected = isComplete(first.data);
  if (connected !== green) setGreen(connected);

  return (
    <>
      <Answer
        sub={
          connect.data?.mode === 'server' && !connect.data.key
            ? 'The snippet already has this server’s address; a key is created with one click.'
            : connect.data?.key
              ? 'The snippet already has this server’s address and key.'
              : 'The snippet already has this server’s address.'
        }
      >
        {connected ? (
          <>
            Connected. <span className="q">This is what the first trace of your agent contains.</span>
          </>
        ) : (
          <>
            {firstTime ? 'No agent has reported yet.' : 'Connect an agent.'}{' '}
            <span className="q">
              A few lines for anything that speaks OpenTelemetry. No account, no model API key.
            </span>
          </>
        )}
      </Answer>
      <div className="cols grid grid-cols-[minmax(0,1fr)_minmax(0,520px)] items-start gap-4">
        <SnippetSteps given={connect.data?.key ?? null} needsKey={connect.data?.mode === 'server'} />
        <div className="flex min-w-0 flex-col gap-4">
          {isComplete(first.data) ? (
            <>
              <ConnectedPanel first={first.data} />
              {first.data.understood.length > 0 && <Understood items={first.data.understood} />}
            </>
          ) : (
            <>
              <WaitingPanel
                since={since}
                attempts={may || !role ? (attempts.data?.items ?? []) : null}
                agentsAlready={fleet.data?.agents.total ?? 0}
              />
              <Region asked={connect} what="The endpoints could not be read" rows={4} panel>
                {({ endpoints }) => <IngestEndpoints endpoints={endpoints} />}
              </Region>
              <TestTrace may={may} />
            </>
          )}
          {losses && <Losses losses={losses.items} more={losses.nextCursor !== null} />}
        </div>
      </div>
    </>
  );
}

/** The steps, with a key that was made on this page in its place. */
function SnippetSteps({ given, needsKey }: { given: string | null; needsKey: boolean }) {
  const snippets = useSnippets();
  const { params } = useAddress();
  const [made, setMade] = useState<Partial<Record<SendingScope, string>>>({});
  const scope: SendingScope = params.get('with') === 'sdk' ? 'agent' : 'ingest';
  const key = given ?? made[scope] ?? null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Region asked={snippets} what="The snippets could not be read" panel>
        {(data) => (
          <Steps data={data} keyValue={key}>
            {needsKey && (
              <IngestKey
                key={scope}
                scope={scope}
                value={key}
                onMade={(value) => setMade({ ...made, [scope]: value })}
              />
            )}
          </Steps>
        )}
      </Region>
      <StaysInside />
    </div>
  );
}

function Step({
  n,
  title,
  sub,
  tools,
  children,
}: {
  n: number;
  title: string;
  sub?: string;
  tools?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <section className="panel" aria-label={title}>
      <div className="head h-auto min-h-[38px] flex-wrap py-1">
        <span className="stepn">{n}</span>
        <h2>{title}</h2>
        {sub && <span className="sub">{sub}</span>}
        <span className="flex-1" />
        {tools}
      </div>
      {children}
    </section>
  );
}

function Steps({
  data,
  keyValue,
  children,
}: {
  data: Snippets;
  keyValue: string | null;
  children?: React.ReactNode;
}) {
  const { params, change } = useAddress();
  const language = data.languages.find((l) => l.id === params.get('language')) ?? data.languages[0];
  const variant = language?.variants.find((v) => v.id === params.get('with')) ?? language?.variants[0];
  if (!language || !variant) {
    return (
      <Panel title="Snippets">
        <p className="pad text-12 text-ink-3">
          This server has no snippets. The endpoints on the right can be used all the same.
        </p>
      </Panel>
    );
  }
  const code = keyValue ? variant.code.replaceAll('<key>', keyValue) : variant.code;
  const { install, snippet } = partsOf(code);
  return (
    <>
      <Step n={1} title="What is it written in?">
        <div className="pad">
          <div className="pick" role="radiogroup" aria-label="Language">
            {data.languages.map((l) => (
              <button
                key={l.id}
                type="button"
                role="radio"
                aria-checked={l.id === language.id}
                onClick={() => change({ language: l.id, with: null })}
              >
                <span className="font-medium">{l.name}</span>
                <small>{l.hint}</small>
              </button>
            ))}
          </div>
        </div>
      </Step>
      <Step
        n={2}
        title="Add this before your agent starts"
        tools={<CopyButton text={() => snippet} label="Copy snippet" />}
      >
        {language.variants.length > 1 && (
          <div className="overflow-x-auto px-4.5 pt-3">
            <Segments
              label="Framework"
              value={variant.id}
              options={language.variants.map((v) => ({ value: v.id, label: v.name }))}
              onChange={(id) => change({ with: id })}
            />
          </div>
        )}
        {install && (
          <div className="flex items-start gap-2 border-b border-line py-2 pr-3.5 pl-4.5">
            <code className="min-w-0 flex-1 py-1 text-ink-2 [overflow-wrap:anywhere]">$ {install}</code>
            <CopyButton text={() => install} label="Copy" />
          </div>
        )}
        <Source code={snippet} label={`Snippet for ${language.name}, ${variant.name}`} />
        {children}
      </Step>
      {variant.command && (
        <Step n={3} title="Run your agent once" sub="this page turns green by itself">
          <Source code={`$ ${variant.command}`} label="Command" />
        </Step>
      )}
    </>
  );
}
