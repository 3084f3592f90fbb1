import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  address,
  asked,
  click,
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

const rows = async (name: RegExp) => {
  const table = within(await screen.findByRole('table', { name }));
  await until(() => expect(table.getAllByRole('row').length).toBeGreaterThan(1));
  return table.getAllByRole('row').slice(1);
};
const head = (name: RegExp) => screen.findByRole('columnheader', { name });
const lastAsked = (path: string) => asked.findLast((each) => each.path === path);

describe('the order of the list', () => {
  it('is chosen by a click on a head, turned round by the next, and stands in the address', async () => {
    open('/executions');
    await rows(/Runs, newest first/);
    click(within(await head(/Cost/)).getByRole('button'));
    await until(() => expect(address()).toBe('/executions?sort=-costUsd'));
    const dearest = Math.max(...world().runs.map((run) => Number(run.costUsd)));
    await until(async () =>
      expect((await rows(/Runs, most expensive first/))[0]?.textContent).toContain(`$${dearest.toFixed(4)}`),
    );
    expect((await head(/Cost/)).getAttribute('aria-sort')).toBe('descending');
    click(within(await head(/Cost/)).getByRole('button'));
    await until(() => expect(address()).toBe('/executions?sort=costUsd'));
    click(within(await head(/Started/)).getByRole('button'));
    await until(() => expect(address()).toBe('/executions'));
  });

  it('is a choice in words where a phone has no heads', async () => {
    open('/executions');
    fireEvent.change(await screen.findByRole('combobox', { name: 'Order' }), {
      target: { value: '-durationMs' },
    });
    await until(() => expect(address()).toBe('/executions?sort=-durationMs'));
    await rows(/Runs, slowest first/);
  });

  it('of groups is a choice in words, too', async () => {
    open('/executions?by=agent&sort=-costUsd');
    fireEvent.change(await screen.findByRole('combobox', { name: 'Order' }), {
      target: { value: 'successRate' },
    });
    await rows(/Runs by agent, lowest success first/);
  });

  it('has no live tail unless it is the newest first', async () => {
    open('/executions?sort=-durationMs');
    const tail = (await screen.findByRole('button', { name: 'Live tail' })) as HTMLButtonElement;
    expect(tail.disabled).toBe(true);
    expect(tail.title).toMatch(/newest runs first/);
  });
});

describe('groups of runs', () => {
  it('the most expensive agent is one click from the runs, and its runs one more', async () => {
    open('/executions');
    click(await screen.findByRole('link', { name: /^\$/ }));
    await until(() => expect(address()).toBe('/executions?by=agent&sort=-costUsd'));
    await heading(/^Email Writer cost the most: \$[\d.]+ of \$[\d.]+ in 24 h\.$/);
    const [first] = await rows(/Runs by agent, most expensive first/);
    click(within(first as HTMLElement).getByRole('link', { name: 'Email Writer' }));
    await until(() => expect(address()).toBe(`/executions?agent=${writer().id}`));
  });

  it('are of any field that is chosen, keep the filters, and are sorted by a head', async () => {
    open('/executions?promptVersion=v14');
    const by = await screen.findByRole('combobox', { name: 'Group runs by' });
    fireEvent.change(by, { target: { value: 'user' } });
    await until(() => expect(address()).toBe('/executions?promptVersion=v14&by=user&sort=-costUsd'));
    await rows(/Runs by user/);
    click(within(await head(/Success/)).getByRole('button'));
    await rows(/highest success first/);
    click(within(await head(/Success/)).getByRole('button'));
    await heading(/succeeds least often: [\d.]+ % in 24 h/);
  });

  it('of an attribute hold the runs without it as a group of their own', async () => {
    for (const run of world().runs.slice(0, 30)) run.attributes = {};
    open('/executions?by=attr.locale&sort=key');
    const names = (await rows(/Runs by locale, A to Z/)).map((row) => row.textContent);
    expect(names.some((name) => name?.startsWith('no locale'))).toBe(true);
    click((await screen.findByRole('link', { name: 'no locale' })) as HTMLElement);
    await until(() => expect(address()).toBe('/executions?not.attr.locale=*'));
    await heading(/^30 runs without locale in 24 h/);
  });
});

