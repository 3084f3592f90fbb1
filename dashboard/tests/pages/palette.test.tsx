import { screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { setPreferences } from '@/shell/preferences';
import { address, click, failedRun, open, press, type, until, withPages } from './open';

withPages();
afterEach(() => setPreferences({ theme: 'dark', density: 'comfortable', utc: false }));

const ask = async (text: string) => {
  press('k', { ctrlKey: true });
  type(await screen.findByRole('combobox', { name: 'Find or do' }), text);
};
const option = (name: RegExp) => screen.findByRole('option', { name });

it.each([
  ['a user', 'user-3', /^Runs of user user-3\s?\d+\sruns? in 24 h/, '/executions?userId=user-3'],
  ['a session', 'campaign/17 ü', /^Session campaign\/17 ü/, '/session?id=campaign%2F17+%C3%BC'],
  ['a version of a prompt', 'v14', /^Runs with prompt v14/, '/executions?promptVersion=v14'],
  ['a run by its subject', 'the blue house', /^The blue house\s?Email Writer · failed/, '/execution?id='],
])('finds %s', async (_, text, name, to) => {
  Object.assign(failedRun(), {
    sessionId: 'campaign/17 ü',
    subject: 'The blue house',
    name: 'The blue house',
  });
  open('/connect');
  await ask(text);
  click(await option(name));
  await until(() => expect(address()).toContain(to));
});

it('does what the menus do: theme, density, time range, invitation', async () => {
  open('/executions');
  await ask('theme light');
  click(await option(/^Theme: light/));
  await until(() => expect(document.documentElement.dataset.theme).toBe('light'));
  await ask('density');
  click(await option(/^Density: compact/));
  await until(() => expect(document.documentElement.dataset.density).toBe('compact'));
  await ask('last hour');
  click(await option(/^Time range: last hour/));
  await until(() => expect(address()).toBe('/executions?from=-1h'));
  await ask('expensive');
  click(await option(/^Most expensive agents/));
  await until(() => expect(address()).toBe('/executions?by=agent&sort=-costUsd'));
});

it('switches to another organization, and opens the invitation', async () => {
  open('/connect', 'server');
  await ask('example');
  expect(await option(/^Switch to Example/)).toBeTruthy();
  type(screen.getByRole('combobox', { name: 'Find or do' }), 'invite');
  click(await option(/^Invite a member/));
  await until(() => expect(address()).toMatch(/^\/settings\?section=members&do=invite/));
  expect(await screen.findByRole('dialog', { name: /Invite/ })).toBeTruthy();
});

it('offers no time range where there is none, and no invitation to who may not invite', async () => {
  open('/connect', 'viewer');
  await ask('last hour');
  const list = within(await screen.findByRole('listbox', { name: 'What was found' }));
  expect(list.queryByRole('option', { name: /Time range/ })).toBeNull();
  type(screen.getByRole('combobox', { name: 'Find or do' }), 'invite');
  expect(list.queryByRole('option', { name: /^Invite/ })).toBeNull();
});

it('says since when an agent fails, and how many of its runs', async () => {
  open('/fleet');
  await ask('email');
  expect(await option(/^Email Writer\s?agent · failing since/)).toBeTruthy();
  expect(await option(/^Failed runs of Email Writer\s?22\sruns, failing since/)).toBeTruthy();
});
