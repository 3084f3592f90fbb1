import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { open } from './open';
import { FAILED_RUN } from './pages';

const base = (url: string | undefined) => url ?? '';
const dialog = (page: Page) => page.getByRole('dialog');
const because = (page: Page, reason = 'a reason that others understand') =>
  dialog(page)
    .getByRole('textbox', { name: /Reason/ })
    .fill(reason);
async function isAccessible(page: Page) {
  // While it fades in, everything on it is too pale.
  await dialog(page).evaluate((element) =>
    Promise.allSettled(element.getAnimations({ subtree: true }).map((animation) => animation.finished)),
  );
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
}

test('a key is made, shown once, and revoked by typing its name', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=keys', { scenario: 'keys1' });
  await page.getByRole('button', { name: 'Create key…' }).click();
  await dialog(page)
    .getByRole('button', { name: /^Create key/ })
    .click();
  await expect(dialog(page).getByText('A key needs a name')).toBeVisible();
  await dialog(page).getByRole('textbox', { name: /^Name/ }).fill('night shift');
  await dialog(page).getByRole('radio', { name: '30 days' }).click();
  await because(page);
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/dialog-key-dark.png' });
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page).getByText(/^ma_7c9f/)).toBeVisible();
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/dialog-once-dark.png' });
  await dialog(page).getByRole('button', { name: 'I have saved it' }).click();
  const row = page.getByRole('row', { name: /night shift/ });
  await expect(row).toContainText('never used');
  await expect(row).toContainText('expires');
  await row.getByRole('button', { name: /Revoke/ }).click();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Revoke this key/ })
    .click();
  await expect(dialog(page)).toBeVisible();
  await dialog(page)
    .getByRole('textbox', { name: /cannot be undone/ })
    .fill('night shift');
  await dialog(page)
    .getByRole('button', { name: /Revoke this key/ })
    .click();
  await expect(page.getByRole('row', { name: /night shift/ })).toContainText('revoked');
});

test('a member is invited by a link, and the last administrator stays', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=members', { scenario: 'server2' });
  await page.getByRole('button', { name: 'Invite…' }).click();
  await dialog(page).getByRole('textbox', { name: 'E-mail address' }).fill('new@northbeam.example');
  await dialog(page).getByRole('radio', { name: 'Viewer' }).click();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /^Invite/ })
    .click();
  await expect(dialog(page).getByText(/http.*\/sign-in#token=/)).toBeVisible();
  await dialog(page).getByRole('button', { name: 'I have saved it' }).click();
  await expect(page.getByRole('row', { name: /new@northbeam/ })).toContainText('Invited');
  await page.getByRole('button', { name: 'Change Mira Adler' }).click();
  await dialog(page).getByRole('radio', { name: 'Developer' }).click();
  await expect(dialog(page).getByText('Admin → Developer')).toBeVisible();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Save changes/ })
    .click();
  await expect(dialog(page).getByText('This is the last administrator')).toBeVisible();
  await isAccessible(page);
});

test('the table of who may do what is filtered', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=roles');
  await page.getByText('All endpoints').click();
  await page.getByRole('textbox', { name: 'Filter endpoints' }).fill('outcomes');
  const row = page.getByRole('row', { name: /POST.*outcomes/ });
  await expect(row).toContainText('Viewer may not');
  await expect(row).toContainText('Developer may');
  await expect(page.getByRole('row', { name: /api\/v1\/members/ })).toHaveCount(0);
});

test('the policy is tried while it is changed, and saved with a reason', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=privacy', { scenario: 'privacy1' });
  const stored = page.getByRole('region', { name: 'Stored' });
  await page.clock.fastForward(400);
  await expect(stored.locator('.pseudonym').first()).toHaveText(/<EMAIL:k1x/);
  await expect(stored).toContainText('<PERSON_NAME:');
  await page
    .getByRole('radiogroup', { name: 'Action for E-mail addresses' })
    .getByRole('radio', { name: 'Redact' })
    .click();
  await page.clock.fastForward(400);
  await expect(stored.locator('.pseudonym').first()).toHaveText('<EMAIL>');
  await expect(page.getByText('1 unsaved change')).toBeVisible();
  await page.getByRole('button', { name: 'Add pattern' }).click();
  await page.getByRole('textbox', { name: 'Name of pattern 2' }).fill('order');
  await page.getByRole('textbox', { name: 'Pattern 2', exact: true }).fill('(?=A-)\\d+');
  await page.clock.fastForward(400);
  await expect(page.getByText(/RE2 has no look-around/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Pattern 2', exact: true }).fill('A-\\d{5}');
  await page.clock.fastForward(400);
  await expect(stored).toContainText('<ORDER:');
  await page.getByRole('button', { name: 'Save policy…' }).click();
  await expect(dialog(page).getByText('hash → redact')).toBeVisible();
  await because(page);
  await isAccessible(page);
  await dialog(page)
    .getByRole('button', { name: /Save policy/ })
    .click();
  await expect(page.getByText('Privacy policy saved')).toBeVisible();
  await expect(page.getByText(/unsaved change/)).toHaveCount(0);
  await expect(page.getByText(/Version 8/)).toBeVisible();
});

test('a model without a price gets one', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=prices', { scenario: 'prices1' });
  await page.getByRole('button', { name: 'Set a price for acme-chat-72b' }).click();
  await expect(dialog(page).getByRole('checkbox', { name: /Apply to past runs/ })).toBeChecked();
  await dialog(page).getByRole('textbox', { name: 'Input $', exact: true }).fill('0,40');
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Set price/ })
    .click();
  await expect(dialog(page).getByText(/Input: dollars per million/)).toBeVisible();
  await dialog(page).getByRole('textbox', { name: 'Input $', exact: true }).fill('0.40');
  await dialog(page).getByRole('textbox', { name: 'Output $', exact: true }).fill('1.20');
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/dialog-price-dark.png' });
  await dialog(page)
    .getByRole('button', { name: /Set price/ })
    .click();
  await expect(page.getByText('Price of acme-chat-72b set')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Set a price for acme-chat-72b' })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /acme-chat-72b/ })).toContainText('$0.40');
  await page.getByRole('textbox', { name: 'Search a model' }).fill('sonnet');
  await expect(page.getByRole('row', { name: /claude-sonnet-4-5/ })).toContainText('above 200,000 tokens');
});

