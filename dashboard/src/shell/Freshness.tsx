'use client';

import { age } from '@/format/numbers';
import { clock, full } from '@/format/time';
import { useZone } from '@/ui/values';
import { type Freshness as State, setPaused, useFreshness } from './freshness';

/** What the top bar says about the age of everything below it. */
export function FreshnessView({
  state,
  ageMs,
  lastAnswer,
  onToggle,
}: {
  state: State;
  ageMs: number | null;
  lastAnswer: number;
  onToggle?: () => void;
}) {
  const zone = useZone();
  if (ageMs === null) {
    return (
      <span className="flex items-center gap-2 whitespace-nowrap text-12 text-ink-3">
        <i className="pulse" style={{ '--tone': 'var(--edge)' } as React.CSSProperties} />
        Connecting
      </span>
    );
  }
  const tone = { live: '--ok-fill', reconnecting: '--warn-fill', offline: '--bad-fill', paused: '--edge' }[
    state
  ];
  const text = {
    live: (
      <>
        Live<span className="only-wide"> · {age(ageMs)} ago</span>
      </>
    ),
    reconnecting: (
      <>
        <span className="font-medium text-warn">Reconnecting</span>
        <span className="only-wide"> · last answer {age(ageMs)} ago</span>
      </>
    ),
    offline: <span className="font-medium text-bad">Offline, as of {clock(lastAnswer, zone)}</span>,
    paused: <>Paused · as of {clock(lastAnswer, zone)}</>,
  }[state];
  return (
    <button
      type="button"
      className="flex items-center gap-2 whitespace-nowrap text-12 text-ink-2"
      title={`Last answer ${full(lastAnswer, zone)}. ${state === 'paused' ? 'Resume' : 'Pause'}.`}
      aria-pressed={state === 'paused'}
      onClick={onToggle}
    >
      <i
        className={`pulse ${state === 'live' ? 'alive' : ''}`}
        style={{ '--tone': `var(${tone})` } as React.CSSProperties}
      />
      <span>{text}</span>
    </button>
  );
}

export function Freshness() {
  const { state, ageMs, lastAnswer } = useFreshness();
  return (
    <FreshnessView
      state={state}
      ageMs={ageMs}
      lastAnswer={lastAnswer}
      onToggle={() => setPaused(state !== 'paused')}
    />
  );
}
