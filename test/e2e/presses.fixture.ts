import { type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** What is pressed on a page: the mouse, and keys. What typing puts into a field counts key by key. */
export interface Presses {
  readonly clicks: number;
  readonly keys: number;
}

/** Counts from here on what is pressed in every page of a window, whatever page that leads to. */
export async function countPresses(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const count =
      (name: string) =>
      ({ isTrusted }: Event) => {
        if (isTrusted) sessionStorage.setItem(name, String(Number(sessionStorage.getItem(name)) + 1));
      };
    addEventListener('pointerdown', count('clicks'), true);
    addEventListener('keydown', count('keys'), true);
  });
}

/** At the first page, with nothing pressed yet. */
export async function fromHome(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('navigation').first().waitFor();
  await page.evaluate(() => sessionStorage.clear());
}

/** What was pressed since, which must be something, and no more than what a journey may take. */
export async function pressedAtMost(page: Page, most: Presses): Promise<Presses> {
  const pressed = await page.evaluate(() => ({
    clicks: Number(sessionStorage.getItem('clicks')),
    keys: Number(sessionStorage.getItem('keys')),
  }));
  expect(pressed.clicks).toBeGreaterThan(0);
  expect(pressed.clicks).toBeLessThanOrEqual(most.clicks);
  expect(pressed.keys).toBeLessThanOrEqual(most.keys);
  return pressed;
}
