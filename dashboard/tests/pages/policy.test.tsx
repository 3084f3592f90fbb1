import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { reachedWords } from '@/views/govern/stops';
import { asked, click, confirm, dialog, open, push, type, until, withPages, world, writer } from './open';

withPages();

const tab = (n: number) => `/agent?id=${world().agents[n]?.id}&tab=policy`;
const region = async (name: string | RegExp) => within(await screen.findByRole('region', { name }));
const sent = (method: string) => asked.filter((each) => each.method === method).at(-1);
const field = (name: string | RegExp) => screen.findByRole('textbox', { name });
const rules = async () =>
  within(await screen.findByRole('list', { name: 'Tool rules in order' }))
    .getAllByRole('listitem')
    .map((row) => row.querySelector('code')?.textContent);

it('shows the version, who holds it, and the prompts in it', async () => {
  open(tab(0));
  expect(await (await region('Policy')).findByText('18')).toBeTruthy();
  const holders = await region('SDKs that hold it');
  expect((await holders.findAllByTitle('version 18')).length).toBe(2);
  expect(holders.getByTitle('version 17')).toBeTruthy();
  expect(holders.getAllByText('connected').length).toBe(2);
  expect(holders.getByRole('img', { name: 'behind' })).toBeTruthy();
  expect(await (await region('Prompts served')).findByText('v14')).toBeTruthy();
});

it('an agent without an SDK says so', async () => {
  open(tab(3));
  expect(await screen.findByText('No SDK holds it: plain OpenTelemetry only')).toBeTruthy();
  expect(await screen.findByText(/None: the agent uses the prompts in its code/)).toBeTruthy();
});

it('a viewer reads rules and limits, and neither prompts nor a way to change', async () => {
  open(tab(0), 'viewer');
  expect(await screen.findByText(/shown to Developers and Admins/)).toBeTruthy();
  expect(await rules()).toEqual(['drop_*', 'mailer.send_batch', 'mailer.draft']);
  expect(screen.queryByRole('button', { name: 'Add rule' })).toBeNull();
  expect((screen.getByRole('button', { name: 'Edit limits…' }) as HTMLButtonElement).disabled).toBe(true);
  expect(asked.every((each) => each.status !== 403)).toBe(true);
});

it('limits are changed with a reason; an impossible one is said at its field', async () => {
  open(tab(0));
  const panel = await region('Limits');
  expect(await panel.findAllByText('10 min')).toBeTruthy();
  await push('Edit limits…');
  const box = await dialog();
  type(box.getByRole('textbox', { name: /^Actions/ }), '0');
  await confirm(/Save limits/);
  expect(await box.findByText('A whole number above 0, or empty.')).toBeTruthy();
  expect(sent('PUT')).toBeUndefined();
  type(box.getByRole('textbox', { name: /^Actions/ }), '25');
  type(box.getByRole('textbox', { name: /^Cost/ }), '');
  click(box.getByRole('radio', { name: 'Refuse' }));
  click(box.getByRole('button', { name: /Save limits/ }));
  expect(await screen.findByText('Limits saved')).toBeTruthy();
  expect(sent('PUT')?.body).toMatchObject({
    maxActions: 25,
    maxCostUsd: null,
    maxAgeSeconds: null,
    afterMaxAge: 'closed',
  });
});

it('a rule is added, tried on stored calls, and saved with a reason', async () => {
  open(tab(1));
  await push('Add rule');
  type(await field(/^Tool/), 'stripe.*');
  await push('Add condition');
  type(await field('Path of condition 1'), 'currency');
  type(await field('Value of condition 1'), 'EUR, "100", 5');
  const op = screen.getByRole('combobox', { name: 'Comparison of condition 1' });
  type(op, 'in');
  click(within(screen.getByRole('radiogroup', { name: 'Effect' })).getByRole('radio', { name: 'Deny' }));
  await push('Move rule-3 up');
  await push('Try on the last 24 h');
  const trial = await region('Tried on the last 24 h');
  expect(await trial.findByText(/Of 1,204.calls in 24 h: 1,190 allowed, 14 asked about\./)).toBeTruthy();
  expect(trial.getAllByRole('link').length).toBe(3);
  await push('Save rules…');
  expect((await dialog()).getByText(/Of 1,204.calls/)).toBeTruthy();
  await confirm(/Save rules/, 'euros are paid by hand');
  expect(await screen.findByText('Tool rules saved')).toBeTruthy();
  const body = sent('PUT')?.body as { rules: object[] };
  expect(body.rules).toHaveLength(3);
  expect(body.rules[1]).toEqual({
    id: 'rule-2',
    tool: 'stripe.*',
    when: { all: [{ path: 'currency', op: 'in', value: ['EUR', '100', 5] }] },
    effect: 'deny',
    reason: null,
    redactPaths: [],
    askSeconds: null,
    whenUnanswered: null,
    whenUnreachable: null,
  });
  expect(await rules()).toEqual(['drop_*', 'stripe.refund', 'stripe.*', 'crm.*']);
});

