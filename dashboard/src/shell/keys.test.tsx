import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { dispatchKey, openBindings, useChord, useKeys } from './keys';

afterEach(cleanup);

function Part({ keys, run, role }: { keys: string[]; run: (key: string) => void; role?: string }) {
  useKeys(keys.map((key) => ({ key, does: `does ${key}`, run: () => run(key) })));
  return (
    <>
      <input aria-label="a field" />
      <button type="button">a button</button>
      {role && <div role={role} />}
    </>
  );
}

function press(key: string, init: KeyboardEventInit = {}, on: Element = document.body) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, 'target', { value: on });
  return dispatchKey(event) && event.defaultPrevented;
}

it('runs the newest binding of a key, and the one before once that part of the page has gone', () => {
  const below = vi.fn();
  const above = vi.fn();
  render(<Part keys={['j', 'Escape']} run={below} />);
  const { unmount } = render(<Part keys={['j']} run={above} />);
  expect(press('J')).toBe(true);
  expect([above.mock.calls, below.mock.calls]).toEqual([[['j']], []]);
  unmount();
  expect(press('j')).toBe(true);
  expect(below).toHaveBeenCalledWith('j');
  expect(openBindings().map((binding) => binding.does)).toEqual(['does j', 'does Escape']);
});

it('tells a key with shift from the same without', () => {
  const run = vi.fn();
  render(<Part keys={['t', 'Shift+T']} run={run} />);
  press('T', { shiftKey: true });
  press('t');
  expect(run.mock.calls).toEqual([['Shift+T'], ['t']]);
});

it('leaves keys to who writes, to controls, to dialogs, and to the browser', () => {
  const run = vi.fn();
  const { rerender } = render(<Part keys={['Enter', 'j']} run={run} />);
  expect(press('j', {}, screen.getByLabelText('a field'))).toBe(false);
  expect(press('Enter', {}, screen.getByRole('button'))).toBe(false);
  for (const held of ['metaKey', 'ctrlKey', 'altKey']) expect(press('j', { [held]: true })).toBe(false);
  expect(press('k')).toBe(false);
  expect(press('j', {}, screen.getByRole('button'))).toBe(true);
  run.mockClear();
  rerender(<Part keys={['Enter', 'j']} run={run} role="dialog" />);
  expect(press('j')).toBe(false);
  expect(run).not.toHaveBeenCalled();
});

it.each([
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', '⌘K'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', '⌘K'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'Ctrl K'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 'Ctrl K'],
])('on %s the palette opens with %s', (userAgent, chord) => {
  vi.stubGlobal('navigator', { userAgent });
  const Chord = () => <kbd>{useChord('K')}</kbd>;
  render(<Chord />);
  expect(screen.getByText(chord)).toBeTruthy();
  vi.unstubAllGlobals();
});
