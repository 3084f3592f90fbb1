'use client';

import { type ReactNode, useState } from 'react';
import type { Message, MessagePart } from '@/api/types';
import { Body, Marked, textOf } from './Body';
import { Pills } from './Pseudonyms';

const ROLES: Record<string, string> = {
  system: 'System',
  developer: 'Developer',
  user: 'User',
  assistant: 'Assistant',
  model: 'Assistant',
  ai: 'Assistant',
  human: 'User',
  tool: 'Tool result',
  function: 'Tool result',
};
const nameOf = (role: string) => ROLES[role.toLowerCase()] ?? role;

const FOLDED_LINES = 3;
const FOLDED_CHARACTERS = 340;
const LONG_CHARACTERS = 2_400;

/** Text that folds when it is long; what is folded says how much it is. */
function Folding({
  text,
  limit,
  lines,
  place = null,
}: {
  text: string;
  limit: number;
  lines: number;
  place?: number | null;
}) {
  const [open, setOpen] = useState(false);
  const all = text.split('\n');
  const head = all.slice(0, lines).join('\n').slice(0, limit);
  const folds = head.length < text.length && place === null;
  const rest = all.length - lines;
  return (
    <div className="prose">
      {folds && !open ? <Pills text={head} /> : <Marked text={text} place={place} />}
      {folds && (
        <div className="text-ink-3">
          {!open &&
            (rest > 0
              ? `… ${rest} more ${rest === 1 ? 'line' : 'lines'} `
              : `… ${text.length - head.length} more characters `)}
          <button type="button" className="link" onClick={() => setOpen(!open)}>
            {open ? 'Fold' : 'Show'}
          </button>
        </div>
      )}
    </div>
  );
}

const looksLikeJson = (text: string) => /^\s*[[{]/.test(text);

function Part({
  part,
  fold,
  place,
  heading,
}: {
  part: MessagePart;
  fold: boolean;
  place: number | null;
  heading: boolean;
}) {
  if (part.type === 'tool_call') {
    return (
      <div>
        <div className="mb-1 text-12 text-ink-3">
          calls <code className="text-ink-1">{part.name ?? 'a tool'}</code>
        </div>
        {part.arguments !== null && part.arguments !== undefined && textOf(part.arguments) !== '' && (
          <Body value={part.arguments} limit={LONG_CHARACTERS} />
        )}
      </div>
    );
  }
  if (part.type === 'tool_result') {
    const value = part.result ?? part.text;
    return (
      <div>
        {heading && part.name && <code className="mb-1 block text-ink-2">{part.name}</code>}
        {Array.isArray(value) && value.every((v) => typeof v === 'string' && v.length < 60) ? (
          <div className="flex flex-wrap gap-1.5">
            {value.map((v) => (
              <span className="pill" key={String(v)}>
                <Pills text={String(v)} />
              </span>
            ))}
          </div>
        ) : (
          <Body value={value} limit={LONG_CHARACTERS} />
        )}
      </div>
    );
  }
  const text = part.text ?? textOf(part.result ?? part.arguments);
  if (part.type === 'reasoning') {
    return (
      <details className="text-12 text-ink-3">
        <summary className="cursor-pointer">Reasoning</summary>
        <div className="prose pt-1">
          <Pills text={text} />
        </div>
      </details>
    );
  }
  if (looksLikeJson(text)) {
    return place !== null ? (
      <Body value={text} place={place} />
    ) : (
      <Body value={text} limit={LONG_CHARACTERS * 2} />
    );
  }
  return fold ? (
    <Folding text={text} limit={FOLDED_CHARACTERS} lines={FOLDED_LINES} />
  ) : (
    <Folding text={text} limit={LONG_CHARACTERS} lines={24} place={place} />
  );
}

/** A model call as the conversation it was: who said what, what was called, what came back, where it broke. */
export function Conversation({
  messages,
  failure,
  place = null,
  notes,
}: {
  messages: Message[];
  /** What is wrong with the answer, in words. */
  failure?: string | null;
  place?: number | null;
  /** What stands on the right of the answer, for instance its tokens. */
  notes?: { input?: ReactNode; output?: ReactNode };
}) {
  const lastInput = messages.findLastIndex((m) => m.side === 'input');
  return (
    <ol className="flex flex-col gap-4">
      {messages.map((message, i) => {
        const answer = message.side === 'output';
        const bad = answer && !!failure;
        const tool = message.parts.find((p) => p.type === 'tool_result')?.name;
        const isSystem = message.role === 'system' || message.role === 'developer';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages have no id and never move
          <li key={i} className={`msg ${bad ? 'bad' : ''}`}>
            <div className="who">
              <b className={bad ? 'text-bad!' : undefined}>{nameOf(message.role)}</b>
              {tool && <code>{tool}</code>}
              {bad && <span className="text-bad">{failure}</span>}
              <span className="flex-1" />
              <span className="text-11">
                {answer && i === messages.length - 1 && notes?.output}
                {i === lastInput && notes?.input}
              </span>
            </div>
            <div className={`flex flex-col gap-2 ${isSystem ? 'text-ink-2' : ''}`}>
              {message.parts.map((part, k) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id and never move
                <Part key={k} part={part} fold={isSystem} place={answer ? place : null} heading={!tool} />
              ))}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
