import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../../apps/web/src/charts/read-pdf.fixture.ts';
import { axeFaults } from './axe.fixture.ts';
import { ask, type OpenedBrowser, openBrowser, portal, signIn } from './portal.fixture.ts';
import { allDrawnSlides } from './slides.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  // Each slide that is drawn after a start is a change of the study, and the report names the version that it is of.
  await allDrawnSlides('investigator@demo.local');
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
}, 450_000);
afterAll(() => browser?.close());

/** The numbers of the pages, as the API has them. */
const numbersQuery = `query ($filter: CohortFilter) {
  os: survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm", cohort: { filter: $filter }) { ...Curves }
  pfs: survival(study: "HAIC-DEMO", endpoint: PFS, groupBy: "arm", cohort: { filter: $filter }) { ...Curves }
  responseTable(study: "HAIC-DEMO", groupBy: "arm", cohort: { filter: $filter }) {
    rows { value n orr { numerator } } total { n orr { numerator } }
  }
  cohortSummary(study: "HAIC-DEMO", cohort: { filter: $filter }) { n dataVersion }
}
fragment Curves on SurvivalAnalysis {
  n curves { label n events } hazardRatios { estimator hazardRatio lower upper }
}`;

interface Curves {
  readonly n: number;
  readonly curves: readonly { readonly label: string; readonly n: number; readonly events: number }[];
  readonly hazardRatios: readonly {
    readonly estimator: string;
    readonly hazardRatio: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}

interface Rate {
  readonly n: number;
  readonly orr: { readonly numerator: number };
}

interface Numbers {
  readonly os: Curves;
  readonly pfs: Curves;
  readonly responseTable: { readonly rows: readonly Rate[]; readonly total: Rate };
  readonly cohortSummary: { readonly n: number; readonly dataVersion: number };
}

async function numbersOf(filter: unknown): Promise<Numbers> {
  const { data, errors } = await ask<Numbers>('investigator@demo.local', numbersQuery, { filter });
  expect(errors).toEqual([]);
  return data!;
}

const ratioOf = ({ hazardRatios }: Curves): string => {
  const { hazardRatio, lower, upper } = hazardRatios.find(({ estimator }) => estimator === 'cox')!;
  return `HR ${hazardRatio.toFixed(2)} (95 % CI ${lower.toFixed(2)}–${upper.toFixed(2)})`;
};

/** Opens the dialog on a page, makes the report and returns its file. */
async function made(address: string, choose: (dialog: ReturnType<Page['getByRole']>) => Promise<void>) {
  await page.goto(address);
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Study report' });
  await choose(dialog);
  const begin = Date.now();
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    dialog.getByRole('button', { name: 'Make the report' }).click(),
  ]);
  const seconds = (Date.now() - begin) / 1000;
  await dialog.getByText(`${file.suggestedFilename()} was saved.`).waitFor();
  return { name: file.suggestedFilename(), path: await file.path(), seconds };
}

