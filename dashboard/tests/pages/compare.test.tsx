import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { stepName } from '@/views/compare/RunPair';
import { action } from '@/views/components/samples';
import { address, click, heading, open, press, until, withPages, writer } from './open';

withPages();

const both = () => `/compare?id=${writer().id}&by=promptVersion&a=v13&b=v14&from=-24h`;

it('two versions are compared: measures with a verdict, the text, and a failed run beside a good one', async () => {
  open(both());
  await heading(/^v14 fails [\d.]+ % of its runs, v13 failed [\d.]+ %\./);
  const table = within(await screen.findByRole('region', { name: 'Measures side by side' }));
  expect(table.getByRole('row', { name: /Success.*worse/ })).toBeTruthy();
  expect(table.getByRole('row', { name: /Tokens.*no clear difference/ })).toBeTruthy();
  const text = await screen.findByRole('region', { name: 'From v13 to v14' });
  expect([...text.querySelectorAll('del')].map((gone) => gone.textContent)).toContain('friendly');
  expect(text.querySelector('ins')?.textContent).toBe('warm');
  const runs = within(await screen.findByRole('region', { name: 'A failed run and a good one' }));
  expect((await runs.findAllByText('parse_output')).length).toBeGreaterThan(1);
  expect((await runs.findAllByText('not needed')).length).toBeGreaterThan(0);
  press('Escape');
  await until(() => expect(address()).toBe(`/agent?id=${writer().id}`));
});

it('a change of Fleet leads to both of its sides', async () => {
  open('/fleet');
  const changes = within(await screen.findByRole('region', { name: 'Changes seen' }));
  const [change] = await changes.findAllByTitle('prompt email-first v13 → v14');
  click(change as HTMLElement);
  await until(() => expect(address()).toMatch(/^\/compare\?id=.*&by=promptVersion&a=v13&b=v14&from=/));
});

it('the same step stands on one line, whichever model it called', () => {
  const named = (name: string, model: string | null) => stepName(action(1, 0, { name, model }));
  expect(named('chat claude-haiku-4-5', 'claude-haiku-4-5')).toBe(named('chat gpt-5-mini', 'gpt-5-mini'));
  expect(named('draft_email', 'gpt-5-mini')).not.toBe(named('repair_json', 'gpt-5-mini'));
});

it('too few runs of one side are said, and not compared', async () => {
  open(`/compare?id=${writer().id}&by=version&a=2.3.0&b=9.9.9&from=-24h`);
  await heading(/^Too few runs to compare 9\.9\.9 with 2\.3\.0/);
});

it('in the example, Connect leads to the own organization', async () => {
  open('/connect', 'simulated');
  await heading(/Your agents report to Northbeam\. All agents here are simulated/);
  expect(await screen.findByRole('button', { name: 'Switch to Northbeam and connect' })).toBeTruthy();
  expect(screen.queryByText(/Waiting for the/)).toBeNull();
});

it('rows of Fleet are walked by keys and sorted by their heads', async () => {
  open('/fleet');
  await screen.findByRole('row', { name: /Lead Researcher/ });
  press('j');
  press('j');
  expect((await screen.findByRole('row', { selected: true })).textContent).toContain('Task Automator');
  click(screen.getByRole('button', { name: /^Cost, 6.h/ }));
  await until(() => expect(address()).toContain('sort=-cost'));
  await until(() => expect(screen.getAllByRole('rowheader')[0]?.textContent).toContain('Lead Researcher'));
  press('Enter');
  await until(() => expect(address()).toMatch(/^\/agent\?id=/));
});