describe('the sentence above the runs', () => {
  it('is the same share of all, whether the failed ones are chosen or not', async () => {
    const mine = world().runs.filter((run) => run.agent.id === writer().id && run.promptVersion === 'v14');
    const failed = mine.filter((run) => run.success.value === false).length;
    const share = Math.round((100 * failed) / mine.length);
    const page = open(`/executions?agent=${writer().id}&promptVersion=v14`);
    await heading(
      new RegExp(
        `^${mine.length} runs of Email Writer with prompt v14 in 24 h\\. ${failed} failed \\(${share} %\\)\\.`,
      ),
    );
    page.unmount();
    open(`/executions?agent=${writer().id}&promptVersion=v14&failed=true`);
    await heading(
      new RegExp(
        `^${failed} of ${mine.length} runs of Email Writer with prompt v14 failed \\(${share} %\\) in 24 h\\.`,
      ),
    );
    expect(await screen.findByText(/success/)).toBeTruthy();
  });

  it('names both ends of a range that has two', async () => {
    const now = Date.now();
    const at = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
    open(`/executions?from=${at(5)}&to=${at(1)}`);
    await heading(/runs between (\w{3} )?\d\d:\d\d(:\d\d)? and (\w{3} )?\d\d:\d\d(:\d\d)?\./);
  });

  it('says no price where there are no runs', async () => {
    open('/executions', 'empty');
    await heading(/^No run in 24 h\.\s*$/);
    expect(screen.queryByText(/price/)).toBeNull();
  });
});

describe('an address', () => {
  it('that asks for what there is not says so, and is mended by a click', async () => {
    open('/executions?user=user-3&minDurationMs=abc');
    expect(await screen.findByText('user=user-3')).toBeTruthy();
    expect(screen.getByText('There is no such filter.')).toBeTruthy();
    expect(screen.getByText('“abc” is not a number. Write duration > 3s.')).toBeTruthy();
    expect(document.body.textContent).not.toContain('NaN');
    click(screen.getByRole('button', { name: 'Filter by user' }));
    await until(() => expect(address()).toBe('/executions?minDurationMs=abc&userId=user-3'));
    click(screen.getByRole('button', { name: 'Remove' }));
    await until(() => expect(address()).toBe('/executions?userId=user-3'));
    await heading(/runs of user user-3 in 24 h/);
  });

  it('with a time that is none shows the default range', async () => {
    open('/executions?from=yesterday');
    expect(await screen.findByText('from=yesterday')).toBeTruthy();
    await heading(/runs in 24 h/);
  });
});

describe('a token', () => {
  it('is turned round by its operator', async () => {
    open('/executions?environment=production');
    click(await screen.findByRole('button', { name: 'is: change to environment is not production' }));
    await until(() => expect(address()).toBe('/executions?not.environment=production'));
    await heading(/^No run not in production in 24 h/);
    click(screen.getByRole('button', { name: 'is not: change to environment is production' }));
    await until(() => expect(address()).toBe('/executions?environment=production'));
  });

  it('is edited by a click, in place of what it was', async () => {
    open('/executions?minDurationMs=3000');
    click(await screen.findByRole('button', { name: /edit the filter duration/ }));
    const field = (await screen.findByRole('combobox', { name: /Filter runs/ })) as HTMLInputElement;
    expect(field.value).toBe('duration > 3s');
    type(field, 'duration < 1s');
    fireEvent.keyDown(field, { key: 'Enter' });
    await until(() => expect(address()).toBe('/executions?maxDurationMs=1000'));
    await heading(/runs? under 1\.00 s in 24 h/);
  });

  it('holds several values as “or”', async () => {
    open('/executions');
    const field = await screen.findByRole('combobox', { name: /Filter runs/ });
    type(field, 'prompt:v13, v14');
    fireEvent.keyDown(field, { key: 'Enter' });
    await until(() => expect(address()).toBe('/executions?promptVersion=v13&promptVersion=v14'));
    expect(
      await screen.findByRole('button', { name: 'Remove the filter prompt is v13 or v14' }),
    ).toBeTruthy();
  });
});