test('retention is shortened, never lengthened', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=retention', { scenario: 'retention1' });
  const runs = page.getByRole('textbox', { name: /^Runs/ });
  await runs.fill('120');
  await expect(page.getByText(/keeps at most 90.days/)).toBeVisible();
  await runs.fill('10');
  await expect(page.getByText('Messages cannot be kept longer')).toBeVisible();
  await page.getByRole('textbox', { name: /^Messages/ }).fill('7');
  await page.getByRole('button', { name: 'Save changes…' }).click();
  await expect(dialog(page).getByText(/deleted for good/)).toBeVisible();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Save changes/ })
    .click();
  await expect(page.getByText(/kept for 10.days/)).toBeVisible();
});

test('a generic webhook is made, mapped and tried on a sample', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=webhooks', { scenario: 'webhooks1' });
  await page.getByRole('button', { name: 'Create webhook…' }).click();
  await dialog(page).getByRole('textbox', { name: /^Name/ }).fill('Till');
  await dialog(page).getByRole('radio', { name: 'Anything else' }).click();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Create webhook/ })
    .click();
  await expect(dialog(page).getByText(/^whsec_/)).toBeVisible();
  await expect(dialog(page).getByText(/X-MetaAgent-Signature/)).toBeVisible();
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/dialog-webhook-dark.png' });
  await dialog(page).getByRole('button', { name: 'I have saved it' }).click();
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  const result = page.getByRole('region', { name: 'What the sample creates' });
  await expect(result).toContainText('Creates 1 run');
  await expect(result).toContainText('Invoice reader');
  await page.getByRole('textbox', { name: 'Path of field 1', exact: true }).fill('$.flow.name');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(result).toContainText('fields.agent');
  await expect(result).toContainText('Creates nothing');
  await page.getByRole('textbox', { name: 'Path of field 1', exact: true }).fill('=Till');
  await page.getByRole('button', { name: 'Save mapping…' }).click();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Save mapping/ })
    .click();
  await expect(page.getByText('Mapping of Till saved')).toBeVisible();
});

test('a webhook gets a new secret, is switched off and removed', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=webhooks&sel=wh_n8n1', {
    scenario: 'webhooks2',
  });
  await page.getByRole('button', { name: 'New secret…' }).click();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Create new secret/ })
    .click();
  await expect(dialog(page).getByText(/^whsec_/)).toBeVisible();
  await dialog(page).getByRole('button', { name: 'I have saved it' }).click();
  await page.getByRole('button', { name: 'Switch off…' }).click();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Switch off/ })
    .click();
  await expect(page.getByText('Off: requests are refused.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove…' }).click();
  await because(page);
  await dialog(page)
    .getByRole('textbox', { name: /cannot be undone/ })
    .fill('Lead flows');
  await dialog(page)
    .getByRole('button', { name: /Remove webhook/ })
    .click();
  await expect(page.getByRole('row', { name: /Lead flows/ })).toHaveCount(0);
});

test('the journal is read page by page, and its chain verified', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=audit');
  await expect(page.getByText('newest first, 50 loaded')).toBeVisible();
  await page.getByRole('button', { name: 'Older entries' }).click();
  await expect(page.getByText('newest first, 100 loaded')).toBeVisible();
  await page.getByRole('textbox', { name: /Filter by person/ }).fill('mistral');
  await expect(page.getByText('“By our contract with the provider”').first()).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText(/Verified: 1,204.entries/)).toBeVisible();
});

