import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { actionsOf } from '../fake/actions.mjs';
import { asked, click, failedRun, heading, open, push, until, withPages, world, writer } from './open';

withPages();

const goodRun = () => {
  const run = world().runs.find((each) => each.agent.id === writer().id && each.success.value === true);
  if (!run) throw new Error('no good run');
  return run;
};
const tree = async () => within(await screen.findByRole('tree', { name: 'Actions of this run' }));

it('the actions of a run that was called stand under the action that called it, and are read there', async () => {
  open(`/execution?id=${goodRun().id}`);
  const inner = await (await tree()).findByRole('treeitem', { name: /^spf_dkim_check/ });
  expect(inner.getAttribute('aria-level')).toBe('4');
  click(inner);
  const panel = await screen.findByRole('region', { name: 'Action spf_dkim_check' });
  expect(await within(panel).findByText('Arguments')).toBeTruthy();
  const child = `${goodRun().traceId}-${'c'.repeat(16)}`;
  expect(asked.some((each) => each.path.startsWith(`/api/v1/executions/${child}/actions/`))).toBe(true);
  expect(window.location.search).toContain(encodeURIComponent(`${child}/`));
});

it('a link to an action of a called run opens it', async () => {
  const child = `${goodRun().traceId}-${'c'.repeat(16)}`;
  open(`/execution?id=${goodRun().id}`);
  click(await (await tree()).findByRole('treeitem', { name: /^score_draft/ }));
  await until(() => expect(window.location.search).toContain(encodeURIComponent(`${child}/`)));
  const link = window.location.pathname + window.location.search;
  document.body.innerHTML = '';
  open(link);
  expect(await screen.findByRole('region', { name: 'Action score_draft' })).toBeTruthy();
});

it('a large tree reads a called run when its action is opened', async () => {
  goodRun().total.actionCount = 5_000;
  open(`/execution?id=${goodRun().id}`);
  const call = await (await tree()).findByRole('treeitem', { name: /^handoff to Deliverability Checker/ });
  expect(call.getAttribute('aria-expanded')).toBe('false');
  expect((await tree()).queryByRole('treeitem', { name: /^spf_dkim_check/ })).toBeNull();
  click(call);
  const panel = within(await screen.findByRole('region', { name: /^Action handoff/ }));
  expect(await panel.findByText('Deliverability Checker')).toBeTruthy();
  expect(panel.getByText(/ended well/)).toBeTruthy();
  expect(panel.getByRole('link', { name: 'Open its run' }).getAttribute('href')).toContain('c'.repeat(16));
  call.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  expect(await (await tree()).findByRole('treeitem', { name: /^spf_dkim_check/ })).toBeTruthy();
});

it('totals say what sub-agents took', async () => {
  Object.assign(goodRun().total, { costUsd: '0.5', actionCount: 9, inputTokens: 9_000, outputTokens: 1_000 });
  open(`/execution?id=${goodRun().id}`);
  expect((await screen.findByText('Incl. sub-agents')).nextSibling?.textContent).toBe(
    '$0.5000 · 10,000 tokens',
  );
  expect(screen.getByText(/6, 9 incl\. sub-agents/)).toBeTruthy();
});

it('the headline of a run without one is the first line of its error, and short', async () => {
  const run = failedRun();
  Object.assign(run, { headline: null, subject: null });
  Object.assign(run.error ?? {}, { message: `${'word '.repeat(60)}\nat line 1\nat line 2` });
  open(`/execution?id=${run.id}`);
  await heading(/failed: (word )+/);
  const text = screen.getByRole('heading', { level: 1 }).textContent ?? '';
  expect(text.length).toBeLessThan(220);
  expect(text).not.toContain('at line');
});

it('facts lead to the runs that share them, and the trace id is copied', async () => {
  const copied = vi.fn(async () => undefined);
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: copied } });
  const run = goodRun();
  open(`/execution?id=${run.id}`);
  const link = async (name: string) => (await screen.findByRole('link', { name })).getAttribute('href');
  expect(await link('claude-sonnet-4-5')).toBe('/executions?model=claude-sonnet-4-5');
  expect(await link('v14')).toBe('/executions?promptVersion=v14');
  expect(await link(run.userId ?? '')).toBe(`/executions?userId=${run.userId}`);
  expect(await link(run.sessionId ?? '')).toBe(`/session?id=${run.sessionId}`);
  await push(/copy the trace id/);
  expect(copied).toHaveBeenCalledWith(run.traceId);
});

it('an action without anything to read says so in a sentence', async () => {
  const [, tool] = actionsOf(goodRun()) as { spanId: string }[];
  const answered = globalThis.fetch;
  vi.stubGlobal('fetch', async (input: string, init?: RequestInit) => {
    const response = await answered(input, init);
    if (!String(input).endsWith(`/actions/${tool?.spanId}`)) return response;
    return new Response(JSON.stringify({ ...(await response.json()), input: {}, output: ' ' }));
  });
  open(`/execution?id=${goodRun().id}&action=${tool?.spanId}`);
  expect(
    await screen.findByText('The agent sent this action without its arguments and result.'),
  ).toBeTruthy();
});

it('the view of the actions is in the address', async () => {
  open(`/execution?id=${failedRun().id}&view=cost`);
  expect((await screen.findByRole('radio', { name: 'By cost' })).getAttribute('aria-checked')).toBe('true');
  click(screen.getByRole('radio', { name: 'Tree' }));
  await until(() => expect(window.location.search).toContain('view=tree'));
  click(screen.getByRole('radio', { name: 'Waterfall' }));
  await until(() => expect(window.location.search).not.toContain('view'));
});

it('the tab names the agent and what the run was about', async () => {
  open(`/execution?id=${failedRun().id}`);
  await until(() => expect(document.title).toBe(`Email Writer: ${failedRun().subject} · MetaAgent`));
});

it('a run of another organization says where it is, and leads there', async () => {
  open(`/execution?id=${'e'.repeat(32)}-${'e'.repeat(16)}`);
  expect(await screen.findByText('This run is in Example fleet')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Switch to Example fleet' })).toBeTruthy();
});

it.each(['campaign/17', '100%', 'a#b', 'two words', 'größe', '%2F', 'q?x=1&y=2', "it's", '日本'])(
  'a session is opened by its id %s',
  async (id) => {
    const run = failedRun();
    run.sessionId = id;
    const page = open(`/execution?id=${run.id}`);
    const [link] = await screen.findAllByRole('link', { name: id });
    const to = link?.getAttribute('href') ?? '';
    page.unmount();
    open(to);
    await heading(/^1 run of Email Writer/);
    const list = await screen.findByRole('link', { name: 'Show as a list' });
    expect(new URL(list.getAttribute('href') ?? '', 'http://x').searchParams.get('sessionId')).toBe(id);
  },
);
