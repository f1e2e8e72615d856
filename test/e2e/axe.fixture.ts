import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from 'playwright-core';

/**
 * What axe finds on the page against WCAG 2.2 A and AA: each rule with the places that break it.
 *
 * @param but - what a library draws whose faults are known.
 */
export async function axeFaults(page: Page, but: string | null = null): Promise<string[]> {
  await menusClosed(page);
  // In one go on the page itself, which has no frame from elsewhere, and without what passes: a third of the work.
  const axe = new AxeBuilder({ page })
    .options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })
    .setLegacyMode();
  const { violations } = await (but === null ? axe : axe.exclude(but)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}

/** A menu that was used is there for a moment after its button says that it is closed. One that stays is a fault. */
async function menusClosed(page: Page): Promise<void> {
  const areOpen = () =>
    [...document.querySelectorAll('[role=menu]')].every(
      (menu) => document.querySelector(`[aria-controls="${menu.id}"][aria-expanded="true"]`) !== null,
    );
  await page.waitForFunction(areOpen, undefined, { timeout: 3_000 }).catch(() => undefined);
}
