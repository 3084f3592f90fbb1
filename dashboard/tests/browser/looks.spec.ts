import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { open } from './open';
import { PAGES } from './pages';

const VARIANTS = [
  { variant: 'dark', theme: 'dark', width: 1600, height: 1000 },
  { variant: 'light', theme: 'light', width: 1600, height: 1000 },
  { variant: '360', theme: 'dark', width: 360, height: 780 },
];

for (const { variant, theme, width, height } of VARIANTS) {
  test.describe(variant, () => {
    test.use({ viewport: { width, height } });
    for (const { name, path, scenario, heading } of PAGES) {
      test(`${name} is readable, fits and has no finding of axe`, async ({ context, baseURL }) => {
        test.slow(name === 'fleet-large', 'five hundred agents take axe a while');
        const page = await open(context, baseURL ?? '', path, { theme, scenario });
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
        // The component page shows the skeleton on purpose.
        if (name !== 'components') await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
        await page.evaluate(() => document.fonts.ready);
        // The last answers of the page; charts are drawn once their width is known.
        await page.waitForTimeout(400);
        await page.screenshot({
          path: `screenshots/${name}-${variant}.png`,
          fullPage: variant === '360',
          animations: 'disabled',
        });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, 'nothing makes the page scroll sideways').toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        expect(
          violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`),
        ).toEqual([]);
      });
    }
  });
}
