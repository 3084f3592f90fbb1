import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { Shell } from '@/shell/Shell';
import { AgentPage } from '@/views/agent/AgentPage';
import { ApprovalsPage } from '@/views/approvals/ApprovalsPage';
import { ComparePage } from '@/views/compare/ComparePage';
import { ComponentsPage } from '@/views/components/ComponentsPage';
import { ConnectPage } from '@/views/connect/ConnectPage';
import { ExecutionPage } from '@/views/execution/ExecutionPage';
import { ExecutionsPage } from '@/views/executions/ExecutionsPage';
import { FleetPage } from '@/views/fleet/FleetPage';
import { RegisterPage } from '@/views/register/RegisterPage';
import { SessionPage } from '@/views/session/SessionPage';
import { SettingsPage } from '@/views/settings/SettingsPage';
import { SignInPage } from '@/views/sign-in/SignInPage';
import { ToolRulesPage } from '@/views/tool-rules/ToolRulesPage';
import { makeApi } from '../fake/api.mjs';
import { followHistory, go, usePathname } from '../next/navigation';

/** Pages without a browser: drawn by React, answered by the stand-in API, which holds them to the contract. */
const PAGES: Record<string, () => React.ReactNode> = {
  '/fleet': FleetPage,
  '/agent': AgentPage,
  '/approvals': ApprovalsPage,
  '/compare': ComparePage,
  '/executions': ExecutionsPage,
  '/execution': ExecutionPage,
  '/tool-rules': ToolRulesPage,
  '/register': RegisterPage,
  '/session': SessionPage,
  '/connect': ConnectPage,
  '/settings': SettingsPage,
  '/components': ComponentsPage,
  '/sign-in': SignInPage,
};

/** What was asked and what came of it, to be looked at by a test. */
export interface Asked {
  method: string;
  path: string;
  status: number;
  body: unknown;
}

configure({ asyncUtilTimeout: 10_000 });

let api = makeApi(() => Date.now());
let scenario = 'default';
export const asked: Asked[] = [];
export const world = () => api.shared.world;
export const writer = () => world().agents[0];
export const failedRun = () => world().runs.find((run) => run.success.value === false) ?? world().runs[0];

async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = new URL(String(input), 'http://localhost');
  const method = init?.method ?? 'GET';
  const body = init?.body ? JSON.parse(String(init.body)) : undefined;
  const given = api.answer({
    method,
    path: url.pathname,
    q: url.searchParams,
    scenario,
    body,
    ifMatch: new Headers(init?.headers).get('If-Match'),
  });
  asked.push({ method, path: url.pathname, status: given.status, body });
  const cookie = given.headers?.['Set-Cookie'];
  if (cookie) scenario = /scenario=(\w+)/.exec(cookie)?.[1] ?? scenario;
  return new Response(given.status === 204 ? null : JSON.stringify(given.body), { status: given.status });
}

/** What a topic of the live connection is first answered with. */
export const snapshot = (topic: string, filter: object) => api.snapshot(topic, filter, scenario);

/** No live connection: pages ask. */
class NoSocket {
  onclose: ((event: { code: number }) => void) | null = null;
  constructor() {
    setTimeout(() => this.onclose?.({ code: 1006 }));
  }
  send() {}
  close() {}
}

/** An element of this many pixels wherever something is measured. */
const WIDTH = 1200;
const HEIGHT = 700;
class Observed {
  readonly tell: ResizeObserverCallback;
  constructor(tell: ResizeObserverCallback) {
    this.tell = tell;
  }
  observe(target: Element) {
    const size = [{ inlineSize: WIDTH, blockSize: HEIGHT }];
    this.tell([{ target, borderBoxSize: size } as unknown as ResizeObserverEntry], this);
  }
  unobserve() {}
  disconnect() {}
}

function measured() {
  const rect = { x: 0, y: 0, top: 0, left: 0, right: WIDTH, bottom: HEIGHT, width: WIDTH, height: HEIGHT };
  vi.stubGlobal('ResizeObserver', Observed);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({ ...rect, toJSON: () => rect });
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
}

/** For the top of a test file: each test has a world of its own, and none may leave the contract. */
export function withPages() {
  beforeAll(followHistory);
  beforeEach(() => {
    api = makeApi(() => Date.now());
    asked.length = 0;
    localStorage.clear();
    vi.stubGlobal('fetch', answer);
    vi.stubGlobal('WebSocket', NoSocket);
    measured();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    expect(asked.filter((each) => each.status === 500)).toEqual([]);
  });
}

function Current() {
  const Page = PAGES[usePathname()];
  return Page ? <Page /> : <p>no such page</p>;
}

/** Opens a page as the given scenario has it. */
export function open(path: string, as = 'default') {
  scenario = as;
  go(path, 'replaceState');
  return render(
    <Shell>
      <Current />
    </Shell>,
  );
}

/** The text of the page's heading, with plain spaces, once it matches. */
export const heading = (pattern: RegExp) =>
  vi.waitFor(
    () => {
      const text = screen.getByRole('heading', { level: 1 }).textContent ?? '';
      expect(text.replace(/[\u00a0\u202f\u2060]/g, ' ')).toMatch(pattern);
    },
    { timeout: 10_000 },
  );

/** Waits until nothing throws any more; a busy machine is slow, not wrong. */
export const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
export const dialog = async () => within(await screen.findByRole('dialog'));
export const address = () => window.location.pathname + window.location.search;
export const press = (key: string, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.body, { key, ...init });
export const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
export const click = (element: HTMLElement) => fireEvent.click(element);

/** Presses a button once it may be pressed. */
export async function push(
  name: string | RegExp,
  inside: typeof screen | Awaited<ReturnType<typeof dialog>> = screen,
) {
  const button = await inside.findByRole('button', { name });
  await vi.waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false), { timeout: 10_000 });
  click(button);
}

/** Gives the reason that a change asks for, and confirms it. */
export async function confirm(verb: RegExp, reason = 'a reason that others understand') {
  const box = await dialog();
  type(box.getByRole('textbox', { name: /Reason/ }), reason);
  click(box.getByRole('button', { name: verb }));
}
