import type { Rate } from '@/api/types';
import { pooled } from '@/format/statistics';
import { windowEnd } from './scale';

/** A rate over a stretch of time. */
export interface RateWindow {
  from: number;
  to: number;
  rate: Rate;
}

/** A window with fewer runs says too little about a rate to be drawn by itself. */
const ENOUGH_RUNS = 20;
/** What is left between two gaps is drawn from this many runs on. */
const LEAST_RUNS = 5;
/** A silence longer than this part of the axis is a gap: no window spans it. */
const GAP_SHARE = 1 / 12;

interface Step {
  at: string;
  successRate: Rate;
}

/**
 * Neighbouring steps joined until each window has enough runs, from the newest backwards, so that the last one is
 * whole. No window spans a gap in the data, nor the change at `splitAt`. Null stands for a gap.
 */
export function windowsOf(
  steps: Step[],
  stepMs: number,
  axis: { from: number; to: number },
  splitAt: number | null = null,
): (RateWindow | null)[] {
  /** The step in which the change fell is of its time after it. */
  const parted = (before: number, after: number) => splitAt !== null && before <= splitAt && after > splitAt;
  const gapMs = Math.max(3 * stepMs, (axis.to - axis.from) * GAP_SHARE);
  const out: (RateWindow | null)[] = [];
  let open: { from: number; to: number; rates: Rate[]; runs: number } | null = null;
  const close = (whole: boolean) => {
    if (open && open.runs >= (whole ? ENOUGH_RUNS : LEAST_RUNS)) {
      out.unshift({ from: open.from, to: open.to, rate: pooled(open.rates) });
    } else if (open) {
      const after = out[0];
      // Too few to stand alone: they belong to the window after them, where nothing lies between.
      if (after && after.from - open.to < gapMs && !parted(open.to, after.to)) {
        out[0] = { from: open.from, to: after.to, rate: pooled([...open.rates, after.rate]) };
      } else out.unshift(null);
    }
    open = null;
  };
  for (const step of steps.toReversed()) {
    if (step.successRate.n === 0) continue;
    const from = Date.parse(step.at);
    const to = windowEnd(from, stepMs, axis.to);
    if (open && parted(to, open.to)) close(false);
    const next = open?.from ?? out[0]?.from;
    if (next !== undefined && next - to >= gapMs) {
      close(false);
      out.unshift(null);
    }
    open ??= { from, to, rates: [], runs: 0 };
    open.from = from;
    open.rates.push(step.successRate);
    open.runs += step.successRate.n;
    if (open.runs >= ENOUGH_RUNS) close(true);
  }
  close(false);
  return out;
}
