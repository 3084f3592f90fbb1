import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import {
  address,
  asked,
  click,
  confirm,
  heading,
  open,
  press,
  push,
  type,
  until,
  withPages,
  world,
} from './open';

withPages();

const region = async (name: string | RegExp) => within(await screen.findByRole('region', { name }));
const queue = async (name: string) => within(await screen.findByRole('list', { name }));
const sent = () => asked.filter((each) => each.method === 'POST').at(-1);
const because = async (text: string) => type(await screen.findByRole('textbox', { name: /^Reason/ }), text);

it('says how many wait, which expires next and what its rule does then', async () => {
  open('/approvals');
  await heading(
    /^Three tool calls wait for you\. stripe\.refund of Task Automator \(amount_usd 284\) expires in 2 min \d+ s and is then denied\.$/,
  );
  const tools = (await queue('Waiting')).getAllByRole('button').map((row) => row.textContent);
  expect(tools.map((text) => /(stripe|mailer|crm)\.[a-z_]+/.exec(text ?? '')?.[0])).toEqual([
    'stripe.refund',
    'mailer.send_batch',
    'crm.update_many',
  ]);
  const why = await region('The chosen tool call');
  expect(await why.findByText('over 200')).toBeTruthy();
  expect((await why.findByText('284')).closest('mark')).toBeTruthy();
  expect(why.getByText(/Rule 2.of.3/)).toBeTruthy();
  expect(await why.findByText('amount_usd > 200')).toBeTruthy();
  expect(why.getByTitle(/email, replaced before it was stored/)).toBeTruthy();
});

it('what waits is chosen first, also where what is over is known sooner', async () => {
  const quick = globalThis.fetch;
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    if (String(input).includes('state=pending')) await new Promise((done) => setTimeout(done, 300));
    return quick(input, init);
  });
  open('/approvals');
  expect(await screen.findByRole('button', { name: /^Approve stripe\.refund/ })).toBeTruthy();
});

it('a call is approved with a reason, and says so in its place', async () => {
  open('/approvals');
  await push(/^Approve stripe\.refund/);
  expect(await screen.findByText(/Write at least 10 characters/)).toBeTruthy();
  expect(sent()).toBeUndefined();
  click(screen.getByRole('button', { name: 'checked, the call is right' }));
  press('y');
  expect(await screen.findByText('Approved by Local administrator')).toBeTruthy();
  expect(sent()).toMatchObject({
    path: expect.stringMatching(/approve$/),
    status: 200,
    body: { reason: 'checked, the call is right' },
  });
  await heading(/^Two tool calls wait/);
  expect((await queue('Waiting')).getByText(/· approved/)).toBeTruthy();
});

it('keys move the choice and deny it, and the choice is in the address', async () => {
  open('/approvals');
  await queue('Waiting');
  await region('Decide');
  press('j');
  await until(() => expect(address()).toContain('sel='));
  expect(
    (await region('The chosen tool call')).getByText('mailer.send_batch', { selector: 'h2 code' }),
  ).toBeTruthy();
  press('n');
  await because('the list has no opt-in');
  press('n');
  expect(await screen.findByText('Denied by Local administrator')).toBeTruthy();
  press('k');
  press('Enter');
  await until(() => expect(address()).toMatch(/^\/execution\?id=/));
});

it('what somebody else decided first shows who and why, and is not decided twice', async () => {
  open('/approvals', 'quicker');
  await because('checked in Stripe: two charges');
  await push(/^Approve/);
  expect(await screen.findByText('Denied by Dana Okafor')).toBeTruthy();
  expect((await screen.findAllByText(/goes through finance/)).length).toBeGreaterThan(0);
  expect(sent()?.status).toBe(409);
});