it('what is wrong with a rule stands at its field, before and after the server was asked', async () => {
  open(tab(1));
  await push('Add rule');
  await push('Save rules…');
  expect(await screen.findByText('A rule needs a tool; * means every tool.')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
  type(await field(/^Tool/), 'crm.delete');
  await push('Edit refunds');
  type(await field(/^Id/), 'mask-notes');
  await push('Try on the last 24 h');
  expect(await screen.findByText('Another rule has this id.')).toBeTruthy();
  type(await field(/^Id/), 'masks');
  await push('Edit mask-notes');
  type(await field(/^Ask for/), '2');
  expect(await screen.findByText('Whole seconds from 5 to 86,400.')).toBeTruthy();
  await push('Discard');
  expect(screen.queryByText(/unsaved change/)).toBeNull();
  expect(await rules()).toEqual(['drop_*', 'stripe.refund', 'crm.*']);
});

it('a field that only the server refuses says so where it is', async () => {
  open(tab(1));
  await push('Edit mask-notes');
  type(await field(/^Tool/), 'refused.tool');
  await push('Save rules…');
  await confirm(/Save rules/);
  const form = await field(/^Tool/);
  await until(() => expect(form.getAttribute('aria-invalid')).toBe('true'));
  expect(await screen.findByText('must be a tool that exists')).toBeTruthy();
  expect(sent('PUT')?.status).toBe(400);
  expect(screen.getByText('1 unsaved change')).toBeTruthy();
});

it('rules are removed and edited; what is asked and redacted is set', async () => {
  open(tab(0));
  await push('Remove drafts');
  await push('Edit big-batches');
  const batch = async (group: string, choice: string) =>
    click(
      within(await screen.findByRole('radiogroup', { name: group })).getByRole('radio', { name: choice }),
    );
  await batch('Nobody answers', 'Allow');
  await batch('The server is away', 'Allow');
  await push('Remove condition 2');
  await push('Done');
  await push('Add rule');
  type(await field(/^Tool/), '*');
  await batch('Effect', 'Redact');
  type(await field(/^Paths to redact/), 'body\n to.*.email ');
  type(await field(/^Reason of the rule/), 'not for the logs');
  expect(await screen.findByText('3 unsaved changes')).toBeTruthy();
  await push('Save rules…');
  expect((await dialog()).getByText(/were not tried/)).toBeTruthy();
  await confirm(/Save rules/);
  await screen.findByText('Tool rules saved');
  expect((sent('PUT')?.body as { rules: object[] } | undefined)?.rules).toMatchObject([
    {
      id: 'big-batches',
      whenUnanswered: 'allow',
      whenUnreachable: 'open',
      when: { any: [{ path: 'recipients.#', op: 'gt', value: 500 }] },
    },
    { effect: 'redact', redactPaths: ['body', 'to.*.email'], reason: 'not for the logs' },
  ]);
});

it('an agent is stopped and resumed on its page', async () => {
  open(`/agent?id=${writer().id}`);
  await push('Stop…');
  await confirm(/Stop this agent/, 'it answers nonsense');
  const banner = await region('Email Writer is stopped');
  expect(
    await banner.findByText(
      /2 of 2.connected SDKs confirmed it\. 1 other of the last 7 days is not connected\./,
    ),
  ).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Stop…' })).toBeNull();
  click(banner.getByRole('radio', { name: /50/ }));
  await push(/Resume at 50/, banner);
  await confirm(/Resume at 50/, 'fixed with prompt v15');
  expect(await screen.findByText(/lets 50.% of new runs in since/)).toBeTruthy();
  expect(await screen.findByText(/“it answers nonsense”/)).toBeTruthy();
  expect(screen.getByText(/Resumed at 50.% by .*: “fixed with prompt v15”/)).toBeTruthy();
  await push('Stop again…');
  await confirm(/Stop this agent/, 'it is not fixed yet');
  expect(await screen.findByText(/Email Writer is stopped since/)).toBeTruthy();
});

it('a stop that nobody obeys says so before it is made', async () => {
  open(`/agent?id=${world().agents[3]?.id}`);
  await push('Stop…');
  expect(
    await (await dialog()).findByText(/No SDK holds its policy: it sends plain OpenTelemetry only/),
  ).toBeTruthy();
});

it('says what would be decided for a call, a run and a prompt', async () => {
  open(tab(1));
  const panel = await region('Try the policy');
  await push('Decide');
  expect(await panel.findByText('Type the name of a tool.')).toBeTruthy();
  type(panel.getByRole('textbox', { name: /^Name of the tool/ }), 'stripe.refund');
  type(panel.getByRole('textbox', { name: /^Arguments/ }), '{');
  await push('Decide');
  expect(await panel.findByText('This is no JSON.')).toBeTruthy();
  type(panel.getByRole('textbox', { name: /^Arguments/ }), '{"amount_usd": 250}');
  await push('Decide');
  const decision = within(await panel.findByRole('region', { name: 'Decision' }));
  expect(decision.getByText('A person decides')).toBeTruthy();
  expect(decision.getByText('refunds')).toBeTruthy();
  expect(decision.getByText(/2 of 3/)).toBeTruthy();
  expect(sent('POST')?.body).toEqual({
    ageSeconds: null,
    tool: {
      name: 'stripe.refund',
      arguments: { amount_usd: 250 },
      usage: { actions: null, seconds: null, costUsd: null },
    },
  });
  type(panel.getByRole('textbox', { name: /^Actions/ }), '40');
  expect(await panel.findByText(/decide again/)).toBeTruthy();
  await push('Decide');
  expect(await panel.findByText(/Refused \(limit\): the limit of actions is reached/)).toBeTruthy();
  click(panel.getByRole('radio', { name: 'A new run' }));
  type(panel.getByRole('textbox', { name: /^Execution id/ }), 'run-1');
  await push('Decide');
  expect(await panel.findByText('The run may begin')).toBeTruthy();
  expect(panel.getByText('all: nothing is stopped')).toBeTruthy();
  click(panel.getByRole('radio', { name: 'A prompt' }));
  type(panel.getByRole('combobox', { name: /^Name of the prompt/ }), 'email/follow-up');
  await push('Decide');
  expect(await panel.findByText(/Version 3 of/)).toBeTruthy();
});

it('the second of two editors keeps rules and limits that were typed', async () => {
  open(tab(1), 'overtaken');
  await push('Remove mask-notes');
  await push('Save rules…');
  await confirm(/Save rules/, 'not needed any more');
  expect(await screen.findByText(/Yours are kept and not saved/)).toBeTruthy();
  expect(sent('PUT')?.status).toBe(412);
  expect(await rules()).toEqual(['drop_*', 'stripe.refund']);
  await push('Replace theirs');
  await push('Save rules…');
  await confirm(/Save rules/, 'agreed with them');
  expect(await screen.findByText('Tool rules saved')).toBeTruthy();
  expect(await rules()).toEqual(['drop_*', 'stripe.refund']);
});

it('limits that somebody else changed are replaced only when saved again', async () => {
  open(tab(0), 'overtaken');
  await push('Edit limits…');
  const box = await dialog();
  type(box.getByRole('textbox', { name: /^Actions/ }), '25');
  await confirm(/Save limits/, 'it loops at night');
  expect(await box.findByText(/What you typed is kept/)).toBeTruthy();
  expect(sent('PUT')?.status).toBe(412);
  click(box.getByRole('button', { name: /Save limits/ }));
  expect(await screen.findByText('Limits saved')).toBeTruthy();
  expect(sent('PUT')?.body).toMatchObject({ maxActions: 25 });
});

it('the rules and limits of the fleet have a page, where only an Admin changes them', async () => {
  open('/tool-rules');
  expect(
    await screen.findByRole('heading', {
      name: /1.tool rule for all agents; 3 agents have rules of their own/,
    }),
  ).toBeTruthy();
  const own = await region('Agents with their own');
  expect((await own.findByRole('link', { name: 'Email Writer' })).getAttribute('href')).toMatch(/tab=policy/);
  await push('Add rule');
  type(await field(/^Tool/), 'shell.*');
  await push('Try on the last 24 h');
  expect(await screen.findByText(/Without the rules of each agent/)).toBeTruthy();
  await push('Save rules…');
  await confirm(/Save rules/, 'no shells for agents');
  expect(await screen.findByText('Tool rules saved')).toBeTruthy();
  expect(sent('PUT')?.path).toBe('/api/v1/fleet/tool-rules');
  await push('Edit limits…');
  type((await dialog()).getByRole('textbox', { name: /^Actions/ }), '100');
  await confirm(/Save limits/, 'a bound for all');
  expect(await screen.findByText('Limits saved')).toBeTruthy();
  expect((await region('Limits')).getAllByText('the fleet').length).toBe(2);
});

it('others read the rules of the fleet, and are told who changes them', async () => {
  open('/tool-rules', 'developer');
  expect(await rules()).toEqual(['drop_*']);
  expect(screen.queryByRole('button', { name: 'Add rule' })).toBeNull();
  expect(screen.getByText(/Only Admins change the rules of the fleet/)).toBeTruthy();
  await push('Try on the last 24 h');
  expect(await region('Tried on the last 24 h')).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Edit limits…' }) as HTMLButtonElement).title).toBe(
    'Only Admins can change the limits of the fleet.',
  );
});

it('a process counts once, as confirmed where it holds the newest of each policy', () => {
  const of = (instance: string, current: boolean, connected = true, refused = 0) => ({
    instance,
    current,
    connected,
    refused,
  });
  expect(reachedWords([of('a', true), of('a', false), of('b', true)])).toMatch(/^1 of 2.connected SDKs/);
  expect(reachedWords([of('a', true), of('a', true), of('b', true, true, 3)], true)).toMatch(
    /^2 of 2.connected SDKs confirmed it\. 3.runs refused .* Further SDKs were not counted\.$/,
  );
  expect(reachedWords([of('a', true, false), of('b', false, false)])).toMatch(
    /2 others of the last 7 days are not connected, 1 of them confirmed it\.$/,
  );
  expect(reachedWords([of('a', false, false)])).toBe(
    'No SDK is connected. 1 other of the last 7 days is not connected.',
  );
});
