import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setPreferences } from '@/shell/preferences';
import {
  address,
  asked,
  click,
  dialog,
  heading,
  open,
  press,
  push,
  type,
  until,
  withPages,
  world,
  writer,
} from './open';

withPages();

const gone = { to: '' };
beforeEach(() => {
  gone.to = '';
  const leave = (url: string | URL) => {
    gone.to = String(url);
  };
  vi.spyOn(window.location, 'assign').mockImplementation(leave);
  vi.spyOn(window.location, 'replace').mockImplementation(leave);
});
afterEach(() =>
  setPreferences({ theme: 'dark', density: 'comfortable', utc: false, singleKeys: true, marks: true }),
);

const person = async (name: RegExp) => {
  const [button] = await screen.findAllByRole('button', { name });
  click(button as HTMLElement);
  return dialog();
};
const sent = (method: string) => asked.filter((each) => each.method === method);
const palette = async () => {
  press('k', { ctrlKey: true });
  return screen.findByRole('combobox', { name: 'Find or do' });
};
const chosen = () => screen.getByRole('option', { selected: true }).textContent;

it('another organization is entered from the menu, and nothing of this one stays', async () => {
  open('/connect', 'server');
  const menu = await person(/Mira Adler/);
  expect(menu.getByText('Admin · signed in with a password')).toBeTruthy();
  const choice = within(await menu.findByRole('group', { name: 'Organization' }));
  click(choice.getByRole('button', { name: 'Northbeam' }));
  expect(sent('PUT')).toEqual([]);
  click(choice.getByRole('button', { name: /Example.*Simulated/ }));
  await until(() => expect(gone.to).toMatch(/^\/fleet\?organization=e0000000/));
  expect(sent('PUT')[0]?.body).toMatchObject({ id: expect.stringMatching(/^e0000000/) });
});

it('one signs out from the menu, and is told when the server did not hear it', async () => {
  open('/connect', 'server');
  const menu = await person(/Mira Adler/);
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no way')));
  click(menu.getByRole('button', { name: 'Sign out' }));
  expect(await menu.findByRole('button', { name: 'Try again' })).toBeTruthy();
  expect(gone.to).toBe('');
  vi.stubGlobal('fetch', fetch);
  click(menu.getByRole('button', { name: 'Try again' }));
  await until(() => expect(gone.to).toBe('/sign-in?out=1'));
});

it('the menu closes by Escape, and leads to all keys', async () => {
  open('/connect');
  const menu = await person(/Local administrator/);
  fireEvent.keyDown(menu.getByRole('radio', { name: 'Dark' }), { key: 'Escape' });
  await until(() => expect(screen.queryByRole('dialog')).toBeNull());
  click((await person(/Local administrator/)).getByRole('button', { name: /All keys/ }));
  expect(await screen.findByRole('dialog', { name: 'All keys' })).toBeTruthy();
});

it('keys without Ctrl can be switched off, and the palette stays', async () => {
  open('/fleet');
  await heading(/Email Writer/);
  press('?');
  click((await dialog()).getByRole('checkbox', { name: /Single-key shortcuts/ }));
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  await until(() => expect(screen.queryByRole('dialog')).toBeNull());
  press('t');
  press('?');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(await palette()).toBeTruthy();
});

it('times turn to UTC and marks go off by a key, and both come back', async () => {
  const kept = () => JSON.parse(localStorage.getItem(Object.keys({ ...localStorage })[0] ?? '') ?? '{}');
  open('/connect');
  await heading(/Connect/);
  press('u');
  expect(kept()).toMatchObject({ utc: true });
  press('u');
  expect(kept()).toMatchObject({ utc: false });
  press('m');
  expect(kept()).toMatchObject({ marks: false });
});

it('any time is chosen by its two ends, and never one that ends before it starts', async () => {
  open('/fleet?from=-2h');
  click(await screen.findByRole('button', { name: 'Time range: Last 2 hours' }));
  const menu = await dialog();
  const show = menu.getByRole('button', { name: 'Show' }) as HTMLButtonElement;
  type(menu.getByLabelText('From'), '2026-11-24T09:30');
  type(menu.getByLabelText('To'), '2026-11-24T08:00');
  expect(menu.getByText('The end is before the start.')).toBeTruthy();
  expect(show.disabled).toBe(true);
  type(menu.getByLabelText('To'), '2026-11-24T11:00');
  click(show);
  await until(() =>
    expect(window.location.search).toBe('?from=2026-11-24T09%3A30%3A00.000Z&to=2026-11-24T11%3A00%3A00.000Z'),
  );
  click(await screen.findByRole('button', { name: /Time range: .*09:30 – 11:00/ }));
  type((await dialog()).getByLabelText('From'), 'yesterday');
  expect((await dialog()).getByText('Write a time as 2026-11-24 14:31.')).toBeTruthy();
});

it('an address that names the example enters it, and is then its address', async () => {
  open('/fleet?organization=example&from=-1h', 'server');
  await until(() => expect(gone.to).toMatch(/^\/fleet\?organization=e0000000[^&]*&from=-1h$/));
  expect(sent('PUT')[0]).toMatchObject({ path: '/api/v1/session/organization', status: 200 });
});