test('a broken chain is shown as what it is', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=audit', { scenario: 'broken' });
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('The chain is broken at entry 311')).toBeVisible();
  await page.screenshot({ path: 'screenshots/settings-audit-broken-dark.png' });
});

test('the organization gets another zone, and times are written in it', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings?section=organization', { scenario: 'org1' });
  await page.getByRole('combobox', { name: /Time zone/ }).fill('Mars/Olympus');
  await expect(page.getByText(/Unknown time zone/)).toBeVisible();
  await page.getByRole('combobox', { name: /Time zone/ }).fill('Asia/Tokyo');
  await page.getByRole('button', { name: 'Save changes…' }).click();
  await expect(dialog(page).getByText('UTC → Asia/Tokyo')).toBeVisible();
  await because(page);
  await dialog(page)
    .getByRole('button', { name: /Save changes/ })
    .click();
  await expect(page.getByText('Organization changed')).toBeVisible();
});

test('somebody who is not signed in is sent to the sign-in page, and back', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/executions?failed=true', { scenario: 'signedout' });
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fexecutions%3Ffailed%3Dtrue/);
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('mira@northbeam.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible();
  await page.getByLabel('Password').fill('a long pass phrase');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/executions\?failed=true/);
  await page.getByRole('button', { name: /Mira Adler/ }).click();
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/person-menu-dark.png' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out, here and on the server.')).toBeVisible();
});

test('a link sets a password once', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/sign-in#token=used-1', { scenario: 'link1' });
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: /Set password/ }).click();
  await expect(page.getByText('At least 12 characters.', { exact: true })).toBeVisible();
  await page.getByLabel('New password').fill('a long pass phrase');
  await page.getByLabel('Repeat password').fill('another pass phrase');
  await page.getByRole('button', { name: /Set password/ }).click();
  await expect(page.getByText('The passwords do not match.')).toBeVisible();
  await page.getByLabel('Repeat password').fill('a long pass phrase');
  await page.getByRole('button', { name: /Set password/ }).click();
  await expect(page.getByText(/This link has been used/)).toBeVisible();
});

test('another organization is entered, and a simulated one says so', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/connect', { scenario: 'server' });
  await page.getByRole('button', { name: /Mira Adler/ }).click();
  await page.getByRole('button', { name: /Example/ }).click();
  await expect(page).toHaveURL(/\/fleet/);
  await expect(page.locator('.top').getByText('Simulated')).toBeVisible();
});

test('a viewer sees what it is, and who may', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/settings', { scenario: 'viewer' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Roles.');
  await page.goto(`/execution?id=${FAILED_RUN}`);
  await expect(page.getByText('Not allowed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add outcome…' })).toBeDisabled();
  await page.goto('/executions');
  await expect(page.getByRole('button', { name: 'Save view' })).toBeDisabled();
  await page.goto('/connect');
  await expect(page.getByText(/Shown to developers and admins/)).toBeVisible();
  await page.goto('/settings');
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByText('API keys needs the role Admin')).toBeVisible();
  await page.getByRole('link', { name: 'Prices' }).click();
  await expect(page.getByRole('button', { name: 'Set a price for acme-chat-72b' })).toBeDisabled();
});

test('outside local mode an ingest key is made on Connect, and fills the lines', async ({
  context,
  baseURL,
}) => {
  const page = await open(context, base(baseURL), '/connect', { scenario: 'server3' });
  const snippet = page.getByRole('region', { name: /Snippet for Python/ });
  await expect(snippet).toContainText('Bearer%20<key>');
  await page.getByRole('button', { name: 'Create ingest key' }).click();
  await expect(snippet).toContainText('Bearer%20ma_7c9f');
  await expect(page.getByText(/shown only once/)).toBeVisible();
});

test('a person says how a run went', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), `/execution?id=${FAILED_RUN}`, { scenario: 'outcome1' });
  const outcomes = page.getByRole('region', { name: 'Outcomes' });
  await expect(outcomes.getByRole('listitem').first()).toContainText('bounced');
  await page.getByRole('button', { name: 'Add outcome…' }).click();
  await dialog(page).getByRole('radio', { name: 'No', exact: true }).click();
  await dialog(page)
    .getByRole('textbox', { name: /Comment/ })
    .fill('refuse this one');
  await dialog(page)
    .getByRole('button', { name: /Add outcome/ })
    .click();
  await expect(dialog(page).getByText('The outcome was refused.')).toBeVisible();
  await dialog(page)
    .getByRole('textbox', { name: /Comment/ })
    .fill('the greeting was wrong');
  await isAccessible(page);
  await dialog(page)
    .getByRole('button', { name: /Add outcome/ })
    .click();
  await expect(outcomes).toContainText('the greeting was wrong');
});

test('the keys of a place lead to Settings, and the palette to a section', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/connect');
  await expect(page.getByRole('button', { name: /^Live ·/ })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/\/settings/);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do' }).fill('settings: priv');
  await expect(page.getByRole('option', { name: /Settings: Privacy/, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/section=privacy/);
});
