'use client';

import { useAction } from '@/api/queries';
import type { Action, Message } from '@/api/types';
import { duration, tokens } from '@/format/numbers';
import { Body, placeOf, textOf } from '@/ui/Body';
import { Conversation } from '@/ui/Conversation';
import { spanOf } from './calls';

/** What an action was told and what it answered, where it broke, and what came next. */
export function Story({ detail, next }: { detail: Action; next: Action[] }) {
  const said = (detail.messages ?? []).filter(says);
  const broke = next.find((a) => a.status === 'error');
  // The place is marked only where the failing action really read this text.
  const reader = useAction(detail.executionId, detail.messages?.length && broke ? spanOf(broke) : null);
  const answer = detail.messages
    ?.filter((m) => m.side === 'output')
    .flatMap((m) => m.parts)
    .findLast((p) => p.type === 'text')?.text;
  const read = reader.data?.input;
  const same = typeof read === 'string' && !!answer && read.trim() === answer.trim();
  const place = same ? placeOf(broke?.error?.message) : null;
  const failure =
    detail.status === 'error'
      ? (detail.error?.type ?? 'failed')
      : same && broke
        ? `then ${broke.name} could not read it`
        : null;
  return (
    <div className="flex flex-col gap-4">
      {detail.error && (
        <div className="msg bad">
          <div className="who">
            <b className="text-bad!">Failed</b>
            {detail.error.type && <code className="text-bad">{detail.error.type}</code>}
          </div>
          {detail.error.message && <Body value={detail.error.message} />}
        </div>
      )}
      {said.length > 0 ? (
        <Conversation
          messages={said}
          failure={failure}
          place={place}
          notes={{ output: detail.outputTokens !== null && `${tokens(detail.outputTokens)} tokens` }}
        />
      ) : (
        <InputOutput detail={detail} />
      )}
      {next.map((action, i) => (
        <div className="msg" key={action.spanId}>
          <div className="who">
            <b>{i === 0 ? 'Next' : 'Then'}</b>
            <code>{action.name}</code>
            {action.error?.type && <span className="text-bad">{action.error.type}</span>}
            {action.model && !action.name.includes(action.model) && <span>{action.model}</span>}
            <span className="flex-1" />
            {action.durationMs !== null && <span className="text-11">{duration(action.durationMs)}</span>}
          </div>
          {action.error?.message && <Body value={action.error.message} />}
        </div>
      ))}
    </div>
  );
}

/** Whether a message holds anything that can be read. */
const says = ({ parts }: Message): boolean =>
  parts.some((part) => part.name || [part.text, part.arguments, part.result].some(readable));

/** Whether there is something to read: an empty text, list or object is nothing. */
const readable = (value: unknown): boolean => !/^(null|""|\{\s*\}|\[\s*\])?$/.test(textOf(value).trim());

/** What is missing of an action that a reader would look for, in a sentence. */
function missing(input: boolean, output: boolean, { kind, status, durationMs }: Action): string | null {
  const [asked, given] = kind === 'tool' ? ['arguments', 'result'] : ['input', 'output'];
  if (input && output) return null;
  if (!output && durationMs === null && status !== 'error') return 'It has not ended yet.';
  if (!input && !output) return `The agent sent this action without its ${asked} and ${given}.`;
  if (!input) return `The agent sent no ${asked} of it.`;
  return status === 'error'
    ? `It failed without ${given === 'output' ? 'an output' : 'a result'}.`
    : `The agent sent no ${given} of it.`;
}

function InputOutput({ detail }: { detail: Action }) {
  const input = readable(detail.input);
  const output = readable(detail.output);
  const said = missing(input, output, detail);
  const failed = detail.status === 'error' && typeof detail.input === 'string';
  return (
    <>
      {input && (
        <div className="msg">
          <div className="who">
            <b>{detail.kind === 'tool' ? 'Arguments' : 'Input'}</b>
          </div>
          <Body value={detail.input} place={failed ? placeOf(detail.error?.message) : null} />
        </div>
      )}
      {output && (
        <div className="msg">
          <div className="who">
            <b>{detail.kind === 'tool' ? 'Result' : 'Output'}</b>
          </div>
          <Body value={detail.output} />
        </div>
      )}
      {said && <p className="text-12 text-ink-3">{said}</p>}
      {!input && !output && detail.durationMs !== null && (
        <p className="text-12 text-ink-3">
          Times, tokens, cost and errors are complete. To see content here, switch its capture on in the
          instrumentation.
        </p>
      )}
    </>
  );
}
