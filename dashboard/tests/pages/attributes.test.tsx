import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { asked, confirm, dialog, open, push, type, until, withPages } from './open';

withPages();

const field = (name: string) => screen.findByRole('textbox', { name });
const sent = () => asked.filter((each) => each.method === 'PUT').at(-1)?.body;
const keys = () =>
  screen.getAllByRole<HTMLInputElement>('textbox', { name: /^Key of attribute/ }).map((input) => input.value);

it('an attribute is declared with a label, and saved with what changed', async () => {
  open('/settings?section=attributes');
  await field('Key of attribute 1');
  const before = keys();
  await push('Add attribute');
  const row = before.length + 1;
  type(await field(`Key of attribute ${row}`), ' customer.tier ');
  await push('Save attributes…');
  await dialog();
  expect(screen.getByRole('dialog').textContent).toContain('– → customer.tier');
  await confirm(/Save attributes/);
  await screen.findByText('Attributes saved');
  expect(sent()).toMatchObject({
    items: expect.arrayContaining([{ key: 'customer.tier', label: 'customer.tier', pseudonymous: false }]),
  });
  await until(() => expect(keys()).toEqual([...before, 'customer.tier']));
});

it('an attribute without a key and one that is there twice are said before anything is sent', async () => {
  open('/settings?section=attributes');
  const first = (await field('Key of attribute 1')) as HTMLInputElement;
  const row = keys().length + 1;
  await push('Add attribute');
  await push('Save attributes…');
  expect(await screen.findByText('Enter the key of an attribute.')).toBeTruthy();
  type(await field(`Key of attribute ${row}`), first.value);
  expect(await screen.findByText(`${first.value} is already in the list.`)).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(sent()).toBeUndefined();
});

it('an attribute becomes pseudonymous or is taken away, and changes are forgotten on demand', async () => {
  open('/settings?section=attributes');
  await field('Key of attribute 1');
  const before = keys();
  await push('Remove attribute 1');
  await until(() =>
    expect(screen.queryAllByRole('textbox', { name: /^Key of/ })).toHaveLength(before.length - 1),
  );
  await push('Discard');
  await until(() => expect(keys()).toEqual(before));
  const [box] = screen.getAllByRole<HTMLInputElement>('checkbox', { name: 'Pseudonymous' });
  box?.click();
  await push('Save attributes…');
  expect((await dialog()).getByText(/, pseudonymous/)).toBeTruthy();
});

it('a viewer reads the attributes and cannot change them', async () => {
  open('/settings?section=attributes', 'viewer');
  const first = (await field('Key of attribute 1')) as HTMLInputElement;
  expect(first.disabled).toBe(true);
  expect(screen.queryByRole('button', { name: 'Add attribute' })).toBeNull();
  expect(within(document.body).queryByRole('button', { name: /^Remove attribute/ })).toBeNull();
});
