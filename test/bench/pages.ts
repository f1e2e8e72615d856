import { type Browser, type Page } from 'playwright-core';
import { launchChromium } from '../e2e/chromium.ts';
import { portalForBench } from './portal-for-bench.ts';
import { untilDrawn } from './until-drawn.ts';

export interface PageBenchRow {
  readonly name: string;
  /** Largest contentful paint, the median of the visits. */
  readonly lcpMs: number;
  /** The longest interaction from the press to the next frame. */
  readonly inpMs: number;
  /** Of script as sent, until the page is at rest: what it waits for, and what comes after it. */
  readonly scriptKb: number;
}

const STUDY = '/studies/HAIC-DEMO';
const VISITS = 3;
const LONGEST_MS = 30_000;

interface Visited {
  readonly name: string;
  readonly path: string;
  /** What is on the page once it works. */
  readonly shows: string;
  readonly act: (page: Page) => Promise<void>;
}

const first = (page: Page, selector: string) => page.locator(selector).first();
const choose = (selector: string) => async (page: Page) => first(page, selector).click();

function pagesOf(patient: string): readonly Visited[] {
  return [
    {
      ...{ name: 'home', path: '/', shows: '#content h1' },
      act: async (page) => {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('sur');
        await page.keyboard.press('Escape');
      },
    },
    {
      ...{ name: 'cohort', path: `${STUDY}/cohort`, shows: '#content button[aria-pressed]' },
      act: choose('#content button[aria-pressed]'),
    },
    {
      ...{ name: 'survival', path: `${STUDY}/survival`, shows: '#content figure svg' },
      act: async (page) => page.getByText('PFS', { exact: true }).first().click(),
    },
    {
      ...{ name: 'response', path: `${STUDY}/response`, shows: '#content figure svg' },
      act: async (page) => void (await first(page, '#content select').selectOption({ index: 1 })),
    },
    {
      ...{ name: 'safety', path: `${STUDY}/safety`, shows: '#content table' },
      act: async (page) => void (await first(page, '#content select').selectOption({ index: 1 })),
    },
    {
      ...{ name: 'tables', path: `${STUDY}/tables`, shows: '#content table' },
      act: async (page) => page.getByText('Response', { exact: true }).last().click(),
    },
    {
      ...{ name: 'entry grid', path: `${STUDY}/entry`, shows: '#content table' },
      act: async (page) => first(page, '#content input[type=search]').fill('A0'),
    },
    {
      ...{ name: 'patient', path: `${STUDY}/patients/${patient}`, shows: '#content nav a' },
      act: choose('#content nav a >> nth=3'),
    },
    {
      ...{ name: 'form of a patient', path: `${STUDY}/patients/${patient}?form=baseline`, shows: '#content form' },
      act: async (page) => page.locator('#content form').getByRole('textbox').first().pressSequentially('12'),
    },
    {
      ...{ name: 'models', path: `${STUDY}/models`, shows: '#content figure svg' },
      act: async (page) => {
        await first(page, '#content [role=slider]').focus();
        for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
      },
    },
    {
      ...{ name: 'slides', path: `${STUDY}/slides`, shows: '#content ul img, #content table' },
      act: async (page) => first(page, '#content input[type=radio] + label >> nth=1').click(),
    },
  ];
}

/**
 * The main pages of a portal of its own in Chromium, as a browser that knows none of its scripts visits them, then one
 * interaction with each. Times are the browser's own.
 *
 * @param words only the pages with these words in their name.
 * @param onRow each as it is measured: a later page may fail.
 */
export async function benchPages(
  words = '',
  onRow: (row: PageBenchRow) => void = () => undefined,
): Promise<PageBenchRow[]> {
  const portal = await portalForBench('staff.nfh@demo.local');
  const browser = await launchChromium();
  try {
    const askAs =
      (cookie: string) =>
      async <Data>(query: string): Promise<Data> => {
        const answer = await fetch(`${portal.baseUrl}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie },
          body: JSON.stringify({ query }),
        });
        return ((await answer.json()) as { data: Data }).data;
      };
    // Staff see the slides of their centre alone, which are never all of them.
    await untilDrawn(askAs(await portal.cookieOf('investigator@demo.local')));
    const { patients } = await askAs(portal.cookie)<{ patients: { rows: { id: string }[] } }>(
      '{ patients(study: "HAIC-DEMO", first: 1) { rows { id } } }',
    );
    const rows: PageBenchRow[] = [];
    for (const visited of pagesOf(patients.rows[0]?.id ?? '')) {
      if (!visited.name.includes(words)) continue;
      const visits: Visit[] = [];
      // The first visit of a page compiles it in the server and is not counted.
      for (let i = 0; i <= VISITS; i += 1) visits.push(await visit(browser, portal, visited));
      const counted = visits.slice(1);
      const row = {
        name: visited.name,
        lcpMs: counted.map(({ lcpMs }) => lcpMs).toSorted((a, b) => a - b)[Math.floor(VISITS / 2)] ?? NaN,
        inpMs: Math.max(...counted.map(({ inpMs }) => inpMs)),
        scriptKb: Math.max(...counted.map(({ scriptKb }) => scriptKb)),
      };
      rows.push(row);
      onRow(row);
    }
    return rows;
  } finally {
    await browser.close();
    await portal.stop();
  }
}

type Visit = Omit<PageBenchRow, 'name'>;

async function visit(
  browser: Browser,
  { baseUrl, cookie }: { baseUrl: string; cookie: string },
  { name, path, shows, act }: Visited,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' });
  try {
    const [cookieName = '', ...value] = cookie.split('=');
    await context.addCookies([{ name: cookieName, value: value.join('='), url: baseUrl }]);
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(`${baseUrl}${path}`);
    await page.locator(shows).first().waitFor({ timeout: LONGEST_MS });
    await page.waitForLoadState('networkidle');
    // Before the first press: it ends what counts as the largest paint.
    const { lcpMs, scriptKb } = await page.evaluate(read);
    await act(page).catch((error: unknown) => {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    });
    await page.waitForLoadState('networkidle');
    // Entries of events come a moment after the frame.
    await page.waitForTimeout(300);
    const { inpMs } = await page.evaluate(read);
    return { lcpMs, inpMs, scriptKb };
  } finally {
    await context.close();
  }
}

interface Watched {
  lcpMs: number;
  inpMs: number;
}

/** In the page, before anything of it runs. */
function watch(): void {
  const watched: Watched = { lcpMs: NaN, inpMs: 0 };
  Object.assign(globalThis, { watched });
  new PerformanceObserver((list) => {
    watched.lcpMs = list.getEntries().at(-1)?.startTime ?? NaN;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
      if (entry.interactionId > 0) watched.inpMs = Math.max(watched.inpMs, entry.duration);
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}

/** In the page. */
function read(): Visit {
  const { lcpMs, inpMs } = (globalThis as unknown as { watched: Watched }).watched;
  const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(({ name }) =>
    /\.js(\?|$)/.test(name),
  );
  return { lcpMs, inpMs, scriptKb: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1_024 };
}
