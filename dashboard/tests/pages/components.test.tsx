import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { click, confirm, dialog, open, push, type, until, withPages } from './open';

withPages();

const region = async (name: string) => within(await screen.findByRole('region', { name }));

it('charts say in words what they show, and a sample of each is there', async () => {
  open('/components');
  expect(await screen.findByRole('img', { name: 'Success over time, a sample' })).toBeTruthy();
  const names = (await screen.findAllByRole('img')).map((image) => image.getAttribute('aria-label'));
  expect(names.filter((name) => !name)).toEqual([]);
  const chart = screen.getByRole('img', { name: 'Success over time, a sample' });
  const lines = () => chart.querySelectorAll('line').length;
  const before = lines();
  fireEvent.pointerMove(chart, { clientX: 600 });
  expect(lines()).toBe(before + 1);
  fireEvent.pointerLeave(chart);
  expect(lines()).toBe(before);
});

it('a row that is chosen in the table is chosen in the waterfall', async () => {
  open('/components');
  const table = within(await screen.findByRole('table', { name: 'Sample actions' }));
  await until(() => expect(table.getAllByRole('row').length).toBeGreaterThan(2));
  const row = table.getAllByRole('row')[2] as HTMLElement;
  const name = within(row).getAllByRole('cell')[0]?.textContent ?? 'none';
  click(row);
  await until(() => {
    const item = screen.getByRole('treeitem', { selected: true });
    expect(item.textContent?.startsWith(name)).toBe(true);
  });
});

it('filters are added once for each field, and removed', async () => {
  open('/components');
  const field = await screen.findByRole('combobox', { name: /Filter runs/ });
  for (const model of ['model:one', 'model:two']) {
    type(field, model);
    fireEvent.keyDown(field, { key: 'Enter' });
  }
  expect(screen.queryByRole('button', { name: 'Remove the filter model is one' })).toBeNull();
  await push('Remove the filter model is two');
  await push('Remove the filter outcome is failed');
  expect(screen.queryByRole('button', { name: /Remove the filter/ })).toBeNull();
});

it('what was done is said, taken back or closed', async () => {
  open('/components');
  await push('Say it is done');
  const said = () => within(document.querySelector('.toasts') as HTMLElement);
  expect(said().getByText('Done')).toBeTruthy();
  click(said().getByRole('button', { name: /Undo/ }));
  expect(said().queryByText('Done')).toBeNull();
  await push('Say it is done');
  click(said().getByRole('button', { name: 'Close this message' }));
  expect(said().queryByText('Done')).toBeNull();
});

it('at most three messages stand at a time', async () => {
  open('/components');
  for (let i = 0; i < 5; i++) await push('Say it is done');
  const said = within(document.querySelector('.toasts') as HTMLElement);
  expect(said.getAllByText('Done')).toHaveLength(3);
});

it('a secret is closed by its button and not by a click beside it', async () => {
  open('/components');
  await push('Show a secret once');
  expect((await dialog()).getByText('ma_sample_key')).toBeTruthy();
  fireEvent.pointerDown(document.body);
  expect(screen.queryByRole('dialog')).toBeTruthy();
  await push('I have saved it');
  await until(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('a change is confirmed by Ctrl Enter, cancelled by Escape, and offers reasons that repeat', async () => {
  open('/components');
  await push('Change something…');
  click((await dialog()).getByRole('button', { name: 'The objective was too strict' }));
  const reason = (await dialog()).getByRole('textbox', { name: /Reason/ }) as HTMLTextAreaElement;
  expect(reason.value).toBe('The objective was too strict');
  fireEvent.keyDown(reason, { key: 'Enter', ctrlKey: true });
  await until(() => expect(screen.queryByRole('dialog')).toBeNull());
  await push('Save policy…');
  fireEvent.keyDown((await dialog()).getByRole('textbox', { name: /Reason/ }), { key: 'Escape' });
  await until(() => expect(screen.queryByRole('dialog')).toBeNull());
  await push('Change something…');
  await confirm(/Cancel/);
  await until(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('a field says what is wrong with it, and no longer when it is right', async () => {
  open('/components');
  const settings = await region('Settings');
  const days = settings.getByRole('textbox', { name: /^Runs/ });
  expect(days.getAttribute('aria-invalid')).toBe('true');
  expect(settings.getByText('This installation keeps 90 days at most.')).toBeTruthy();
  type(days, '30');
  expect(days.getAttribute('aria-invalid')).toBe('false');
});
