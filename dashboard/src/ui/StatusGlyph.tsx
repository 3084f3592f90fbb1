import type { ReactNode } from 'react';
import type { AgentStatus, Execution } from '@/api/types';

/** Status is shape, then word, then hue: two glyphs never differ by colour alone. */
export type Glyph = 'bad' | 'warn' | 'ok' | 'better' | 'unknown' | 'you' | 'run' | 'stopped';

const SHAPES: Record<Glyph, ReactNode> = {
  bad: (
    <>
      <path d="M5 1.2h6L14.8 5v6L11 14.8H5L1.2 11V5z" fill="var(--bad-fill)" />
      <path d="M8 4.3v4.5M8 11.3v.1" stroke="var(--bg-1)" strokeWidth="1.9" strokeLinecap="round" />
    </>
  ),
  warn: (
    <>
      <path
        d="M8 1.8 15 14H1z"
        fill="var(--warn-fill)"
        stroke="var(--warn-fill)"
        strokeLinejoin="round"
        strokeWidth="1.2"
      />
      <path d="M8 6v3.6M8 11.9v.1" stroke="var(--bg-1)" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
  ok: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="var(--edge)" strokeWidth="1.3" />
      <path
        d="m5.4 8.2 1.8 1.8 3.4-3.8"
        fill="none"
        stroke="var(--ink-3)"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  better: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="var(--ok-fill)" />
      <path
        d="m5 8.2 2.1 2.1 4-4.5"
        fill="none"
        stroke="var(--bg-1)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  unknown: (
    <circle
      cx="8"
      cy="8"
      r="5.8"
      fill="none"
      stroke="var(--ink-3)"
      strokeWidth="1.3"
      strokeDasharray="2.4 2.2"
    />
  ),
  you: <path d="m8 1 7 7-7 7-7-7z" fill="var(--accent-fill)" />,
  run: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="var(--accent)" strokeWidth="1.3" opacity=".45" />
      <path
        className="turning"
        d="M8 2.2A5.8 5.8 0 0 1 13.8 8"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
    </>
  ),
  stopped: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="var(--ink-3)" strokeWidth="1.3" />
      <path d="m4.2 11.8 7.6-7.6" stroke="var(--ink-3)" strokeWidth="1.3" />
    </>
  ),
};

export function StatusGlyph({ kind, size = 14, label }: { kind: Glyph; size?: number; label?: string }) {
  const named = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true as const };
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" {...named}>
      {label && <title>{label}</title>}
      {SHAPES[kind]}
    </svg>
  );
}

export const glyphOfAgent = (status: AgentStatus): Glyph =>
  ({ failing: 'bad', degraded: 'warn', healthy: 'ok', idle: 'stopped', unknown: 'unknown' })[status] as Glyph;

export const wordOfAgent = (status: AgentStatus): string =>
  ({
    failing: 'failing',
    degraded: 'degraded',
    healthy: 'inside its targets',
    idle: 'idle',
    unknown: 'too quiet to tell',
  })[status];

/** What came of a run: success decides, the status of its span only where success is not known. */
export function outcomeOf(
  run: Pick<Execution, 'status' | 'success'>,
): 'failed' | 'succeeded' | 'running' | 'unknown' {
  if (run.success.value === false) return 'failed';
  if (run.success.value === true) return 'succeeded';
  return run.status === 'running' ? 'running' : 'unknown';
}

export const glyphOfOutcome = (outcome: ReturnType<typeof outcomeOf>): Glyph =>
  ({ failed: 'bad', succeeded: 'ok', running: 'run', unknown: 'unknown' })[outcome] as Glyph;

export const wordOfOutcome = (outcome: ReturnType<typeof outcomeOf>): string =>
  ({ failed: 'failed', succeeded: 'succeeded', running: 'running', unknown: 'outcome not known' })[outcome];
