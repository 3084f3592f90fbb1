import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { CopyButton, Segments } from './states';
import { TabPanel, Tabs } from './Tabs';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const VALUES = ['one', 'two', 'three'] as const;
type Value = (typeof VALUES)[number];

function Choice({ of: Kind }: { of: 'segments' | 'tabs' }) {
  const [value, setValue] = useState<Value>('one');
  const each = VALUES.map((one) => ({ value: one, label: one }));
  return Kind === 'segments' ? (
    <Segments<Value> label="A choice" value={value} options={each} onChange={setValue} />
  ) : (
    <>
      <Tabs<Value> id="t" label="Parts" value={value} tabs={each} onChange={setValue} />
      <TabPanel id="t" value={value}>
        Panel {value}
      </TabPanel>
    </>
  );
}

const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
const focused = () => document.activeElement?.textContent;

it('a choice is moved by the arrow keys around its ends, and the focus goes along', () => {
  render(<Choice of="segments" />);
  screen.getByRole('radio', { name: 'one' }).focus();
  press('ArrowRight');
  expect(screen.getByRole('radio', { checked: true }).textContent).toBe('two');
  expect(focused()).toBe('two');
  press('ArrowLeft');
  press('ArrowLeft');
  expect(focused()).toBe('three');
  press('ArrowDown');
  expect(focused()).toBe('one');
  press('ArrowUp');
  expect(focused()).toBe('three');
  expect(screen.getByRole('radio', { checked: true }).textContent).toBe('three');
});

it('tabs are moved by the arrow keys, other keys are left alone, and the panel says whose it is', () => {
  render(<Choice of="tabs" />);
  screen.getByRole('tab', { name: 'one' }).focus();
  expect(press('Enter')).toBe(true);
  expect(press('ArrowLeft')).toBe(false);
  expect(focused()).toBe('three');
  press('ArrowRight');
  press('ArrowRight');
  expect(focused()).toBe('two');
  expect(screen.getByRole('tabpanel', { name: 'two' }).textContent).toBe('Panel two');
  expect(screen.getAllByRole('tab').filter((tab) => tab.tabIndex === 0)).toHaveLength(1);
});

it('a copy that the browser refuses is not passed over in silence', async () => {
  vi.stubGlobal('navigator', { ...navigator, clipboard: undefined });
  render(<CopyButton text={() => 'secret'} />);
  fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: 'Not copied' })).toBeTruthy();
});
