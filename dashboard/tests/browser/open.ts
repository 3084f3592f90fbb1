import { type BrowserContext, expect, type Page } from '@playwright/test';
import { NOW } from './pages';

/** Opens a page at the time of the fake world; a script error or a foreign host fails the test. */
export async function open(
  context: BrowserContext,
  baseURL: string,
  path: string,
  { theme = 'dark', scenario }: { theme?: string; scenario?: string } = {},
): Promise<Page> {
  if (scenario) await context.addCookies([{ name: 'scenario', value: scenario, url: baseURL }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('request', (request) => {
    expect(new URL(request.url()).host, request.url()).toBe(new URL(baseURL).host);
  });
  await page.clock.install({ time: NOW });
  const separator = path.includes('?') ? '&' : '?';
  await page.goto(`${path}${separator}theme=${theme}`);
  return page;
}
