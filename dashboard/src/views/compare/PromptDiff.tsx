'use client';

import Link from 'next/link';
import { useMemo, useState } from 'react';
import type { Comparison } from '@/api/types';
import { plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { withPills } from '@/ui/Pseudonyms';
import { EmptyState, Panel, Segments } from '@/ui/states';
import { type DiffLine, hunksOf, isChanged, linesOf, type Piece } from './diff';

const VIEWS = [
  { value: 'words', label: 'Words' },
  { value: 'lines', label: 'Lines' },
  { value: 'whole', label: 'Whole' },
] as const;
type View = (typeof VIEWS)[number]['value'];

function Stretch({ piece }: { piece: Piece }) {
  if (piece.op === 'removed') return <del>{withPills(piece.text)}</del>;
  if (piece.op === 'added') return <ins>{withPills(piece.text)}</ins>;
  return <span>{withPills(piece.text)}</span>;
}

function Lines({ lines }: { lines: DiffLine[] }) {
  return (
    <>
      {lines.map((line) => (
        <div key={`${line.a}-${line.b}`} className="diff-line" data-changed={isChanged(line) || undefined}>
          <span className="n">{line.a}</span>
          <span className="n">{line.b}</span>
          <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {line.pieces.map((piece, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one line never move
              <Stretch key={i} piece={piece} />
            ))}
          </span>
        </div>
      ))}
    </>
  );
}

/** Where a text was seen: a version has no other source than the runs that used it. */
function Seen({ name, text }: { name: string; text: { executionId: string; spanId: string } | null }) {
  return text ? (
    <Link
      className="link"
      href={href('/execution', { id: text.executionId, action: text.spanId })}
      title={`The run in which the text of ${name} was seen`}
    >
      {name}
    </Link>
  ) : (
    <span>{name}</span>
  );
}

/** What the text of one version has that the other has not. */
export function PromptDiff({ comparison }: { comparison: Comparison }) {
  const [view, setView] = useState<View>('words');
  const { texts, a, b, by } = comparison;
  const lines = useMemo(() => linesOf(texts?.diff ?? [], view !== 'lines'), [texts, view]);
  const hunks = useMemo(() => (view === 'whole' ? [lines] : hunksOf(lines)), [lines, view]);
  const changed = lines.filter(isChanged).length;
  const missing = texts ? [!texts.a && a.key, !texts.b && b.key].filter(Boolean) : [];
  const title = by === 'promptVersion' ? 'What changed in the prompt' : 'The prompts they used';
  if (!texts?.a || !texts.b || !texts.diff) {
    return (
      <Panel title={title}>
        <EmptyState
          title={
            texts?.a && texts.b
              ? 'The texts are too long to compare'
              : missing.length === 1
                ? `No text of ${missing[0]} was seen`
                : 'No text of either was seen'
          }
        >
          The text of a prompt is read from the system message of its runs. Message content may be switched
          off in the instrumentation, past its retention, or hidden from your role.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      sub={changed === 0 ? undefined : plural(changed, 'line')}
      tools={
        <Segments<View> label="Show the difference by" value={view} options={[...VIEWS]} onChange={setView} />
      }
    >
      {changed === 0 && view !== 'whole' ? (
        <EmptyState title="The two texts are identical">
          <Seen name={a.key} text={texts.a} /> and <Seen name={b.key} text={texts.b} /> differ in something
          else: parameters, tools, or the model.
        </EmptyState>
      ) : (
        <div className="diff" role="region" aria-label={`From ${a.key} to ${b.key}`} tabIndex={0}>
          {hunks.map((hunk) => (
            <div key={`${hunk[0]?.a}-${hunk[0]?.b}`}>
              <div className="diff-head">
                lines {hunk[0]?.b ?? hunk[0]?.a} – {hunk.at(-1)?.b ?? hunk.at(-1)?.a}
              </div>
              <Lines lines={hunk} />
            </div>
          ))}
          <p className="px-3.5 py-2 font-sans text-11 text-ink-3">
            Texts as seen in runs of <Seen name={a.key} text={texts.a} /> and{' '}
            <Seen name={b.key} text={texts.b} />
          </p>
        </div>
      )}
    </Panel>
  );
}
