import { expect, it } from 'vitest';
import { type Column, fitting } from './columns';

const column = (id: string, width: number, drop?: number): Column<null> => ({
  id,
  head: id,
  width: `${width}px`,
  sort: id,
  cell: () => null,
  ...(drop === undefined ? {} : { drop }),
});
const columns = [
  column('name', 200),
  column('first', 100, 3),
  column('second', 100, 3),
  column('cost', 60, 2),
];
const shown = (width: number, sortedBy?: string) =>
  fitting(columns, false, width, sortedBy).map(({ id }) => id);

it('leaves out what is wanted least, and of two alike the one further right', () => {
  expect(shown(600)).toEqual(['name', 'first', 'second', 'cost']);
  expect(shown(450)).toEqual(['name', 'first', 'cost']);
  expect(shown(330)).toEqual(['name', 'cost']);
  expect(shown(240)).toEqual(['name']);
});

it('keeps on a phone what has a place there, and what the rows are sorted by', () => {
  const narrow = columns.map((each) => ({ ...each, wide: each.id !== 'name', narrow: '60px' }));
  const ids = (sortedBy: string) => fitting(narrow, true, 320, sortedBy).map(({ id }) => id);
  expect(ids('name')).toEqual(['name']);
  expect(ids('cost')).toEqual(['name', 'cost']);
});

it('keeps what the rows are sorted by', () => {
  expect(shown(450, 'second')).toEqual(['name', 'second', 'cost']);
});
