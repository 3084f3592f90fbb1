import type { Histogram } from '@/api/types';
import { plural } from '@/format/numbers';

export const describeOutcomeFilter = (value: string): string =>
  value === 'true' ? 'succeeded' : value === 'false' ? 'failed' : value;

/** The query as a sentence, with its count: `83 runs of Email Writer since 13:36.` */
export function subjectOf(
  histogram: Pick<Histogram, 'total' | 'complete'>,
  agent: string | null,
  span: string,
): string {
  if (histogram.total === 0) return `No run${agent ? ` of ${agent}` : ''} ${span}`;
  const runs = `${histogram.complete ? '' : 'At least '}${plural(histogram.total, 'run')}`;
  return `${runs}${agent ? ` of ${agent}` : ''} ${span}`;
}
