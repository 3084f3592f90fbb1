import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { asked, click, confirm, dialog, open, push, type, until, withPages } from './open';

withPages();

const row = (name: RegExp) => screen.findByRole('row', { name });
const sent = (method: string) => asked.filter((each) => each.method === method).at(-1)?.body;
const region = (name: string) => screen.findByRole('region', { name });
const field = (name: string | RegExp) => screen.findByRole('textbox', { name });
const stored = async (pattern: RegExp) =>
  until(async () => expect((await region('Stored')).textContent).toMatch(pattern));

it('a key of names is declared, and another taken away', async () => {
  open('/settings?section=privacy');
  type(await field('Add a key of personal names'), 'client_name, customer_name  patient');
  click(within(await region('Keys of personal names')).getByRole('button', { name: 'Add' }));
  click(await screen.findByRole('button', { name: 'Remove the key passenger' }));
  await push('Save policy…');
  await confirm(/Save policy/);
  await screen.findByText('Privacy policy saved');
  expect(sent('PUT')).toMatchObject({
    nameKeys: ['customer_name', 'full_name', 'first_name', 'last_name', 'client_name', 'patient'],
  });
});

it('an attribute is treated on its own, and one that has no name cannot be saved', async () => {
  open('/settings?section=privacy');
  await push('Add attribute');
  await push('Save policy…');
  expect(screen.queryByRole('dialog')).toBeNull();
  type(await field('Attribute 2'), 'app.invoice');
  const choice = await screen.findByRole('radiogroup', { name: 'Action for attribute 2' });
  click(within(choice).getByRole('radio', { name: 'Redact' }));
  click(screen.getByRole('button', { name: 'Remove attribute 1' }));
  await push('Save policy…');
  await confirm(/Save policy/);
  await screen.findByText('Privacy policy saved');
  expect(sent('PUT')).toMatchObject({ attributes: [{ key: 'app.invoice', action: 'redact' }] });
});

it('a pattern of one’s own is tried as it is written, and what RE2 cannot do is said beside it', async () => {
  open('/settings?section=privacy');
  await push('Add pattern');
  type(await field('Name of pattern 2'), 'order');
  type(await field('Pattern 2'), 'A-\\d{5}');
  await stored(/<ORDER:k1x/);
  const choice = await screen.findByRole('radiogroup', { name: 'Action for pattern 2' });
  click(within(choice).getByRole('radio', { name: 'Redact' }));
  await stored(/"order": "<ORDER>"/);
  type(await field('Pattern 2'), '(?=A)');
  expect(await screen.findByText(/RE2 has no look-around/)).toBeTruthy();
  click(screen.getByRole('button', { name: 'Remove pattern 2' }));
  await until(() => expect(screen.queryByText(/RE2 has no look-around/)).toBeNull());
  expect(screen.queryByText(/not saved yet\.$/)).toBeNull();
});

it('changes of the policy are forgotten on demand', async () => {
  open('/settings?section=privacy');
  await push('Remove attribute 1');
  expect(await screen.findByText('1 unsaved change')).toBeTruthy();
  await push('Discard');
  expect(((await field('Attribute 1')) as HTMLInputElement).value).toBe('app.customer.*');
  expect(screen.queryByText('1 unsaved change')).toBeNull();
});

it('a text of one’s own is tried on the saved policy', async () => {
  open('/settings?section=privacy');
  type(await field('Text to test the policy on'), 'call +44 20 7946 0958 now');
  await stored(/^Storedcall <PHONE:k1x\w+> now$/);
  expect((await region('Found')).textContent).toMatch(/^Found 1/);
});

it('a viewer reads the policy and may neither change nor try it', async () => {
  open('/settings?section=privacy', 'viewer');
  expect(await screen.findByText(/Testing a text needs the role Developer/)).toBeTruthy();
  expect(screen.queryByRole('radiogroup', { name: /Action for/ })).toBeNull();
  expect(screen.queryByRole('button', { name: /Remove the key/ })).toBeNull();
});