it('an organization that one is no member of is told, and one stays where one is', async () => {
  open('/fleet?organization=00000000-0000-4000-8000-000000000000', 'server');
  expect(await screen.findByText(/an organization that you are not a member of/)).toBeTruthy();
  await until(() => expect(address()).toMatch(/organization=7c9f0d1e/));
  expect(sent('PUT')).toEqual([]);
});

it('who is not signed in is led to the sign-in, and from there back', async () => {
  open('/executions?failed=true', 'signedout');
  await until(() => expect(gone.to).toBe('/sign-in?next=%2Fexecutions%3Ffailed%3Dtrue'));
});

it('every page says that agents are simulated, and that the numbers stand still', async () => {
  open('/connect', 'simulated');
  expect(await screen.findByText('Simulated')).toBeTruthy();
  open('/executions', 'stalled');
  const [mark] = await screen.findAllByText('Numbers: standing still');
  expect(mark?.getAttribute('title')).toBe('Numbers: 15 min, Search: 15 min');
});

it('the palette is walked by the arrow keys around its ends, and opens a new tab by Ctrl Enter', async () => {
  const tab = vi.spyOn(window, 'open').mockReturnValue(null);
  open('/connect');
  const field = await palette();
  await screen.findByRole('option', { name: /Email Writer/ });
  const first = chosen();
  fireEvent.keyDown(field, { key: 'ArrowUp' });
  expect(chosen()).toMatch(/All keys/);
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  expect(chosen()).toBe(first);
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  expect(tab).toHaveBeenCalledWith(expect.stringMatching(/^\/agent\?id=/), '_blank', 'noopener');
  expect(address()).toBe('/connect');
});

it('the palette takes an id of a run to that run, and any words to the search', async () => {
  open('/connect');
  const field = await palette();
  const { traceId } = world().runs[0];
  type(field, traceId.toUpperCase());
  expect(await screen.findByRole('option', { name: /Runs whose text contains/ })).toBeTruthy();
  click(await screen.findByRole('option', { name: /by its id/ }));
  await until(() => expect(address()).toBe(`/execution?id=${traceId}`));
  type(await palette(), 'solar panels');
  click(await screen.findByRole('option', { name: /Runs whose text contains “solar panels”/ }));
  await until(() => expect(address()).toBe('/executions?q=solar+panels'));
});

it('the palette finds the failed runs of an agent that fails, and a view that was saved', async () => {
  open('/executions?failed=true');
  await push('Save view');
  type((await dialog()).getByRole('textbox', { name: 'Name' }), 'What broke');
  click((await dialog()).getByRole('button', { name: 'Save view' }));
  await screen.findByText('View “What broke” saved');
  type(await palette(), 'what br');
  expect(await screen.findByRole('option', { name: /What broke.*saved view/ })).toBeTruthy();
  type(screen.getByRole('combobox', { name: 'Find or do' }), 'email');
  click(await screen.findByRole('option', { name: /^Failed runs of Email Writer/ }));
  await until(() => expect(address()).toContain(`/executions?agent=${writer().id}&failed=true&from=20`));
});

it('the palette lists only what the role may open, and leads to all keys', async () => {
  open('/connect', 'viewer');
  type(await palette(), 'settings:');
  expect(await screen.findByRole('option', { name: /Settings: Prices/ })).toBeTruthy();
  expect(screen.queryByRole('option', { name: /Settings: Members/ })).toBeNull();
  type(screen.getByRole('combobox', { name: 'Find or do' }), 'all keys');
  click(await screen.findByRole('option', { name: /All keys/ }));
  expect(await screen.findByRole('dialog', { name: 'All keys' })).toBeTruthy();
});

it('what can be done with the fleet comes first, by what is wrong', async () => {
  const [failing, slow] = world().needsYou;
  if (!failing || !slow) throw new Error('nobody is in need');
  world().needsYou.push({ ...slow, rule: 'silent', agent: { ...slow.agent, name: 'Report Writer' } });
  open('/fleet');
  expect(await screen.findByText(/Report Writer went silent/)).toBeTruthy();
  await palette();
  const group = within(await screen.findByRole('group', { name: 'Do, on the fleet' }));
  expect(group.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'Show failed runs of Email Writer',
    'Show slow runs of Task Automator',
    'Show last runs of Report Writer',
    'Cost by agent, last 24 hours',
    'Cost by model, last 24 hours',
    'Cost by user, last 24 hours',
  ]);
});

it('a time that was emptied is asked for, and not shown', async () => {
  open('/fleet?from=-2h');
  click(await screen.findByRole('button', { name: 'Time range: Last 2 hours' }));
  const menu = await dialog();
  type(menu.getByLabelText('From'), '');
  expect(menu.getByText('Enter both ends.')).toBeTruthy();
  expect((menu.getByRole('button', { name: 'Show' }) as HTMLButtonElement).disabled).toBe(true);
});
