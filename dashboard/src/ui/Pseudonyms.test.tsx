import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Marked } from './Body';
import { Pills, piecesOf } from './Pseudonyms';

afterEach(cleanup);
const pillsOf = (container: HTMLElement) =>
  [...container.querySelectorAll('.pseudonym')].map((pill) => pill.textContent);

it('draws pseudonyms and redactions as pills, and keeps the text as it is stored', () => {
  const text = 'To <EMAIL:k1x9f3a7c2>, card <CARD>, key <AWS_KEY>.';
  const { container } = render(<Pills text={text} />);
  expect(pillsOf(container)).toEqual(['<EMAIL:k1x9f3a7c2>', '<CARD>', '<AWS_KEY>']);
  expect(container.textContent).toBe(text);
});

it('leaves tags, generics and comparisons alone', () => {
  for (const text of [
    '<DIV>x</DIV>',
    'List<T>',
    '<html>',
    'a<B>c',
    '1 < 2 > 0',
    '<P:1>',
    '<FOO:bar12345>',
    '<USER_QUERY>',
  ])
    expect(piecesOf(text).some((piece) => piece.class)).toBe(false);
});

it('marks the failing place between pills', () => {
  const { container } = render(<Marked text={'{"to": <EMAIL:k1x9f3a7c2>"}'} place={26} />);
  expect(container.querySelector('mark')?.textContent).toBe('}');
  expect(pillsOf(container)).toEqual(['<EMAIL:k1x9f3a7c2>']);
});
