import AdmZip from 'adm-zip';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { ask, type OpenedBrowser, openBrowser, portal, signIn } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
}, 120_000);
afterAll(() => browser?.close());

async function exportedFiles(format: RegExp): Promise<Map<string, Buffer>> {
  await page.getByRole('radio', { name: format }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 90_000 }),
    page.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  await page.getByRole('status').filter({ hasText: 'is on its way' }).waitFor();
  const entries = new AdmZip(readFileSync((await download.path()) ?? '')).getEntries();
  return new Map(entries.map((entry) => [entry.entryName.replace(/^[^/]*\//, ''), entry.getData()]));
}

const table = (files: ReadonlyMap<string, Buffer>, name: string) =>
  parse(files.get(name) ?? Buffer.alloc(0), { columns: true, bom: true }) as Record<string, string>[];

describe('the page Export', () => {
  it('hands out every table of the study, as many patients as the portal has', async () => {
    await page.goto('/studies/HAIC-DEMO/export');
    const files = await exportedFiles(/^CSV/);
    const { data } = await ask<{ cohortSummary: { n: number } }>(
      'investigator@demo.local',
      `{ cohortSummary(study: "HAIC-DEMO") { n } }`,
    );
    const rows = table(files, 'analysis.csv').filter(({ eligibility }) => eligibility !== 'ineligible');
    expect(rows.length).toBe(data?.cohortSummary.n);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['README.md', 'dictionary.csv', 'codes.csv', 'read.R', 'lab_result.csv']),
    );
    expect(files.get('README.md')?.toString()).toContain('Without identities');
  }, 120_000);

  it('keeps the selection of the address, in any format', async () => {
    await page.goto('/studies/HAIC-DEMO/export?f=arm:HAIC');
    const files = await exportedFiles(/^SPSS/);
    expect(files.get('analysis.sav')?.toString('latin1', 0, 4)).toBe('$FL2');
    const { data } = await ask<{ cohortSummary: { n: number } }>(
      'investigator@demo.local',
      `{ cohortSummary(study: "HAIC-DEMO", cohort: { filter: { variable: "arm", in: ["HAIC"] } }) { n } }`,
    );
    expect(files.get('analysis.sav')?.readInt32LE(80)).toBe(data?.cohortSummary.n);
  }, 120_000);

  it('offers true dates to those alone who may have them, for a reason', async () => {
    const dates = () => page.getByRole('radio', { name: 'With dates and texts' });
    await expect.poll(() => dates().isDisabled()).toBe(true);
    const { page: other } = await browser.open('admin@demo.local', { viewport: { width: 1366, height: 768 } });
    await other.goto('/studies/HAIC-DEMO/export');
    await other.getByRole('radio', { name: 'With dates and texts' }).check();
    await expect.poll(() => other.getByRole('button', { name: 'Export', exact: true }).isDisabled()).toBe(true);
    await other.getByRole('textbox', { name: /true dates and texts/ }).fill('a reason');
    await expect.poll(() => other.getByRole('button', { name: 'Export', exact: true }).isDisabled()).toBe(false);
    expect(await axeFaults(other)).toEqual([]);
  });

  it('is refused by the API to whom the page says so', async () => {
    const cookie = await signIn('investigator@demo.local');
    const asked = { format: 'csv', language: 'en', filter: null, snapshot: null, isIdentified: true, reason: 'none' };
    const answer = await fetch(`${portal().baseUrl}/api/studies/HAIC-DEMO/exports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(asked),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'FORBIDDEN']);
  });
});