describe('the report of a study', () => {
  it('is a PDF with the numbers of the pages, contents that lead to their parts, and its origin on each page', async () => {
    const { name, path, seconds } = await made('/studies/HAIC-DEMO/survival?f=bclcStage:C', async (dialog) => {
      await dialog.getByText('BCLC stage').waitFor();
      expect(await axeFaults(page)).toEqual([]);
    });
    process.stdout.write(`  report: ${seconds.toFixed(1)} s\n`);
    expect(name).toMatch(/^HAIC-DEMO-report-\d{4}-\d{2}-\d{2}\.pdf$/);
    const numbers = await numbersOf({ variable: 'bclcStage', in: ['C'] });
    const {
      texts,
      text,
      fonts,
      links,
      outline,
      pages,
      info,
      parts: tags,
      isTagged,
    } = await readPdf(readFileSync(path));
    expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
    const parts = [
      ...['Flow of patients', 'Baseline', 'Response', 'Overall survival', 'Progression-free survival'],
      ...['Subgroups', 'Adverse events', 'Model', 'Methods'],
    ];
    expect(outline).toEqual(parts);
    // What a screen reader meets: headings, the heads of tables, and what is said in place of each figure.
    expect(isTagged).toBe(true);
    const tagged = (kind: string) =>
      tags.flatMap((one) => (one.startsWith(`${kind}: `) ? [one.slice(kind.length + 2)] : []));
    expect(tagged('H2')).toEqual(['Contents', ...parts]);
    expect(tagged('TH')).toContain('Characteristic');
    expect(tagged('Figure').length).toBeGreaterThan(5);
    for (const said of tagged('Figure')) expect(said.length).toBeGreaterThan(40);
    expect(tagged('Figure').join('\n')).toContain('Overall survival by treatment arm. ');
    expect(links.map(({ from }) => from)).toEqual(parts.map(() => 1));
    for (const [i, { to }] of links.entries()) expect(texts[to - 1]).toContain(parts[i]);
    // The page that the contents name is the page that the link leads to.
    for (const [i, { to }] of links.entries()) expect(texts[0]).toContain(`${parts[i]} ${to}`);
    const version = numbers.cohortSummary.dataVersion;
    for (const [i, each] of texts.entries()) {
      expect(each).toContain(`HAIC-DEMO, data version ${version}; selection: BCLC stage`);
      expect(each).toContain(`Page ${i + 1} of ${pages}`);
      expect(each).toContain('Synthetic demonstration data');
    }
    expect(texts[0]).toContain(`(n = ${numbers.cohortSummary.n})`);
    expect(text).toContain(ratioOf(numbers.os));
    expect(text).toContain(ratioOf(numbers.pfs));
    for (const { n, orr } of [...numbers.responseTable.rows, numbers.responseTable.total]) {
      expect(text).toContain(`${orr.numerator} (${((100 * orr.numerator) / n).toFixed(1)};`);
    }
    expect(text).toContain('Of the whole study, as it was when the report was made');
    expect(info['Title']).toMatch(/^Study report: /);
  });

  it('is one web page in Chinese that loads nothing, with its tables as tables', async () => {
    const { name, path } = await made('/studies/HAIC-DEMO/progress', async (dialog) => {
      await dialog.getByRole('radio', { name: 'Web page, complete in one file' }).check();
      await dialog.getByRole('radio', { name: '中文' }).check();
    });
    expect(name).toMatch(/\.html$/);
    const numbers = await numbersOf(null);
    const { page: reader } = await browser.open(null);
    const requests: string[] = [];
    const complaints: string[] = [];
    reader.on('request', (request) => requests.push(request.url().slice(0, 80)));
    reader.on('console', (message) => complaints.push(message.text()));
    const copy = `${path}.html`;
    const { copyFileSync } = await import('node:fs');
    copyFileSync(path, copy);
    await reader.goto(pathToFileURL(copy).href);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(copy).href.slice(0, 80)]);
    expect(complaints).toEqual([]);
    await expect.poll(() => reader.locator('html').getAttribute('lang')).toBe('zh-CN');
    await reader.getByRole('navigation', { name: '目录' }).getByRole('link', { name: '总生存期' }).click();
    const survival = reader.locator('section#OS');
    const drawn = (await survival.locator('svg text').allTextContents()).join('\n');
    expect(drawn).toContain(`HR ${numbers.os.hazardRatios[0]!.hazardRatio.toFixed(2)}`);
    for (const { n } of numbers.os.curves) expect(drawn).toContain(String(n));
    // Published, and the demonstration is drawn to it: 86 of 97 men and 248 of 281.
    const men = reader.getByRole('row').filter({ has: reader.getByRole('rowheader', { name: '男', exact: true }) });
    expect((await men.first().getByRole('cell').allTextContents()).slice(0, 2)).toEqual(['86 (88.7)', '248 (88.3)']);
    const named = await reader.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
    expect(new Set(named).size).toBe(named.length);
    expect(await axeFaults(reader)).toEqual([]);
  });

  it('can be cancelled, and then saves nothing', async () => {
    await page.goto('/studies/HAIC-DEMO/safety');
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Study report' });
    await dialog.getByRole('button', { name: 'Make the report' }).click();
    await dialog.getByText(/^\d+ of 10: /).waitFor();
    let files = 0;
    page.on('download', () => (files += 1));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByText('The report was cancelled. No file was saved.').waitFor();
    expect(files).toBe(0);
    // The next one begins at once: the process of the first has ended.
    await dialog.getByRole('button', { name: 'Make the report' }).click();
    await dialog.getByText(/^\d+ of 10: /).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('is of what its reader may read, and refused for a foreign study and a selection that is not understood', async () => {
    const report = async (as: Parameters<typeof signIn>[0] | null, study: string, body: unknown) => {
      const answer = await fetch(`${portal().baseUrl}/api/studies/${study}/report`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(as ? { cookie: await signIn(as) } : {}) },
        body: JSON.stringify(body),
      });
      const lines = (await answer.text()).trim().split('\n');
      return { status: answer.status, last: JSON.parse(lines.at(-1)!) as Record<string, unknown> };
    };
    const everybody = { language: 'en', format: 'html', cohort: null, snapshot: null };
    expect((await report(null, 'HAIC-DEMO', everybody)).status).toBe(401);
    expect((await report('staff.nfh@demo.local', 'NONE', everybody)).status).toBe(404);
    // A reader of images reads no record.
    expect((await report('reader1@demo.local', 'HAIC-DEMO', everybody)).status).toBe(403);
    const wrong = await report('staff.nfh@demo.local', 'HAIC-DEMO', { ...everybody, format: 'doc' });
    expect({ status: wrong.status, message: wrong.last['message'] }).toEqual({
      status: 400,
      message: expect.stringMatching(/^format: /),
    });
    const moon = await report('staff.nfh@demo.local', 'HAIC-DEMO', { ...everybody, cohort: 'moon:full' });
    expect(moon.last).toMatchObject({
      kind: 'refused',
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^cohort: moon/),
    });
    const { last } = await report('staff.nfh@demo.local', 'HAIC-DEMO', everybody);
    const html = Buffer.from(String(last['base64']), 'base64').toString('utf8');
    const { data } = await ask<{ cohortSummary: { n: number } }>(
      'staff.nfh@demo.local',
      '{ cohortSummary(study: "HAIC-DEMO") { n } }',
    );
    expect(data!.cohortSummary.n).toBeLessThan(300);
    expect(html).toContain(`all patients (n = ${data!.cohortSummary.n})`);
    const [, centres] = /<dt>Centres<\/dt><dd>([^<]*)/.exec(html) ?? [];
    expect(centres).toMatch(/^Nanfang Hospital[^;]*\(NFH\)$/);
  });

  it('is in the trail under whoever had it made', async () => {
    const { data } = await ask<{ auditEntries: { by: string; details: { name: string; value: string }[] }[] }>(
      'admin@demo.local',
      '{ auditEntries(study: "HAIC-DEMO", filter: { kinds: [exported] }, first: 20) { by details { name value } } }',
    );
    const reports = data!.auditEntries.filter(({ details }) => details.some(({ value }) => value === 'report'));
    expect(reports.length).toBeGreaterThanOrEqual(3);
    expect(reports.flatMap(({ details }) => details.map(({ value }) => value)).join(' ')).toMatch(/-report-.*\.pdf/);
  });
});
