import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';
import { allDrawnSlides } from './slides.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  // Each slide that is drawn after a start is a change of the study.
  await allDrawnSlides('investigator@demo.local');
  browser = await openBrowser();
  ({ page } = await browser.open('admin@demo.local', { viewport: { width: 1366, height: 900 } }));
}, 450_000);
afterAll(() => browser?.close());

const study = '/studies/HAIC-DEMO';
/** A portal may be tested twice. */
const name = `Revision ${Date.now()}`;
const code = `SNAP-${Date.now()}`;

describe('data versions', () => {
  it('are frozen under a name, verified, and unchanged as long as nothing changes', async () => {
    await page.goto(`${study}/snapshots`);
    await page.getByRole('button', { name: 'Make a snapshot' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Make a snapshot' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel(/reason/i).fill('to be analysed again');
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Freeze the data' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByText('Unchanged').waitFor();
    // The newest is the first; at this width its hash is in a row of its own below it.
    await page
      .getByRole('button', { name: /Verify/ })
      .filter({ visible: true })
      .first()
      .click();
    await page.getByText('Intact').filter({ visible: true }).first().waitFor();
    await page.getByText(`Snapshot ${name} was made.`).waitFor({ state: 'detached' });
    expect(await axeFaults(page)).toEqual([]);
  });

  it('say who entered since, and show the newest results beside the frozen ones', async () => {
    const { errors } = await ask(
      'staff.nfh@demo.local',
      `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code,
         demographics: { ageYears: 60, sex: "male", enrolledOn: "2020-03-05" }) { id } }`,
      { code },
    );
    expect(errors).toEqual([]);
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByText(/Stale: [1-9]/).waitFor();
    await row
      .getByRole('link', { name: `What changed since ${name}` })
      .or(row.getByText('What changed'))
      .first()
      .click();
    await page.getByRole('row').filter({ hasText: code }).getByText('entered').first().waitFor();

    await page.goto(`${study}/snapshots`);
    await page
      .getByRole('row')
      .filter({ hasText: name })
      .getByRole('link', { name: /Analyse/ })
      .first()
      .click();
    await page.waitForURL(/snapshot=/);
    const snapshot = new URL(page.url()).searchParams.get('snapshot')!;
    await page.goto(`${study}/survival?snapshot=${snapshot}`);
    await page.getByRole('button', { name: 'Compare with newest' }).click();
    await page.getByRole('rowheader', { name: 'p, log-rank' }).waitFor();
    await page.goto(`${study}/tables?snapshot=${snapshot}&newest=true&by=none`);
    // Everybody together: the patient who entered is one of them.
    await page.getByText(/Cells of the table that differ: [1-9]\d* of \d+/).waitFor();
    await page.goto(`${study}/safety?snapshot=${snapshot}&newest=true`);
    await page.getByText(/Cells of the table that differ: \d+ of [1-9]\d*/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  const made = async (): Promise<string> => {
    const { data } = await ask<{ snapshots: { id: string; name: string }[] }>(
      'admin@demo.local',
      '{ snapshots(study: "HAIC-DEMO") { id name } }',
    );
    return data!.snapshots.find((one) => one.name === name)!.id;
  };

  it('draw the images that they keep, and group by best response at a landmark', async () => {
    const snapshot = await made();
    await page.goto(`${study}/response?snapshot=${snapshot}`);
    await page.getByRole('application', { name: /^Best change of target lesions/ }).waitFor();
    await page.getByRole('application', { name: /^Change of target lesions over time/ }).waitFor();
    await page.getByRole('row', { name: /^ORR/ }).waitFor();
    // Below the table; figures have it in their files.
    await page.getByText(`Snapshot ${name}, SHA-256`, { exact: false }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.goto(`${study}/survival?by=landmark:bestResponse:90&snapshot=${snapshot}`);
    await page.getByText('of the images up to', { exact: false }).first().waitFor();
  });

  it('draw the course of each patient from the cycles that they keep', async () => {
    await page.goto(`${study}/survival?show=swimmer&snapshot=${await made()}`);
    await page.getByRole('heading', { name: /^Course of each patient, 1 to 60 of [1-9]/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  it('keep the rows of the second endpoint rule', async () => {
    await page.goto(`${study}/survival?show=recipes&ep=PFS&snapshot=${await made()}`);
    await page
      .getByText(/time-to-progression 1: \d+ patients/)
      .first()
      .waitFor();
    await page.getByText(name, { exact: false }).first().waitFor();
  });
});

describe('the endpoint recipes of a study', () => {
  it('are read in words, and a further one is asked for rule by rule', async () => {
    await page.goto(`${study}/settings#recipes`);
    const panel = page.locator('#recipes');
    await panel.getByRole('heading', { name: 'time-to-progression 1' }).waitFor();
    await panel.getByText('a death without it censors', { exact: false }).first().waitFor();
    await panel.getByRole('button', { name: 'Add a recipe' }).click();
    await panel.getByRole('button', { name: 'Add and derive' }).click();
    await panel.getByText(/small letters, digits and -/).waitFor();
    await panel.getByText(/other than those of haic-default 2/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const added = `death-ignored-${Date.now()}`;
    await panel.getByLabel('Name').fill(added);
    const ofPfs = panel.getByRole('radiogroup', { name: 'PFS: a death without progression' });
    await ofPfs.getByRole('radio', { name: /Does not count/ }).check();
    await panel.getByRole('button', { name: 'Add and derive' }).click();
    await panel.getByText(`${added} 1 is kept; its times are derived.`).waitFor();
    await panel.getByRole('link', { name: `Compare ${added} 1 on Two rules` }).click();
    await page
      .getByText(new RegExp(`${added} 1: \\d+ patients`))
      .first()
      .waitFor();
    // As it was before: a portal may be tested twice.
    await page.goto(`${study}/settings#recipes`);
    await panel.getByRole('button', { name: `Stop keeping ${added} 1` }).click();
    await panel.getByRole('button', { name: `Stop keeping ${added} 1` }).click();
    await panel.getByRole('heading', { name: `${added} 1` }).waitFor({ state: 'detached' });
  });
});