it('at zero a call stays, says that nobody answered, and can no longer be decided', async () => {
  open('/approvals');
  await queue('Waiting');
  const later = Date.now() + 3 * 60_000;
  vi.spyOn(Date, 'now').mockReturnValue(later);
  expect(await screen.findByText('Nobody answered')).toBeTruthy();
  expect((await queue('Waiting')).getByText(/stripe\.refund/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
});

it('a developer may stop but not decide or resume, a viewer sees no arguments', async () => {
  open('/approvals', 'developer');
  await heading(/wait for an Admin/);
  expect(await screen.findByText('Only Admins can decide.')).toBeTruthy();
  const disabled = (name: string | RegExp) =>
    (screen.getByRole('button', { name }) as HTMLButtonElement).disabled;
  expect(disabled(/^Approve/)).toBe(true);
  expect(disabled(/^Resume at/)).toBe(true);
  expect(disabled('Stop the fleet…')).toBe(false);
});

it('the run so far, what its limits are, and what was decided before', async () => {
  open('/approvals');
  const run = within(await screen.findByRole('region', { name: 'The run so far' }));
  expect(await run.findByText(/of 40.actions/)).toBeTruthy();
  expect(await run.findByText('waits for a person')).toBeTruthy();
  const before = within(await screen.findByRole('region', { name: 'Seen before' }));
  await until(() =>
    expect(before.getByText(/people were asked/).textContent).toMatch(/2 of 2 approved \(100.%, 34/),
  );
  const earlier = within(before.getByRole('list', { name: 'Earlier answers' }));
  expect(earlier.getByText(/approved by Mira Adler: “double charge, seen in Stripe”/)).toBeTruthy();
});

it('a run that has not arrived yet is said to come, and is looked for again', async () => {
  open('/approvals');
  await queue('Waiting');
  click((await queue('Waiting')).getAllByRole('button')[2] as HTMLElement);
  expect(await screen.findByText(/The run has not arrived yet/)).toBeTruthy();
  const looks = () => asked.filter((each) => /executions\/f+-f+$/.test(each.path)).length;
  const first = looks();
  await until(() => expect(looks()).toBeGreaterThan(first));
  expect(screen.getByText(/Nobody was asked about/)).toBeTruthy();
});

it('a decision link is made by an Admin and says what it can do', async () => {
  open('/approvals');
  await push('Copy decision link');
  expect(
    await screen.findByText(/^(Copied\. )?Whoever has this link can decide this call, once, until/),
  ).toBeTruthy();
  expect(sent()?.path).toMatch(/\/link$/);
});

it('nobody but an Admin is offered a decision link', async () => {
  open('/approvals', 'developer');
  await screen.findByText('Only Admins can decide.');
  expect(screen.queryByRole('button', { name: 'Copy decision link' })).toBeNull();
});

it('the questions of one agent are shown alone, and the address says so', async () => {
  open('/approvals');
  await queue('Waiting');
  type(await screen.findByRole('combobox', { name: 'Agent' }), world().agents[0]?.id ?? '');
  await heading(/^One tool call waits/);
  expect(address()).toContain(`agent=${world().agents[0]?.id}`);
  expect((await queue('Waiting')).getAllByRole('button')).toHaveLength(1);
});

it('a question that no list holds is read by its address', async () => {
  open(`/approvals?agent=${world().agents[0]?.id}&sel=00000001-0000-4000-8000-000000000001`);
  await until(async () =>
    expect(
      (await region('The chosen tool call')).getByText('stripe.refund', { selector: 'h2 code' }),
    ).toBeTruthy(),
  );
});

it('what was decided today is summed up', async () => {
  open('/approvals');
  expect(await screen.findByText(/^(none today|today \d+ in all)/)).toBeTruthy();
});

it('a viewer is told that arguments are not for viewers', async () => {
  open('/approvals', 'viewer');
  expect(await screen.findByText(/A Viewer sees no arguments/)).toBeTruthy();
});

it('nothing waits: says so, with what to do to have something', async () => {
  open('/approvals', 'empty');
  await heading(/^Nothing waits\. No tool call was decided yet\.$/);
  expect(await screen.findByText('The fleet is not stopped')).toBeTruthy();
});

it('an error is said as an error', async () => {
  open('/approvals', 'error');
  expect(await screen.findByText('The tool calls could not be read', {}, { timeout: 20_000 })).toBeTruthy();
});

it('what was decided is listed with who and why', async () => {
  open('/approvals?show=decided');
  const rows = await queue('Decided');
  expect(rows.getByText(/Mira Adler: “double charge, seen in Stripe”/)).toBeTruthy();
  expect(rows.getByText(/· nobody answered/)).toBeTruthy();
});

it('the fleet is stopped and resumed in steps, and every page says so', async () => {
  open('/approvals');
  expect(await screen.findByRole('link', { name: /1.agent stopped/ })).toBeTruthy();
  await push('Stop the fleet…');
  await confirm(/Stop the fleet/, 'refunds are issued twice');
  expect(await screen.findByRole('link', { name: 'Fleet stopped' })).toBeTruthy();
  const fleet = await region('The fleet is stopped');
  await push(/Resume at 10.%…/, fleet);
  await confirm(/Resume at 10.%/, 'fixed in version 1.4.2');
  expect(sent()).toMatchObject({ path: '/api/v1/fleet/resume', body: { share: 0.1 } });
  expect(await screen.findByRole('link', { name: 'Fleet resuming' })).toBeTruthy();
  const after = await region('The fleet is stopped');
  click(after.getByRole('radio', { name: /100.%/ }));
  await push(/Resume at 100.%…/, after);
  await confirm(/Resume at 100/, 'all is well at ten percent');
  expect(await screen.findByText('The fleet is not stopped')).toBeTruthy();
});

it('the agent of the chosen call can be stopped beside it', async () => {
  open('/approvals');
  await push('Stop Task Automator…');
  await confirm(/Stop this agent/, 'refunds are issued twice');
  expect(await screen.findByRole('link', { name: /2.agents stopped/ })).toBeTruthy();
  expect(sent()?.path).toBe(`/api/v1/agents/${world().agents[1]?.id}/stop`);
});