it('a model gets a price in tiers, which begin above one another', async () => {
  open('/settings?section=prices');
  await push('Add a model…');
  const box = await dialog();
  await confirm(/Set price/);
  expect(await box.findByText('Enter the model as agents name it.')).toBeTruthy();
  type(box.getByRole('textbox', { name: /^Model/ }), 'house-model');
  type(box.getByRole('textbox', { name: 'Input $' }), '1');
  type(box.getByRole('textbox', { name: 'Output $' }), '2');
  click(box.getByRole('button', { name: 'Add a tier for longer contexts' }));
  click(box.getByRole('button', { name: 'Add a tier for longer contexts' }));
  const longer = () => box.getAllByRole('group', { name: 'Longer contexts' });
  click(within(longer()[1] as HTMLElement).getByRole('button', { name: 'Remove this tier' }));
  const tier = within(longer()[0] as HTMLElement);
  type(tier.getByRole('textbox', { name: 'Input $' }), '3');
  type(tier.getByRole('textbox', { name: 'Output $' }), '4');
  type(tier.getByRole('textbox', { name: /^Above/ }), '0');
  click(box.getByRole('button', { name: /Set price/ }));
  expect(await box.findByText('Each tier starts above the one before it.')).toBeTruthy();
  type(tier.getByRole('textbox', { name: /^Above/ }), '128000');
  click(box.getByRole('checkbox', { name: /Apply to past runs/ }));
  click(box.getByRole('button', { name: /Set price/ }));
  expect(await screen.findByText('past runs are being recounted')).toBeTruthy();
  expect(sent('PUT')).toMatchObject({
    model: 'house-model',
    applyToPast: true,
    tiers: [
      { aboveTokens: 0, input: '1', output: '2', cacheRead: null },
      { aboveTokens: 128_000, input: '3', output: '4' },
    ],
  });
  const [shown] = within(await screen.findByRole('table', { name: 'Prices of models' })).getAllByRole('row', {
    name: /yours/,
  });
  expect(shown?.textContent).toMatch(/house-model.*above 128,000 tokens.*\$1\.00\$3\.00\$2\.00\$4\.00/);
});

it('the price of the list is changed from what it is', async () => {
  open('/settings?section=prices');
  await push('Change the price of claude-sonnet-4-5');
  const box = await dialog();
  expect(
    box.getAllByRole('textbox', { name: 'Input $' }).map((input) => (input as HTMLInputElement).value),
  ).toEqual(['3', '6']);
  click(box.getByRole('button', { name: 'Contract with the provider' }));
  click(box.getByRole('button', { name: /Set price/ }));
  expect(await screen.findByText('for calls from now on')).toBeTruthy();
  expect(sent('PUT')).toMatchObject({ reason: 'Contract with the provider', applyToPast: false });
});

it('a price of one’s own goes back to the list', async () => {
  open('/settings?section=prices');
  await push('Use the list price of mistral-large-latest');
  await confirm(/Use list price/);
  expect(await screen.findByText('mistral-large-latest uses the list price again')).toBeTruthy();
  await until(() => expect(screen.queryByRole('button', { name: /back to the list/ })).toBeNull());
});

it('prices are searched by model', async () => {
  open('/settings?section=prices');
  type(await field('Search a model'), 'gemini');
  await until(() => expect(screen.queryByRole('row', { name: /mistral/ })).toBeNull());
  expect((await row(/gemini-2\.5-flash/)).textContent).toMatch(/\$0\.30\$2\.50\$0\.075/);
  type(await field('Search a model'), 'nothing like it');
  await push('Clear search');
  expect(await row(/mistral/)).toBeTruthy();
});

it('where every model has a price, that is said', async () => {
  open('/settings?section=prices', 'empty');
  expect(await screen.findByText(/Every model called in the last 30 days has a price/)).toBeTruthy();
});