it('values of a field come from all runs of the range, not only from those that were read', async () => {
  open('/executions');
  await rows(/Runs/);
  const field = await screen.findByRole('combobox', { name: /Filter runs/ });
  fireEvent.focus(field);
  type(field, 'user:');
  await until(() => expect(lastAsked('/api/v1/executions/groups')?.status).toBe(200));
  const option = await screen.findByRole('option', { name: 'user:user-10' });
  expect(option).toBeTruthy();
  type(field, 'user:user-1');
  fireEvent.keyDown(field, { key: 'Enter' });
  await until(() => expect(address()).toBe('/executions?userId=user-1'));
});

it('attributes are columns: declared ones at first, others by choice, kept in the address', async () => {
  open('/executions');
  await rows(/Runs/);
  expect(await head(/^Locale$/)).toBeTruthy();
  await push('Columns');
  await until(() => expect(document.querySelector('[role="dialog"]')).toBeTruthy());
  const menu = within(document.querySelector('[role="dialog"]') as HTMLElement);
  click(await menu.findByText('campaign'));
  await until(() => expect(address()).toBe('/executions?columns=attr.locale%2Cattr.campaign'));
  expect(await head(/^campaign$/)).toBeTruthy();
  click(menu.getByText('Locale'));
  await until(() => expect(address()).toBe('/executions?columns=attr.campaign'));
  click(menu.getByText('campaign'));
  await until(() => expect(address()).toBe('/executions?columns=none'));
  expect(screen.queryByRole('columnheader', { name: /campaign/ })).toBeNull();
});

it('a list without a match says how many match without the last filter', async () => {
  open('/executions?environment=production&attr.locale=pt');
  expect(await screen.findByText(/^\d+\sruns match without it\.$/)).toBeTruthy();
  expect(screen.queryByRole('complementary', { name: 'Preview of a run' })).toBeNull();
});

it('a view is named after what it shows', async () => {
  open(`/executions?agent=${writer().id}&minDurationMs=10000`);
  await push('Save view');
  const name = (await screen.findByRole('textbox', { name: 'Name' })) as HTMLInputElement;
  expect(name.value.replaceAll('\u00a0', ' ')).toBe('Of Email Writer over 10.0 s');
});

it('the tab is named after what is listed', async () => {
  const page = open(`/executions?agent=${writer().id}&failed=true`);
  await until(() => expect(document.title).toBe('Executions of Email Writer that failed · MetaAgent'));
  page.unmount();
  open('/executions?by=model');
  await until(() => expect(document.title).toBe('Runs by model · MetaAgent'));
});

it('what failed runs share is said with its numbers, one fact once', async () => {
  open(`/executions?from=-1h`);
  const panel = within(await screen.findByRole('region', { name: 'What failed runs share' }));
  const [first] = await panel.findAllByRole('button');
  expect(first?.textContent).toMatch(/locale de = campaign DACH Q4/);
  expect(first?.textContent).toMatch(/\d+\s%, others [\d.]+\s%/);
  expect(first?.textContent).toMatch(/\d+ of \d+ runs with it failed, [\d.]+\s% of the \d+ others/);
  expect(panel.queryByText(/environment/)).toBeNull();
});

it('too few failed runs share nothing', async () => {
  const [one, ...others] = world().runs.filter((run) => run.success.value === false);
  for (const run of others) run.success = { value: true, source: 'status', confidence: 1 };
  expect(one).toBeTruthy();
  open('/executions');
  expect(await screen.findByText(/1\sfailed run: at least 10 are needed to compare/)).toBeTruthy();
});

it('the walk over failed runs goes on past what was read', async () => {
  const failed = world().runs.filter((run) => run.success.value === false);
  open('/executions');
  await rows(/Runs/);
  press('j');
  press('Enter');
  await until(() => expect(address()).toContain(`/execution?id=${world().runs[0]?.id}`));
  expect(await screen.findByText(`1 of ${failed.length} failed`)).toBeTruthy();
  for (let i = 1; i < failed.length; i++) {
    press('j');
    await until(() => expect(address()).toContain(failed[i]?.id));
  }
  expect(await screen.findByText(`${failed.length} of ${failed.length} failed`)).toBeTruthy();
});
