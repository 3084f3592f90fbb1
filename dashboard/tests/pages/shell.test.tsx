import { fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { address, asked, click, heading, open, press, push, type, withPages } from './open';

withPages();

it('the palette finds an agent and opens it', async () => {
  open('/connect');
  press('k', { ctrlKey: true });
  const field = await screen.findByRole('combobox', { name: 'Find or do' });
  type(field, 'lead res');
  await screen.findAllByRole('option', { name: /Lead Researcher/ });
  fireEvent.keyDown(field, { key: 'Enter' });
  await vi.waitFor(() => expect(address()).toMatch(/\/agent\?id=/));
});

it('the keys of a place lead there, and a question mark lists all keys', async () => {
  open('/connect');
  await heading(/Connect/);
  press('g');
  press('x');
  await heading(/runs/);
  press('?');
  expect(await screen.findByRole('dialog')).toBeTruthy();
  expect(screen.getAllByText('next run').length).toBeGreaterThan(0);
});

it('a range is chosen from the menu and lives in the address', async () => {
  open('/fleet');
  await heading(/Email Writer/);
  press('t');
  await push('Last 24 hours');
  await vi.waitFor(() => expect(address()).toContain('from=-24h'));
});

it('a theme and a density are kept by the browser', async () => {
  open('/fleet');
  const [button] = await screen.findAllByRole('button', { name: /Local administrator/ });
  if (button) click(button);
  click(await screen.findByRole('radio', { name: 'Light' }));
  click(screen.getByRole('radio', { name: 'Compact' }));
  expect(document.documentElement.dataset.theme).toBe('light');
  expect(JSON.parse(Object.values({ ...localStorage })[0] ?? '{}')).toMatchObject({ density: 'compact' });
});

it('a wrong password is refused, a right one leads to where one wanted', async () => {
  open('/sign-in?next=%2Fexecutions', 'signedout');
  type(await screen.findByRole('textbox', { name: 'E-mail address' }), 'mira@northbeam.example');
  type(screen.getByLabelText('Password'), 'wrong');
  await push('Sign in');
  expect(await screen.findByText('The e-mail address or the password is wrong.')).toBeTruthy();
  type(screen.getByLabelText('Password'), 'a long pass phrase');
  await push('Sign in');
  await vi.waitFor(() =>
    expect(asked.some((each) => each.status === 200 && each.method === 'POST')).toBe(true),
  );
});

it('a link sets a password once, and the two must be the same', async () => {
  open('/sign-in#token=used-1', 'link');
  type(await screen.findByLabelText('New password'), 'a long pass phrase');
  type(screen.getByLabelText('Repeat password'), 'another pass phrase');
  await push(/Set password/);
  expect(await screen.findByText('The passwords do not match.')).toBeTruthy();
  type(screen.getByLabelText('Repeat password'), 'a long pass phrase');
  await push(/Set password/);
  expect(await screen.findByText(/This link has been used/)).toBeTruthy();
});

it('in local mode nobody needs to sign in', async () => {
  open('/sign-in');
  await heading(/No sign-in needed/);
});

it('Connect shows the lines for a language, what came in, and turns green by a test trace', async () => {
  open('/connect');
  expect(await screen.findByText(/Port 4317 is taken by another program/)).toBeTruthy();
  expect((await screen.findAllByText(/langfuse-python/)).length).toBeGreaterThan(0);
  click(screen.getByRole('radio', { name: /TypeScript/ }));
  await vi.waitFor(() => expect(address()).toContain('language=typescript'));
  await push('Send a test trace');
  expect(await screen.findByRole('link', { name: 'Open this run' })).toBeTruthy();
});

it('outside local mode an ingest key is made and fills the lines', async () => {
  open('/connect', 'server');
  const snippet = await screen.findByRole('region', { name: /Snippet for Python/ });
  expect(snippet.textContent).toContain('Bearer%20<key>');
  await push('Create ingest key');
  await vi.waitFor(() => expect(snippet.textContent).toContain('Bearer%20ma_7c9f'), { timeout: 10_000 });
});

it('every shared component is drawn in every state', async () => {
  open('/components');
  await heading(/Every shared component/);
  expect(screen.getAllByRole('img').length).toBeGreaterThan(6);
});
