import type { ComparedSide, Comparison, Estimate, Rate, Verdict } from '@/api/types';
import { count, duration, MIN_RUNS, moneyPerRun, percent, points, tokens } from '@/format/numbers';

type MeasureId = keyof Comparison['verdicts'];

export interface Measure {
  id: MeasureId;
  name: string;
  note: string;
  /** The value of one side with its interval; null where it is not known. */
  of: (side: ComparedSide) => Estimate | Rate | null;
  write: (value: number) => string;
  /** A difference, with its sign. */
  writeDifference: (value: number) => string;
  /** What a clear difference is called. */
  words: Record<Exclude<Verdict, 'unclear'>, string>;
  /** What a version does that differs clearly, where the sentence names it. */
  does?: Record<Exclude<Verdict, 'unclear'>, string>;
  /** Worse here is a failure, elsewhere a warning. */
  serious: boolean;
}

const both = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const sign = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : text);
const money = (value: number) => moneyPerRun(Math.abs(value).toFixed(8));

export const MEASURES: Measure[] = [
  {
    id: 'successRate',
    name: 'Success',
    note: '',
    of: (side) => side.successRate,
    write: (value) => percent(value),
    writeDifference: points,
    words: { better: 'better', worse: 'worse' },
    serious: true,
  },
  {
    id: 'p95Ms',
    name: 'Latency p95',
    note: '',
    of: (side) => side.p95Ms,
    write: duration,
    writeDifference: (value) => sign(value, duration(Math.abs(value))),
    words: { better: 'faster', worse: 'slower' },
    does: { better: 'is faster', worse: 'is slower' },
    serious: false,
  },
  {
    id: 'tokens',
    name: 'Tokens per run',
    note: 'input and output',
    of: (side) => side.tokensPerExecution,
    write: (value) => tokens(Math.round(value)),
    writeDifference: (value) => sign(value, count(Math.round(Math.abs(value)))),
    words: { better: 'fewer', worse: 'more' },
    does: { better: 'uses fewer tokens', worse: 'uses more tokens' },
    serious: false,
  },
  {
    id: 'costUsd',
    name: 'Cost per run',
    note: 'failed runs may stop early',
    of: (side) => side.costUsdPerExecution,
    write: money,
    writeDifference: (value) => sign(value, money(value)),
    words: { better: 'cheaper', worse: 'more expensive' },
    does: { better: 'is cheaper', worse: 'is more expensive' },
    serious: false,
  },
];

/** What the comparison says, first of success, then of what else is clear. */
export function sentenceOf({ a, b, differences, verdicts }: Comparison): { lead: string; rest: string } {
  const few = [a, b].filter((side) => side.executions < MIN_RUNS);
  if (few.length > 0) {
    const counts = few.map((side) => `${side.key} has ${count(side.executions)}`).join(', ');
    return {
      lead: `Too few runs to compare ${b.key} with ${a.key}.`,
      rest: `${counts} of the ${MIN_RUNS} runs that are needed.`,
    };
  }
  const clear = MEASURES.flatMap(({ id, does }) => {
    const verdict = verdicts[id];
    return does && verdict !== 'unclear' ? does[verdict] : [];
  });
  const rest = (who: string) =>
    clear.length > 0 ? `${who} ${both.format(clear)}.` : 'Nothing else differs clearly.';
  const difference = differences.successRate;
  if (verdicts.successRate === 'unclear' || !difference)
    return {
      lead: `No clear difference in success between ${b.key} and ${a.key}.`,
      rest: rest(b.key),
    };
  const failed = (side: ComparedSide) => percent(1 - (side.successRate.value ?? 1));
  return { lead: `${b.key} fails ${failed(b)} of its runs, ${a.key} failed ${failed(a)}.`, rest: rest('It') };
}
