import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Agent, NeedsYou } from '@/api/types';
import { address, asked, click, heading, open, press, until, withPages, world, writer } from './open';

withPages();

it('the fleet says who fails and how many are fine', async () => {
  open('/fleet');
  await heading(/Email Writer is failing/);
  expect(await screen.findByRole('row', { name: /Lead Researcher/ })).toBeTruthy();
  expect(screen.getAllByText(/email-first|v14/).length).toBeGreaterThan(0);
});

it('the failed runs of the worst agent are one key away', async () => {
  open('/fleet');
  await screen.findByRole('link', { name: /Show failed runs/ });
  press('Enter');
  await heading(/failed/);
  expect(address()).toContain(`agent=${writer().id}`);
  expect(address()).toContain('failed=true');
});

it('a calm fleet says that all is well', async () => {
  open('/fleet', 'calm');
  await heading(/All three agents/);
});

it('an empty fleet says how to connect an agent', async () => {
  open('/fleet', 'empty');
  await heading(/No agent has reported yet/);
  expect(await screen.findByText(/pip install/)).toBeTruthy();
});

it('a fleet of five hundred is folded by team, and a team unfolds', async () => {
  open('/fleet', 'many');
  const team = await screen.findByRole('button', { name: /Outreach/ });
  const before = screen.getAllByRole('row').length;
  click(team);
  expect(screen.getAllByRole('row').length).toBeGreaterThan(before);
});

it('a fleet that cannot be read says why and asks again on demand', async () => {
  open('/fleet', 'error');
  const [alert] = await screen.findAllByRole('alert');
  if (!alert) throw new Error('no alert');
  expect(alert.textContent).toMatch(/database did not answer/);
  const before = asked.length;
  click(within(alert).getByRole('button', { name: /again/i }));
  expect(asked.length).toBeGreaterThan(before);
});

it('rows keep their order under the pointer, and say that it changed', async () => {
  open('/fleet');
  await screen.findByRole('row', { name: /Lead Researcher/ });
  const table = screen.getByRole('table', { name: /Agents, sorted/ });
  const names = () =>
    within(table)
      .getAllByRole('rowheader')
      .map((row) => row.textContent);
  const before = names();
  fireEvent.pointerEnter(table);
  fireEvent.pointerMove(table, { clientX: 600 });
  expect(within(table).getAllByText(/^\d\d:\d\d$/).length).toBeGreaterThan(1);
  world().agents.splice(2, 1, ...world().agents.splice(3, 1, world().agents[2] as Agent));
  const changed = await screen.findByRole('button', { name: 'Order changed' });
  expect(names()).toEqual(before);
  click(changed);
  expect(names()).not.toEqual(before);
});

it('a line that needs somebody leads to what is slow, and to the two versions', async () => {
  open('/fleet');
  const needs = within(await screen.findByRole('region', { name: 'Needs you' }));
  expect(needs.getByText(/22 of 83.runs failed, mostly with JSONDecodeError in parse_output/)).toBeTruthy();
  expect(needs.getByRole('img', { name: /v14: 27.% failed, v13, 24 h: 2.% failed/ })).toBeTruthy();
  expect(needs.getByRole('link', { name: 'Compare v14 and v13' }).getAttribute('href')).toEqual(
    expect.stringMatching(/^\/compare\?id=.*&by=promptVersion&a=v13&b=v14&from=/),
  );
  click(needs.getByRole('link', { name: /Show slow runs/ }));
  await until(() => expect(address()).toMatch(/minDurationMs=9000&from=/));
});

it('an error without a type is not named', async () => {
  Object.assign(world().needsYou[0] ?? {}, { topError: { type: 'unspecified', action: null, count: 22 } });
  open('/fleet');
  const needs = within(await screen.findByRole('region', { name: 'Needs you' }));
  expect(needs.getByText(/^Email Writer: 22 of 83.runs failed$/)).toBeTruthy();
});

it('a silent agent and one without a reason are told in words', async () => {
  const [failing, slow] = world().needsYou as [NeedsYou, NeedsYou];
  Object.assign(failing, { topError: null, since: null, newestChange: null });
  Object.assign(slow, { rule: 'silent' });
  open('/fleet');
  const needs = within(await screen.findByRole('region', { name: 'Needs you' }));
  expect(needs.getByText(/^Email Writer: 22 of 83.runs failed in the last hour$/)).toBeTruthy();
  expect(needs.getByText(/since when is not known/)).toBeTruthy();
  expect(needs.getByRole('img', { name: /now: 27.% failed, allowed: 2.% failed/ })).toBeTruthy();
  click(needs.getByRole('link', { name: /Show last runs/ }));
  await until(() => expect(address()).toMatch(/^\/executions\?agent=.*&from=-30d$/));
});
