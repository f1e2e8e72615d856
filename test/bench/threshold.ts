import { Client } from 'pg';
import { type Page } from 'playwright-core';
import { runningOwnerUrl } from '../../apps/api/src/db/embedded.ts';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { addMembership } from '../../apps/api/src/modules/studies/declare-study.ts';
import { launchChromium } from '../e2e/chromium.ts';
import { portalForBench } from './portal-for-bench.ts';

export interface ThresholdBenchRow {
  readonly name: string;
  /** From a press of a key to the frame in which point, matrix and measures are of the new threshold. */
  readonly p50Ms: number;
  readonly worstMs: number;
  /** Processor time of the page's thread for each press: on a busy machine it stays the same. */
  readonly cpuMs: number;
  /** Tasks of the page above 50 ms while keys were pressed, and the longest of them. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
}

const STUDY = 'BENCH-THRESHOLD';
const MODEL = 'drawn';
const PRESSES = 40;

/** The threshold of an evaluation of so many cases, moved by keys in Chromium, in a portal of its own or a given one. */
export async function benchThreshold(cases: number): Promise<ThresholdBenchRow[]> {
  const portal = await portalForBench('admin@demo.local');
  const browser = await launchChromium();
  try {
    await seed(runningOwnerUrl(portal.home) ?? '', cases);
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' });
    const [cookieName = '', ...value] = portal.cookie.split('=');
    await context.addCookies([{ name: cookieName, value: value.join('='), url: portal.baseUrl }]);
    const page = await context.newPage();
    await page.addInitScript(watch);
    const source = encodeURIComponent(`imported:${MODEL}`);
    await page.goto(`${portal.baseUrl}/studies/${STUDY}/models?source=${source}&set=all&thr=0.5`);
    await page.getByRole('figure', { name: /^Confusion matrix/ }).waitFor({ timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    await page.getByRole('slider').focus();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const cpu = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
    };
    const rows: ThresholdBenchRow[] = [];
    for (const [name, key] of [
      ['steps of 0.001 up', 'ArrowRight'],
      ['steps of 0.001 down', 'ArrowLeft'],
    ] as const) {
      const times: number[] = [];
      await page.evaluate(() => ((globalThis as unknown as Watched).tasks.length = 0));
      const before = await cpu();
      for (let i = 0; i < PRESSES; i += 1) times.push(await press(page, key));
      const cpuMs = ((await cpu()) - before) / PRESSES;
      const tasks = await page.evaluate(() => (globalThis as unknown as Watched).tasks);
      times.sort((a, b) => a - b);
      rows.push({
        name: `${name}, ${cases.toLocaleString('en')} cases`,
        p50Ms: times[times.length >> 1] ?? NaN,
        worstMs: times.at(-1) ?? NaN,
        cpuMs,
        longTasks: tasks.length,
        longestTaskMs: Math.max(0, ...tasks),
      });
    }
    return rows;
  } finally {
    await browser.close();
    await portal.stop();
  }
}

interface Watched {
  tasks: number[];
  /** Milliseconds from the last press to the frame that shows it whole; 0 until then. */
  moved: number;
}

/**
 * In the page, before anything of it runs. As a text: what esbuild adds to functions is not known there.
 *
 * `arm()` times the next key: until slider, title of the matrix and label of the point are of one new threshold, and drawn.
 */
const watch = `
  globalThis.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  const has = (selector, text) => [...document.querySelectorAll(selector)].some(({ textContent }) => textContent.includes(text));
  const shown = () => {
    const slider = document.querySelector('#content [role=slider]')?.getAttribute('aria-valuenow') ?? '';
    const text = Number(slider).toFixed(3);
    return { slider, isWhole: has('#content figure h2', text) && has('#content figure svg text', text) };
  };
  globalThis.arm = () => {
    const before = shown().slider;
    globalThis.moved = 0;
    addEventListener('keydown', () => {
      const began = performance.now();
      const look = () => {
        const now = shown();
        if (now.slider !== before && now.isWhole) requestAnimationFrame(() => { globalThis.moved = performance.now() - began; });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  };
`;

/** Milliseconds that a press takes until its frame is on the screen. */
async function press(page: Page, key: string): Promise<number> {
  await page.evaluate('arm()');
  await page.keyboard.press(key);
  const done = await page.waitForFunction(() => (globalThis as unknown as Watched).moved || false, undefined, {
    timeout: 20_000,
  });
  return Number(await done.jsonValue());
}

/** Patients of a new study with a score each, higher where the response is worse, drawn from their ids. */
async function seed(ownerUrl: string, cases: number): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const known = await owner.query('select from portal.study where code = $1', [STUDY]);
    if (known.rowCount) return;
    await seedStudy(ownerUrl, { study: STUDY, patients: cases, seed: 1 });
    await owner.query('begin');
    await owner.query('set local session_replication_role = replica');
    await owner.query(
      `insert into portal.imported_score (id, patient_id, centre_id, updated_by, model_name, score)
       select md5('score' || s.id)::uuid, s.id, s.centre_id, 'drawn', $2,
         round((0.25 + 0.5 * ((hashtextextended(s.id::text, 7) & 1048575) / 1048576.0)
           + case when s.best_response in ('SD', 'PD') then 0.2 else 0 end)::numeric, 6)
       from portal.subject s join portal.study t on t.recipe_id = s.recipe_id join portal.centre c on c.id = s.centre_id and c.study_id = t.id
       where t.code = $1`,
      [STUDY, MODEL],
    );
    await owner.query('commit');
    const { rows } = await owner.query<{ id: string }>(`select id from auth."user" where email = 'admin@demo.local'`);
    await addMembership(ownerUrl, { userId: rows[0]?.id ?? '', study: STUDY, role: 'administrator', centre: null });
  } finally {
    await owner.end();
  }
}
