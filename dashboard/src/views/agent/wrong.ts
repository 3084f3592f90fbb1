import type { NeedsYou } from '@/api/types';
import { latency, numberWord, percent } from '@/format/numbers';
import { failedShare } from '../fleet/needs';

/** A change that came this long before the first failure is not what the sentence dates it by. */
const NEAR_MS = 15 * 60_000;

/** `one run in three`, `nearly every run`: how often it fails. */
export function howOften(share: number): string {
  if (share >= 0.95) return 'nearly every run';
  if (share >= 0.7) return `${percent(share, 0)} of its runs`;
  const one = Math.round(1 / share);
  return one < 2 ? 'more than half of its runs' : `one run in ${numberWord(one)}`;
}

/** The share of failed runs that the sentence tells: of the new version, since it began, or of the last hour. */
export const shareOf = (need: NeedsYou): number | null =>
  failedShare(need.newestChange?.after) ?? failedShare(need.sinceThen) ?? failedShare(need.observed);

/** The change that a failure followed at once, with less success than before it. */
export function causeOf(need: NeedsYou): NonNullable<NeedsYou['newestChange']> | null {
  const { newestChange: change, since } = need;
  if (!change || !since) return null;
  const worse = change.difference !== null && change.difference.high < 0;
  const waited = Date.parse(since) - Date.parse(change.at);
  return worse && waited >= 0 && waited < NEAR_MS ? change : null;
}

/** `fails one run in three`, `is slow`: what is wrong with an agent. */
export function wrongOf(need: NeedsYou): string {
  if (need.rule === 'slow') return 'is slow';
  if (need.rule === 'silent') return 'went silent';
  const share = shareOf(need);
  return share === null || share <= 0 ? 'fails' : `fails ${howOften(share)}`;
}

/** What goes with it: the error of most failures, or the latency and its limit. */
export function detailOf(need: NeedsYou): string | null {
  if (need.rule === 'slow')
    return [
      need.latencyP95Ms !== null && `p95 ${latency(need.latencyP95Ms)}`,
      need.limitMs !== null && `limit ${latency(need.limitMs)}`,
    ]
      .filter(Boolean)
      .join(', ');
  if (need.rule === 'silent' || !need.topError || need.topError.type === 'unspecified') return null;
  return `${need.topError.type}${need.topError.action ? ` in ${need.topError.action}` : ''}`;
}
