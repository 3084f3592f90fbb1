import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { address, asked, click, heading, open, push, type, until, withPages, world } from './open';

withPages();

const agent = (name: string) => world().agents.find((each) => each.name === name);
const table = async () => within(await screen.findByRole('table', { name: 'Agents in the register' }));
const entry = async (name: string) => within(await screen.findByRole('region', { name: `Entry of ${name}` }));
const names = async () =>
  (await table())
    .getAllByRole('button', { expanded: false })
    .map((row) => row.firstElementChild?.firstElementChild?.textContent);
const because = async (text: string) => type(await screen.findByRole('textbox', { name: /^Reason/ }), text);
const patched = () => asked.filter((each) => each.method === 'PATCH').at(-1);

it('says what needs a review, and puts it first', async () => {
  open('/register');
  await heading(
    /^One agent is overdue for review, and three were never reviewed\. Two agents use something that no review has seen\.$/,
  );
  expect((await names()).slice(0, 2)).toEqual(['Task Automator', 'Deliverability Checker']);
  const rows = await table();
  expect(rows.getAllByText('never reviewed')).toHaveLength(3);
  expect(rows.getAllByText('2 new')).toHaveLength(2);
  expect(rows.getByText('none')).toBeTruthy();
});

it('an agent that nobody reviewed says so, and has nothing that could be new', async () => {
  open(`/register?sel=${agent('Reply Classifier')?.id}`);
  const own = await entry('Reply Classifier');
  expect(own.getByText('Never reviewed')).toBeTruthy();
  expect(own.queryByText('New since the review')).toBeNull();
  expect(own.getByRole('heading', { name: 'What it is known to use' })).toBeTruthy();
  expect(own.getByText(/What it used in runs that ended before/)).toBeTruthy();
});

it('lists what is new since the review, and what was only reported after it', async () => {
  open(`/register?sel=${agent('Task Automator')?.id}`);
  const own = await entry('Task Automator');
  expect(own.getByText(/overdue since/)).toBeTruthy();
  expect(own.getByText(/changed the entry after the review/)).toBeTruthy();
  const tools = within(own.getByRole('list', { name: 'Tools, new since the review' }));
  expect(tools.getAllByRole('listitem').map((each) => each.querySelector('code')?.textContent)).toEqual([
    'crm.delete',
  ]);
  expect(tools.getByText(/used before the review/)).toBeTruthy();
  expect(own.getByRole('list', { name: 'Models, new since the review' }).textContent).toContain(
    'gpt-4o-mini',
  );
});

it('a review has an outcome, an end and a reason, and takes what is known as reviewed', async () => {
  open(`/register?sel=${agent('Email Writer')?.id}`);
  await entry('Email Writer');
  await push('Review again…');
  expect(await screen.findByText(/of which 1 tool and 1 prompt version are new/)).toBeTruthy();
  await push('1 year');
  click(screen.getByRole('button', { name: /^Approve/ }));
  expect(patched()).toBeUndefined();
  await because('looked at the two new ones');
  click(screen.getByRole('button', { name: /^Approve/ }));
  await until(() => patched() !== undefined);
  const next = new Date();
  next.setUTCMonth(next.getUTCMonth() + 12);
  expect(patched()).toMatchObject({
    status: 200,
    body: {
      review: 'approved',
      reviewedUntil: `${next.toISOString().slice(0, 10)}T23:59:59Z`,
      reason: 'looked at the two new ones',
    },
  });
  const own = await entry('Email Writer');
  expect(await own.findByText('Approved by Local administrator')).toBeTruthy();
  expect(await own.findByText('Nothing that the review has not seen.')).toBeTruthy();
});

it('a review that was taken back says who did and why, and is not called never', async () => {
  open(`/register?sel=${agent('Lead Researcher')?.id}`);
  await entry('Lead Researcher');
  await push('Review again…');
  click(await screen.findByRole('radio', { name: 'Not reviewed' }));
  await because('it writes to the CRM now');
  click(screen.getByRole('button', { name: /^Take back the review/ }));
  const own = await entry('Lead Researcher');
  expect(await own.findByText('Review taken back by Local administrator')).toBeTruthy();
  expect(own.getByText('“it writes to the CRM now”')).toBeTruthy();
  expect(own.queryByText('Never reviewed')).toBeNull();
  await heading(/three were never reviewed, and one agent has no review any more\./);
  expect((await table()).getByText('review taken back')).toBeTruthy();
});

it('an entry is edited field by field, and only what changed is sent', async () => {
  open(`/register?sel=${agent('Report Writer')?.id}`);
  await entry('Report Writer');
  await push('Edit entry…');
  type(await screen.findByRole('textbox', { name: /^Purpose/ }), 'Writes the weekly report');
  await push('internal');
  click(screen.getByRole('radio', { name: 'Low' }));
  await because('The entry was incomplete');
  click(screen.getByRole('button', { name: /^Save entry/ }));
  await until(() => patched() !== undefined);
  expect(patched()?.body).toEqual({
    purpose: 'Writes the weekly report',
    dataClasses: ['internal'],
    risk: 'low',
    reason: 'The entry was incomplete',
  });
  expect(await (await entry('Report Writer')).findByText('Writes the weekly report')).toBeTruthy();
});

it('filters are in the address, and one that leaves nothing over can be taken off', async () => {
  open('/register?review=overdue');
  expect(await names()).toEqual(['Task Automator']);
  type(screen.getByRole('combobox', { name: 'Risk' }), 'low');
  expect(await screen.findByText('No agent fits')).toBeTruthy();
  expect(address()).toContain('risk=low');
  await push('Show all agents');
  expect(await names()).toHaveLength(6);
  expect(screen.getByRole('link', { name: 'Export CSV' }).getAttribute('href')).toBe(
    '/api/v1/register/export?sort=review&format=csv',
  );
});

it('who may not review is told who may', async () => {
  open(`/register?sel=${agent('Email Writer')?.id}`, 'developer');
  const own = await entry('Email Writer');
  expect(own.getByRole('button', { name: 'Review again…' })).toHaveProperty('disabled', true);
  expect(own.getByRole('button', { name: 'Edit entry…' })).toHaveProperty('disabled', false);
  expect(own.getByText('A review needs the role Admin.')).toBeTruthy();
});

it('the page of an agent says how it was reviewed', async () => {
  open(`/agent?id=${agent('Email Writer')?.id}`);
  expect((await screen.findByRole('link', { name: 'approved, 2 new since' })).getAttribute('href')).toContain(
    '/register?sel=',
  );
});
