import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import {
  address,
  asked,
  click,
  confirm,
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

it('a failing agent says since when, with its numbers, changes and neighbours', async () => {
  open(`/agent?id=${writer().id}`);
  await heading(
    /Email Writer fails one run in four since prompt v14 at (\w{3} )?[\d:]+: JSONDecodeError in parse_output/,
  );
  expect(await screen.findByRole('img', { name: /Success over time/ })).toBeTruthy();
  expect(await screen.findByRole('img', { name: /Runs per 15 minutes, failed in red/ })).toBeTruthy();
  expect((await screen.findAllByTitle(/email-first v13 → v14/)).length).toBeGreaterThan(0);
  expect((await screen.findAllByText('Lead Researcher')).length).toBeGreaterThan(0);
});

it('the charts turn into a table by a key', async () => {
  open(`/agent?id=${writer().id}`);
  await screen.findByRole('img', { name: /Success over time/ });
  press('T', { shiftKey: true });
  expect(await screen.findByRole('table', { name: /Its numbers per 15 minutes/ })).toBeTruthy();
});

it('numbers are broken down by version of the prompt and by model', async () => {
  open(`/agent?id=${writer().id}`);
  expect((await screen.findAllByText('v13')).length).toBeGreaterThan(0);
  click(await screen.findByRole('radio', { name: /Model/ }));
  expect(await screen.findByText('claude-sonnet-4-5')).toBeTruthy();
});

it('the time that an agent spends in no call is not listed as a call of itself', async () => {
  open(`/agent?id=${writer().id}`);
  const times = within(await screen.findByRole('region', { name: 'Where the time goes' }));
  expect(await times.findByText('between its calls')).toBeTruthy();
  expect(times.queryByText('Email Writer')).toBeNull();
});

it('an agent with few runs is too quiet to tell', async () => {
  open(`/agent?id=${world().agents.at(-1)?.id}`);
  await heading(/too quiet to tell/);
});

it('an agent that is not there says so', async () => {
  open('/agent?id=00000000-0000-4000-8000-000000000000');
  expect(await screen.findByText('This agent is not here')).toBeTruthy();
});

it('an objective is changed with a reason, which the server is told', async () => {
  open(`/agent?id=${writer().id}&tab=settings`);
  type(await screen.findByRole('textbox', { name: /^Success/ }), '97');
  click(screen.getByRole('button', { name: 'Save changes…' }));
  await confirm(/Save changes/, 'the objective was too strict');
  expect(await screen.findByText('Email Writer was changed')).toBeTruthy();
  const sent = asked.find((each) => each.method === 'PATCH');
  expect(sent?.body).toMatchObject({
    reason: 'the objective was too strict',
    objectives: { successRate: 0.97 },
  });
});

it('a reason that is too short changes nothing', async () => {
  open(`/agent?id=${writer().id}&tab=settings`);
  type(await screen.findByRole('textbox', { name: /^Success/ }), '97');
  click(screen.getByRole('button', { name: 'Save changes…' }));
  await confirm(/Save changes/, 'no');
  expect(await screen.findByText(/at least 10 characters/)).toBeTruthy();
  expect(asked.some((each) => each.method === 'PATCH')).toBe(false);
});

it('the tabs of an agent live in the address', async () => {
  open(`/agent?id=${writer().id}`);
  await heading(/Email Writer/);
  click(await screen.findByRole('tab', { name: /Settings/ }));
  await vi.waitFor(() => expect(address()).toContain('tab=settings'));
});

const textbox = (name: RegExp) => screen.findByRole('textbox', { name }) as Promise<HTMLInputElement>;
const save = async () => (await screen.findByRole('button', { name: 'Save changes…' })) as HTMLButtonElement;

it('an agent is archived with a reason, and the change is taken back', async () => {
  open(`/agent?id=${writer().id}&tab=settings`);
  await push('Archive…');
  click((await dialog()).getByRole('button', { name: 'The agent is no longer in use' }));
  click((await dialog()).getByRole('button', { name: /^Archive/ }));
  expect(await screen.findByText('Email Writer is archived')).toBeTruthy();
  await heading(/Email Writer is archived\. It comes back when it runs again/);
  expect(await screen.findByRole('button', { name: 'Bring back…' })).toBeTruthy();
  click(screen.getAllByRole('button', { name: /^Undo/ }).at(-1) as HTMLElement);
  await heading(/Email Writer fails/);
  expect(asked.filter((each) => each.method === 'PATCH').map((each) => each.body)).toEqual([
    { archived: true, reason: 'The agent is no longer in use' },
    { archived: false, reason: 'Taken back right after the change' },
  ]);
});

it('objectives that are no numbers are said beside their field and cannot be saved', async () => {
  open(`/agent?id=${writer().id}&tab=settings`);
  type(await textbox(/^Success/), '100');
  type(await textbox(/^Latency/), '0');
  type(await textbox(/^Cost/), 'cheap');
  type(await textbox(/^Name/), ' ');
  for (const said of [/between 0 and 100/, /Seconds above zero/, /Dollars above zero/, /needs a name/])
    expect(screen.getByText(said)).toBeTruthy();
  expect((await save()).disabled).toBe(true);
});

it('a viewer sees the settings of an agent and may not change them', async () => {
  open(`/agent?id=${writer().id}&tab=settings`, 'viewer');
  expect((await textbox(/^Name/)).disabled).toBe(true);
  expect((await save()).disabled).toBe(true);
  expect(screen.getByText(/needs the role Developer or Admin/)).toBeTruthy();
});

it('the pointer over one chart says the numbers of that time in all of them', async () => {
  open(`/agent?id=${writer().id}`);
  const chart = await screen.findByRole('img', { name: /Success over time/ });
  const panel = within(screen.getByRole('region', { name: 'How it does over time' }));
  expect(panel.getByText(/of 83.runs in the last hour/)).toBeTruthy();
  fireEvent.pointerMove(chart, { clientX: 600 });
  expect(panel.queryByText(/last hour/)).toBeNull();
  expect(panel.getAllByText(/at \d\d:\d\d$/).length).toBeGreaterThan(2);
  fireEvent.pointerMove(chart, { clientX: 10 });
  expect(panel.getByText(/of 83.runs in the last hour/)).toBeTruthy();
});

it('the numbers of an agent turn into a table by a button, and back', async () => {
  open(`/agent?id=${writer().id}`);
  await push(/Show as table/);
  const table = await screen.findByRole('table', { name: /Its numbers per 15 minutes/ });
  expect(within(table).getAllByRole('row').length).toBeGreaterThan(20);
  await push(/Show as charts/);
  expect(await screen.findByRole('img', { name: /Latency over time/ })).toBeTruthy();
});

it('an error of the last hour leads to its runs', async () => {
  open(`/agent?id=${writer().id}`);
  click(await screen.findByRole('link', { name: /JSONDecodeError/ }));
  await until(() =>
    expect(address()).toBe(`/executions?agent=${writer().id}&errorType=JSONDecodeError&from=-1h`),
  );
});

it('changes of an agent have a tab of their own, and Escape leads back to the fleet', async () => {
  open(`/agent?id=${writer().id}&tab=changes`);
  expect(await screen.findByTitle(/2\.2\.4 → 2\.3\.0/)).toBeTruthy();
  expect(screen.queryByRole('img', { name: /Success over time/ })).toBeNull();
  press('Escape');
  await until(() => expect(address()).toBe('/fleet'));
});

it('the sentence of an agent follows its status where nothing more is known', async () => {
  world().needsYou.splice(0);
  for (const [status, sentence] of [
    ['degraded', /is outside its targets: success 73\.5/],
    ['healthy', /is inside its targets\. 73\.5 % of 83 runs succeeded in the last hour \(95 % interval/],
    ['idle', /is idle\. Its last run was/],
  ] as const) {
    writer().status = status;
    const page = open(`/agent?id=${writer().id}`);
    await heading(sentence);
    page.unmount();
  }
});

it('an agent that cannot be read says so', async () => {
  open(`/agent?id=${writer().id}`, 'error');
  expect(await screen.findByText('The agent could not be read')).toBeTruthy();
});
