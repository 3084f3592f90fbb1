import type { Loss } from '@/api/types';
import { count, plural } from '@/format/numbers';

type Gap = Loss['gaps'][number];

/** The numbers of missing records: "1,201 to 1,209". */
export const rangeOf = ({ first, last }: Gap): string =>
  first === last ? count(first) : `${count(first)} to ${count(last)}`;

/** What a process lost, in sentences: what is missing, and what it dropped itself, told apart. */
export function lostBy({ missing, dropped, gaps, judgedFrom }: Loss): string[] {
  const said: string[] = [];
  const [start] = gaps.filter((gap) => gap.atStart);
  const between = missing - (start?.records ?? 0);
  if (between > 0)
    said.push(
      `${plural(between, 'record')} ${between === 1 ? 'was' : 'were'} never received, although later ones were.`,
    );
  if (start)
    said.push(
      `The first ${plural(start.records, 'record')} ${start.records === 1 ? 'is' : 'are'} not here: lost, or sent to another server.`,
    );
  if (dropped > 0)
    said.push(
      `The SDK dropped ${plural(dropped, 'record')} because its buffer was full${
        missing > 0 ? '; these may be among the missing ones' : ''
      }.`,
    );
  if (judgedFrom > 1) said.push(`Gaps before record ${count(judgedFrom)} are no longer listed.`);
  return said;
}
