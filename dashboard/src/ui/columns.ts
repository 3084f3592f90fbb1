import type { ReactNode } from 'react';

export interface Column<R> {
  id: string;
  head: string;
  /** What the head means, on hover. */
  title?: string;
  /** A CSS grid track; its first length in pixels is the least that the column needs. */
  width: string;
  align?: 'right';
  /** The track on small screens, where it differs. */
  narrow?: string;
  /** Left out on small screens; one with a track for them stays while the rows are sorted by it. */
  wide?: boolean;
  /** Left out where there is no space for all; the highest goes first, and of two alike the one further right. */
  drop?: number;
  /** What rows are sorted by when the head is clicked; the highest first, unless it `rises`. */
  sort?: string;
  rises?: boolean;
  cell: (row: R) => ReactNode;
}

const GAP_PX = 14;
const PADDING_PX = 28;

const leastOf = (column: Column<never>): number => Number(/(\d+)px/.exec(column.width)?.[1] ?? 0);

const needs = (columns: Column<never>[]): number =>
  columns.reduce((sum, column) => sum + leastOf(column) + GAP_PX, PADDING_PX - GAP_PX);

/** The columns that fit into a width in pixels; what the rows are sorted by always stays. */
export function fitting<R>(
  columns: Column<R>[],
  narrow: boolean,
  width: number,
  sortedBy: string | undefined,
): Column<R>[] {
  if (narrow)
    return columns.filter(({ wide, narrow: track, sort }) => !wide || (track && sort && sort === sortedBy));
  let kept = columns;
  const order = columns
    .toReversed()
    .filter((column) => column.drop && (!sortedBy || column.sort !== sortedBy))
    .sort((a, b) => (b.drop ?? 0) - (a.drop ?? 0));
  for (const column of order) {
    if (width === 0 || needs(kept as Column<never>[]) <= width) break;
    kept = kept.filter((each) => each !== column);
  }
  return kept;
}

export const tracksOf = <R>(columns: Column<R>[], narrow: boolean): string =>
  columns.map((column) => (narrow ? (column.narrow ?? column.width) : column.width)).join(' ');
