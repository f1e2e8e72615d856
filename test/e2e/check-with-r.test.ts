import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { onRequest } from './on-request.fixture.ts';
import { ask, type OpenedBrowser, openBrowser, portal, signIn } from './portal.fixture.ts';
import { hasWebr } from './webr.fixture.ts';

const study = '/studies/HAIC-DEMO';
const hasR = spawnSync('Rscript', ['-e', 'library(survival)'], { stdio: 'ignore' }).status === 0;

let browser: OpenedBrowser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 900 } }));
});
afterAll(() => browser?.close());

const dialog = () => page.getByRole('dialog', { name: 'Check with R' });
async function open(menu: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'Check every number with R' }).click();
}
/** What a check ends with, however busy the machine is. */
const ended = () => dialog().getByRole('button', { name: 'Check again' }).waitFor({ timeout: 120_000 });
/** Folders of checks under way. */
const underWay = () => readdirSync(path.join(portal().home, 'tmp')).filter((name) => name.startsWith('r-check.'));

/** A check of the API as it would be, over which the dialog is looked at in a state that this machine may not have. */
const answered = (check: object) => async (route: Route) => {
  const answer = await route.fetch();
  const body = (await answer.json()) as { data: { tableOne: { files: { check: object } } } };
  Object.assign(body.data.tableOne.files.check, check);
  await route.fulfill({ response: answer, json: body });
};

describe('numbers checked with R', () => {
  it(`of a table: ${hasR || hasWebr ? 'all of them agree' : 'that there is no R is said'}`, async () => {
    await page.goto(`${study}/tables`);
    await open('Download');
    await ended();
    if (hasR || hasWebr) {
      const said = await dialog()
        .getByText(/^\d+ of \d+ numbers agree$/)
        .innerText();
      const [agreed, , total] = said.split(' ');
      expect(Number(total)).toBeGreaterThan(100);
      expect(agreed).toBe(total);
      await dialog()
        .getByText(hasR ? /^R \d+\.\d+\.\d+ on the server/ : /^R 4\.6\.0 as WebAssembly/)
        .waitFor();
      await dialog()
        .getByText(new RegExp(`^All ${total} numbers were computed again in R`))
        .waitFor();
    } else {
      await dialog().getByText('There is no R on this server').waitFor();
    }
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    // The keyboard is back at the menu.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Download');
  }, 180_000);

  it('of a figure, from its own menu, whose script is saved from the dialog', async () => {
    await page.goto(`${study}/survival`);
    await open('The same numbers in R');
    await ended();
    const outcome = await dialog().locator('[data-check]').getAttribute('data-check');
    expect(outcome).toBe(hasR || hasWebr ? 'AGREES' : 'NOT_AVAILABLE');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog().getByRole('button', { name: 'Save the R script' }).click(),
    ]);
    expect(readFileSync(await file.path(), 'utf8')).toContain('survfit(Surv(d[["days"]][i]');
  }, 180_000);

  it('that differ are listed, and what stopped or is lacking is not agreement', async () => {
    const lines = [
      { __typename: 'RDifference', what: 'ageYears: p', place: 1, r: '0.012345678901234', portal: '0.012445678901234' },
      { __typename: 'RDifference', what: 'sex: statistic', place: 2, r: 'NA', portal: '3.5' },
    ];
    const base = { engine: 'SERVER', rVersion: '4.5.1', packages: ['survival 3.8-3'], lacks: [], reason: null };
    const states = [
      { ...base, outcome: 'DIFFERS', total: 37, agreed: 35, differences: lines },
      { ...base, outcome: 'LACKS_PACKAGE', total: 0, agreed: 0, differences: [], packages: [], lacks: ['cmprsk'] },
      { ...base, outcome: 'FAILED', total: 37, agreed: 12, differences: [], reason: 'Error in solve(): singular' },
    ] as const;
    const shown = ['35 of 37 numbers agree', 'R lacks cmprsk', 'The script stopped in R'];
    for (const [i, state] of states.entries()) {
      await page.unrouteAll({ behavior: 'wait' });
      await onRequest(page, 'TableOneFiles', '"check":true', answered(state));
      await page.goto(`${study}/tables`);
      await open('Download');
      await ended();
      await dialog().getByText(shown[i]!, { exact: true }).waitFor();
      expect(
        await dialog()
          .getByText(/numbers were computed again in R/)
          .count(),
      ).toBe(0);
      if (state.outcome === 'DIFFERS') {
        const row = dialog().getByRole('row', { name: /^ageYears: p/ });
        await expect
          .poll(() => row.getByRole('cell').allInnerTexts())
          .toEqual(['0.012345678901234', '0.012445678901234']);
      }
      if (state.outcome === 'FAILED') await dialog().getByText('Error in solve(): singular').waitFor();
      expect(await axeFaults(page)).toEqual([]);
    }
    await page.unrouteAll({ behavior: 'wait' });
  }, 360_000);

  it.skipIf(!(hasR || hasWebr))(
    'end on the server when the dialog is cancelled, and when a request is given up',
    async () => {
      await page.goto(`${study}/survival?show=subgroups`);
      await open('The same numbers in R');
      await expect.poll(underWay).toHaveLength(1);
      await dialog().getByRole('button', { name: 'Cancel' }).last().click();
      await dialog().waitFor({ state: 'detached' });
      await expect.poll(underWay).toEqual([]);
      const gone = new AbortController();
      const asked = fetch(`${portal().baseUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: await signIn('investigator@demo.local') },
        body: JSON.stringify({
          query:
            '{ survivalSubgroups(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm") { files { check { outcome } } } }',
        }),
        signal: gone.signal,
      });
      asked.catch(() => undefined);
      await expect.poll(underWay).toHaveLength(1);
      gone.abort();
      await expect.poll(underWay).toEqual([]);
    },
    120_000,
  );

  it('are of what one may read: nobody else’s patients reach R', async () => {
    const query = `query($study: String!) { survival(study: $study, endpoint: OS) { files { rows check { outcome total } } } }`;
    const { data, errors } = await ask('staff.nfh@demo.local', query, { study: 'NO-SUCH-STUDY' });
    expect([data, errors[0]?.extensions?.code]).toEqual([null, 'NOT_FOUND']);
    const own = await ask<{ survival: { files: { rows: number; check: { outcome: string } } } }>(
      'staff.nfh@demo.local',
      query,
      { study: 'HAIC-DEMO' },
    );
    expect(own.errors).toEqual([]);
    expect(own.data!.survival.files.rows).toBeLessThan(378);
    expect(own.data!.survival.files.check.outcome).toBe(hasR || hasWebr ? 'AGREES' : 'NOT_AVAILABLE');
  }, 120_000);
});
