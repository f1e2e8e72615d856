import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loaded } from './loaded.fixture.ts';
import { ask, openBrowser, type OpenedBrowser } from './portal.fixture.ts';
import { drawnSlidesOf } from './slides.fixture.ts';

const email = 'staff.nfh@demo.local';
let browser: OpenedBrowser;
let patientId: string;
let slideId: string;

beforeAll(async () => {
  // What moves how far depends on what comes first.
  browser = await openBrowser({ compiles: true });
  const { data } = await ask<{ patients: { rows: { id: string }[] } }>(
    email,
    '{ patients(study: "HAIC-DEMO", first: 1) { rows { id } } }',
  );
  patientId = data!.patients.rows[0]!.id;
  slideId = (await drawnSlidesOf(email, 1))[0]!.id;
}, 300_000);
afterAll(() => browser?.close());

/** Google's limit of a good page is 0.1; a form that moves under a finger is a wrong entry, so it has less. */
const mostOf = (name: string): number => (name === 'form of a patient' ? 0.01 : 0.05);

const pages: [name: string, path: () => string][] = [
  ['home', () => '/'],
  ...['cohort', 'survival', 'tables', 'safety', 'models', 'training', 'slides', 'entry', 'import'].map(
    (page): [string, () => string] => [page, () => `/studies/HAIC-DEMO/${page}`],
  ),
  ['slide', () => `/studies/HAIC-DEMO/slides/${slideId}`],
  ['patient', () => `/studies/HAIC-DEMO/patients/${patientId}`],
  ['form of a patient', () => `/studies/HAIC-DEMO/patients/${patientId}?form=baseline`],
];

interface Shift {
  readonly value: number;
  readonly startTime: number;
  readonly moved: readonly string[];
}

/** Every shift of the page's layout from its beginning on, with what moved. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: unknown[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, startTime, sources } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Node | null }[];
        };
        const moved = sources.map(({ node }) =>
          node instanceof Element ? `${node.localName}: ${(node.textContent ?? '').slice(0, 40)}` : '',
        );
        if (!hadRecentInput) shifts.push({ value, startTime, moved });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Cumulative layout shift as web.dev defines it: the worst window of shifts less than 1 s apart, 5 s at most. */
function cumulativeShift(shifts: readonly Shift[]): number {
  let [worst, sum, first, last] = [0, 0, -Infinity, -Infinity];
  for (const { value, startTime } of shifts) {
    if (startTime - last > 1000 || startTime - first > 5000) [sum, first] = [0, startTime];
    [sum, last] = [sum + value, startTime];
    worst = Math.max(worst, sum);
  }
  return worst;
}

describe.concurrent.each([
  { screen: 'a telephone', viewport: { width: 390, height: 844 } },
  { screen: 'a small screen', viewport: { width: 1366, height: 768 } },
])('what is seen on $screen stays where it is while a page loads', ({ viewport }) => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await browser.open(email, { viewport }));
    await watchShifts(page);
  });

  it.for(pages)('%s', { concurrent: false }, async ([name, path]) => {
    await page.goto(path());
    await page.locator('main h1').first().waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy=true], .mantine-Skeleton-root') === null);
    await loaded(page);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
    const sum = cumulativeShift(shifts);
    process.stdout.write(`  layout shift at ${viewport.width} px, ${name}: ${sum.toFixed(3)}\n`);
    const tooFar = sum >= mostOf(name);
    expect({ tooFar, shifts: tooFar ? shifts : [] }).toEqual({ tooFar: false, shifts: [] });
  });
});