it('a member gets a new link, which is shown once', async () => {
  open('/settings?section=members', 'server');
  await push('New link for Dana Okafor');
  click((await dialog()).getByRole('button', { name: 'Password forgotten' }));
  click((await dialog()).getByRole('button', { name: /Create link/ }));
  expect(await screen.findByText(/^http.*\/sign-in#token=/)).toBeTruthy();
  await push('I have saved it');
  await until(() => expect(screen.queryByText(/sign-in\?token=/)).toBeNull());
});

it('a member is renamed, disabled, and told apart in the list', async () => {
  open('/settings?section=members', 'server');
  await push('Change Dana Okafor');
  const box = await dialog();
  await confirm(/Save changes/);
  expect(await box.findByText('Nothing has changed yet.')).toBeTruthy();
  type(box.getByRole('textbox', { name: 'Name' }), 'Dana O.');
  click(box.getByRole('radio', { name: 'Off' }));
  expect(box.getByText('off, sessions end at once')).toBeTruthy();
  click(box.getByRole('button', { name: /Save changes/ }));
  expect(await screen.findByText('Dana O. was changed')).toBeTruthy();
  expect(sent('PATCH')).toMatchObject({ name: 'Dana O.', disabled: true });
  expect(sent('PATCH')).not.toHaveProperty('role');
  await until(async () => expect((await row(/Dana O\./)).textContent).toContain('disabled'));
});

it('a member is removed by typing their address', async () => {
  open('/settings?section=members', 'server');
  await push('Remove Jonas Brandt');
  type((await dialog()).getByRole('textbox', { name: /cannot be undone/ }), 'jonas@northbeam.example');
  await confirm(/Remove member/);
  expect(await screen.findByText('Jonas Brandt was removed')).toBeTruthy();
  await until(() => expect(screen.queryByRole('row', { name: /Jonas/ })).toBeNull());
});

it('an address that is no address is refused before it is sent, one that is taken afterwards', async () => {
  open('/settings?section=members', 'server');
  await push('Invite…');
  const box = await dialog();
  type(box.getByRole('textbox', { name: 'E-mail address' }), 'nobody');
  await confirm(/^Invite/);
  expect(await box.findByText(/Enter an e-mail address/)).toBeTruthy();
  expect(sent('POST')).toBeUndefined();
  type(box.getByRole('textbox', { name: 'E-mail address' }), 'dana@northbeam.example');
  click(box.getByRole('button', { name: /^Invite/ }));
  expect(await box.findByText(/is a member already/)).toBeTruthy();
});

it('without members one is invited first', async () => {
  open('/settings?section=members', 'empty');
  expect(await screen.findByText('No members yet')).toBeTruthy();
  expect(screen.getByText(/In local mode nobody signs in/)).toBeTruthy();
});

it('the journal is filtered, and an empty one says what will be in it', async () => {
  const page = open('/settings?section=audit');
  await screen.findByText('newest first, 50 loaded');
  type(await field('Filter by person, change and reason'), 'no such thing');
  expect(await screen.findByText(/Older entries have not been read/)).toBeTruthy();
  await push('Clear filter');
  await until(() => expect(screen.getAllByRole('listitem').length).toBeGreaterThan(40));
  page.unmount();
  open('/settings?section=audit', 'empty');
  expect(await screen.findByText('No changes yet')).toBeTruthy();
});

it('a journal that cannot be read or verified says so', async () => {
  open('/settings?section=audit', 'error');
  expect(await screen.findByText('The journal could not be read')).toBeTruthy();
  await push('Verify');
  expect(await screen.findByText('The chain could not be verified')).toBeTruthy();
});

it('a mapping is changed field by field, tried, and saved with a reason', async () => {
  open('/settings?section=webhooks&sel=wh_inv');
  await push('Remove field 6');
  await push('Add a field');
  type(await screen.findByRole('combobox', { name: 'Field 6' }), 'model');
  type(await field('Path of field 6'), 'model');
  const save = (await screen.findByRole('button', { name: 'Save mapping…' })) as HTMLButtonElement;
  await until(() => expect(save.disabled).toBe(true));
  type(await field('Path of field 6'), '=house-model');
  await push('Try');
  await until(async () =>
    expect((await region('What the sample creates')).textContent).toMatch(/Creates 1.run.*house-model/s),
  );
  await push('Save mapping…');
  await confirm(/Save mapping/);
  expect(await screen.findByText('Mapping of Invoice reader saved')).toBeTruthy();
  expect(sent('PATCH')).toMatchObject({ mapping: { fields: { model: '=house-model' } } });
  expect(sent('PATCH')).not.toHaveProperty('mapping.fields.output');
});

it('a mapping can become outcomes, and a sample that is no JSON is not tried', async () => {
  open('/settings?section=webhooks&sel=wh_inv');
  click(await screen.findByRole('radio', { name: 'An outcome' }));
  type(await field('A sample of what is sent, as JSON'), '{ "run": ');
  const attempt = (await screen.findByRole('button', { name: 'Try' })) as HTMLButtonElement;
  expect(attempt.disabled).toBe(true);
  expect((await field('A sample of what is sent, as JSON')).getAttribute('aria-invalid')).toBe('true');
});

it('a webhook that was refused says why, and one that is off is switched on', async () => {
  const page = open('/settings?section=webhooks&sel=wh_cold');
  expect(await screen.findByText(/Is the clock of the sender right/)).toBeTruthy();
  page.unmount();
  open('/settings?section=webhooks&sel=wh_old');
  await push('Switch on…');
  await confirm(/Switch on/);
  expect(await screen.findByText('Agency PM, old is on')).toBeTruthy();
  expect(sent('PATCH')).toMatchObject({ disabled: false });
});
