import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { address, asked, click, confirm, dialog, heading, open, push, type, withPages } from './open';

withPages();

const row = (name: RegExp) => screen.findByRole('row', { name });
const sent = (method: string) => asked.filter((each) => each.method === method).at(-1)?.body;

it('a key is made, shown once, and revoked by typing its name', async () => {
  open('/settings?section=keys');
  await push('Create key…');
  const box = await dialog();
  await confirm(/^Create key/);
  expect(await box.findByText(/A key needs a name/)).toBeTruthy();
  type(box.getByRole('textbox', { name: /^Name/ }), 'night shift');
  await confirm(/^Create key/);
  expect(await screen.findByText(/^ma_7c9f/)).toBeTruthy();
  await push('I have saved it');
  expect((await row(/night shift/)).textContent).toContain('never used');
  click(within(await row(/night shift/)).getByRole('button', { name: /Revoke/ }));
  type((await dialog()).getByRole('textbox', { name: /cannot be undone/ }), 'night shift');
  await confirm(/Revoke this key/);
  await vi.waitFor(async () => expect((await row(/night shift/)).textContent).toContain('revoked'));
});

it('a member is invited by a link that is shown once', async () => {
  open('/settings?section=members', 'server');
  await push('Invite…');
  const box = await dialog();
  type(box.getByRole('textbox', { name: 'E-mail address' }), 'new@northbeam.example');
  click(box.getByRole('radio', { name: 'Viewer' }));
  await confirm(/^Invite/);
  expect(await screen.findByText(/\/sign-in#token=/)).toBeTruthy();
  await push('I have saved it');
  expect((await row(/new@northbeam/)).textContent).toContain('Invited');
  expect(sent('POST')).toMatchObject({ email: 'new@northbeam.example', role: 'viewer' });
});

it('the last administrator stays', async () => {
  open('/settings?section=members', 'server');
  await push('Change Mira Adler');
  click((await dialog()).getByRole('radio', { name: 'Developer' }));
  await confirm(/Save changes/);
  expect(await screen.findByText(/This is the last administrator/)).toBeTruthy();
});

it('the table of who may do what is the contract, filtered', async () => {
  open('/settings?section=roles');
  expect(await row(/Manage API keys.*Admin may/)).toBeTruthy();
  click(await screen.findByText('All endpoints'));
  type(await screen.findByRole('textbox', { name: 'Filter endpoints' }), 'outcomes');
  await vi.waitFor(() => expect(screen.queryByRole('row', { name: /api\/v1\/members/ })).toBeNull());
  expect(await row(/POST.*\/outcomes/)).toBeTruthy();
});

it('a policy is tried while it is changed, and saved with what changed', async () => {
  open('/settings?section=privacy');
  const stored = () => screen.getByRole('region', { name: 'Stored' }).textContent;
  await vi.waitFor(() => expect(stored()).toContain('<EMAIL:k1x'), { timeout: 10_000 });
  const email = await screen.findByRole('radiogroup', { name: 'Action for E-mail addresses' });
  click(within(email).getByRole('radio', { name: 'Redact' }));
  expect(await screen.findByText('1 unsaved change')).toBeTruthy();
  await vi.waitFor(() => expect(stored()).toContain('<EMAIL>'), { timeout: 10_000 });
  await push('Save policy…');
  await vi.waitFor(() => expect(screen.getByRole('dialog').textContent).toContain('hash → redact'));
  await confirm(/Save policy/);
  expect(await screen.findByText('Privacy policy saved')).toBeTruthy();
  expect(sent('PUT')).toMatchObject({ classes: { email: 'redact' } });
});

it('a model without a price gets one, and a price that is no number is refused before it is sent', async () => {
  open('/settings?section=prices');
  await push('Set a price for acme-chat-72b');
  const box = await dialog();
  type(box.getByRole('textbox', { name: 'Input $' }), '0,40');
  await confirm(/Set price/);
  expect(await box.findByText(/Input: dollars per million/)).toBeTruthy();
  type(box.getByRole('textbox', { name: 'Input $' }), '0.40');
  type(box.getByRole('textbox', { name: 'Output $' }), '1.20');
  await confirm(/Set price/);
  expect(await screen.findByText('Price of acme-chat-72b set')).toBeTruthy();
  expect(sent('PUT')).toMatchObject({ model: 'acme-chat-72b', tiers: [{ input: '0.40', output: '1.20' }] });
});

it('what an organization keeps is shortened and never lengthened', async () => {
  open('/settings?section=retention');
  const runs = await screen.findByRole('textbox', { name: /^Runs/ });
  type(runs, '120');
  expect(await screen.findByText(/keeps at most 90.days/)).toBeTruthy();
  type(runs, '10');
  expect(await screen.findByText('Messages cannot be kept longer than their run.')).toBeTruthy();
  type(screen.getByRole('textbox', { name: /^Messages/ }), '7');
  await push('Save changes…');
  await confirm(/Save changes/);
  await vi.waitFor(() => expect(sent('PUT')).toMatchObject({ executionDays: 10, contentDays: 7 }));
});

it('a webhook is made, its mapping tried, and what is wrong with it is said', async () => {
  open('/settings?section=webhooks');
  await push('Create webhook…');
  const box = await dialog();
  type(box.getByRole('textbox', { name: /^Name/ }), 'Till');
  click(box.getByRole('radio', { name: 'Anything else' }));
  await confirm(/Create webhook/);
  expect(await screen.findByText(/^whsec_/)).toBeTruthy();
  await push('I have saved it');
  await push('Try');
  const result = () => screen.getByRole('region', { name: 'What the sample creates' }).textContent;
  await vi.waitFor(() => expect(result()).toMatch(/Creates 1\srun/), { timeout: 10_000 });
  type(screen.getByRole('textbox', { name: 'Path of field 1' }), '$.flow.name');
  await push('Try');
  await vi.waitFor(() => expect(result()).toContain('fields.agent'), { timeout: 10_000 });
});

it('a webhook gets a new secret, is switched off, and removed', async () => {
  open('/settings?section=webhooks&sel=wh_n8n1');
  await push('New secret…');
  await confirm(/Create new secret/);
  expect(await screen.findByText(/^whsec_/)).toBeTruthy();
  await push('I have saved it');
  await push('Switch off…');
  await confirm(/Switch off/);
  expect(await screen.findByText('Off: requests are refused.')).toBeTruthy();
  await push('Remove…');
  type((await dialog()).getByRole('textbox', { name: /cannot be undone/ }), 'Lead flows');
  await confirm(/Remove webhook/);
  await vi.waitFor(() => expect(screen.queryByRole('row', { name: /Lead flows/ })).toBeNull(), {
    timeout: 10_000,
  });
});

it('the journal is read page by page, and its chain verified', async () => {
  open('/settings?section=audit');
  expect(await screen.findByText('newest first, 50 loaded')).toBeTruthy();
  await push('Older entries');
  expect(await screen.findByText('newest first, 100 loaded')).toBeTruthy();
  await push('Verify');
  expect(await screen.findByText(/Verified: 1,204.entries/)).toBeTruthy();
});

it('a broken chain is shown as what it is', async () => {
  open('/settings?section=audit', 'broken');
  await push('Verify');
  expect(await screen.findByText('The chain is broken at entry 311')).toBeTruthy();
});

it('a zone that does not exist is refused, and another is saved with a reason', async () => {
  open('/settings?section=organization');
  const zone = await screen.findByRole('combobox', { name: /Time zone/ });
  type(zone, 'Mars/Olympus');
  expect(await screen.findByText(/Unknown time zone/)).toBeTruthy();
  type(zone, 'Asia/Tokyo');
  await push('Save changes…');
  await confirm(/Save changes/);
  expect(await screen.findByText('Organization changed')).toBeTruthy();
});

it('a viewer is told which role a section needs', async () => {
  open('/settings?section=members', 'viewer');
  expect(await screen.findByText('Members needs the role Admin')).toBeTruthy();
  click(screen.getByRole('link', { name: 'Prices' }));
  await heading(/Prices/);
  expect(address()).toContain('section=prices');
  expect(
    ((await screen.findByRole('button', { name: 'Set a price for acme-chat-72b' })) as HTMLButtonElement)
      .disabled,
  ).toBe(true);
});
