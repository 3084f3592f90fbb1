import { linear, type Scale, ticksTo } from './scale';

/** A bar that counts runs, a part of which failed. */
export interface CountBar {
  at: number;
  value: number;
  failed: number;
}

/** One bar is far above the others when it is this many times as high as nine in ten of them. */
const SPIKE = 4;
/** Fewer bars have no usual height. */
const LEAST_BARS = 8;

/**
 * The highest value that is drawn in full. A spike many times above the others is cut there, and marked, or they would
 * all lie on the floor.
 */
export function capOf(values: number[]): number {
  const max = Math.max(1, ...values);
  const some = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (some.length < LEAST_BARS) return max;
  const usual = some[Math.min(some.length - 2, Math.floor(some.length * 0.9))] ?? max;
  return max > SPIKE * usual ? usual * 1.5 : max;
}

/** Whole ticks for counts, and the scale from zero to the last of them. */
export function countScale(
  values: number[],
  bottom: number,
  top: number,
): { ticks: number[]; y: Scale; cap: number } {
  const ticks = ticksTo(capOf(values), 3).filter((tick) => Number.isInteger(tick));
  const cap = Math.max(capOf(values), ticks.at(-1) ?? 1);
  return { ticks, cap, y: linear(0, cap, bottom, top) };
}

/** Bars next to each other that go on above the chart. */
export interface Peak {
  first: number;
  last: number;
  highest: number;
}

/** The peaks of a chart, each with the highest of its counts; those with no room for two numbers between them are one. */
export function peaksOf(
  bars: CountBar[],
  cap: number,
  near: (last: number, next: number) => boolean = () => false,
): Peak[] {
  const peaks: Peak[] = [];
  let goesOn = false;
  for (const { at, value } of bars) {
    const cut = value > cap;
    const peak = peaks.at(-1);
    if (cut && peak && (goesOn || near(peak.last, at))) {
      peak.last = at;
      peak.highest = Math.max(peak.highest, value);
    } else if (cut) {
      peaks.push({ first: at, last: at, highest: value });
    }
    goesOn = cut;
  }
  return peaks;
}

export interface DrawnBar {
  top: number;
  height: number;
  /** The failed part in true proportion; null where there is none or it would be thinner than a pixel. */
  failed: { top: number; height: number } | null;
  /** Some failed, but too few for a part that can be seen. */
  tick: boolean;
  /** The bar goes on above the chart. */
  cut: boolean;
}

/** Where a bar is drawn; nothing of it lies below zero. */
export function drawnBar(bar: CountBar, y: Scale, cap: number, failedAt: 'top' | 'base'): DrawnBar {
  const floor = y(0);
  const top = y(Math.min(bar.value, cap));
  const height = Math.max(0, floor - top);
  const share = bar.value > 0 ? Math.min(1, bar.failed / bar.value) : 0;
  const part = height * share;
  const visible = part >= 1;
  return {
    top,
    height,
    failed: visible ? { top: failedAt === 'top' ? top : floor - part, height: part } : null,
    tick: share > 0 && !visible,
    cut: bar.value > cap,
  };
}
