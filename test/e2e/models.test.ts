import { rmSync } from 'node:fs';
import path from 'node:path';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyManifest, writeTinyModel } from '../../apps/api/src/modules/models/model.fixture.ts';
import { accounts, ask, openBrowser, type OpenedBrowser, portal } from './portal.fixture.ts';
import { drawnSlidesOf } from './slides.fixture.ts';

/** A line of its own for each run: decisions stay in the history of a portal that is tested twice. */
const line = `test-${Date.now().toString(36)}`;
const ids = [`${line}-a`, `${line}-b`] as const;
const folderOf = (id: string) => path.join(portal().home, 'models', id);
const modelsPage = '/studies/HAIC-DEMO/models';
const versionsPage = `${modelsPage}?section=versions`;
const comparisonPage = `${modelsPage}?section=comparison`;

interface Version {
  id: string;
  version: number;
  status: string;
}
const versions = async () => {
  const { data } = await ask<{ modelVersions: Version[] }>(
    'investigator@demo.local',
    'query ($line: String!) { modelVersions(line: $line) { id version status } }',
    { line },
  );
  return data!.modelVersions;
};
const statuses = async () => Object.fromEntries((await versions()).map(({ version, status }) => [version, status]));

let browser: OpenedBrowser;
beforeAll(async () => {
  browser = await openBrowser();
  // A portal with any model in it is not given the demonstration's: that one first.
  await drawnSlidesOf('investigator@demo.local');
  for (const id of ids) {
    await writeTinyModel(folderOf(id), tinyManifest(id, { line }));
    await versions();
  }
}, 300_000);
afterAll(async () => {
  for (const id of ids) rmSync(folderOf(id), { recursive: true, force: true });
  await browser?.close();
});

async function decide(page: Page, name: string, word: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name });
  await dialog.waitFor();
  const confirm = dialog.locator('button[type=submit]');
  await expect.poll(() => confirm.isDisabled()).toBe(true);
  await dialog.getByLabel('Reason').fill(reason);
  await expect.poll(() => confirm.isDisabled()).toBe(true);
  await dialog.getByLabel(/to confirm/).fill(word);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

describe('versions of a model', () => {
  it('are registered as they are found: the first is active, the next a candidate', async () => {
    expect(await statuses()).toEqual({ 1: 'active', 2: 'candidate' });
  });

  it('are activated with a reason, recorded in the history, and rolled back', async () => {
    const { page, context } = await browser.open('operator@demo.local', { viewport: { width: 1366, height: 900 } });
    await page.goto(versionsPage);
    await page.getByRole('button', { name: `Activate version 2 of ${line}` }).click();
    await decide(page, `Activate ${line} 2`, `${line} 2`, 'Better on the external set');
    await expect.poll(statuses).toEqual({ 1: 'retired', 2: 'active' });

    const panel = page.getByRole('region', { name: line, exact: true });
    await expect.poll(() => panel.innerText()).toContain('Version 2 is active');
    await panel.getByText(/^History/).click();
    const history = panel.getByRole('list', { name: `History of ${line}` });
    await expect
      .poll(() => history.getByRole('listitem').first().innerText())
      .toMatch(/Version 2 activated\s*\(version 1 was active until then\)\s*Better on the external set/);

    await panel.getByRole('button', { name: 'Roll back' }).click();
    await decide(page, `Roll back ${line}`, line, 'Wrong scanner in training');
    await expect.poll(statuses).toEqual({ 1: 'active', 2: 'retired' });
    await expect
      .poll(() => history.getByRole('listitem').first().innerText())
      .toMatch(/Rolled back to version 1[\s\S]*Wrong scanner in training/);

    await page.getByRole('button', { name: `Details of ${line}, version 1` }).click();
    const drawer = page.getByRole('dialog', { name: `${line}, version 1` });
    await expect.poll(() => drawer.innerText()).toMatch(/Three open decisions[\s\S]*repeated|1 channel/);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await context.close();
  }, 90_000);

  it('are refused once they are retired', async () => {
    const [slide] = await drawnSlidesOf('investigator@demo.local');
    const { errors } = await ask(
      'investigator@demo.local',
      `mutation { runInference(slideId: "${slide!.id}", modelId: "${ids[1]}", provider: cpu) { id } }`,
    );
    expect(errors[0]).toMatchObject({
      message: `version 2 of ${line} is retired`,
      extensions: { code: 'MODEL_RETIRED' },
    });
  }, 120_000);

  it.each([
    ...accounts.map(({ email }) => ({ email, decides: false })),
    { email: 'operator@demo.local' as const, decides: true },
  ])('$email sees them; only an administrator of the portal decides', async ({ email, decides }) => {
    const [first] = await versions();
    const { errors } = await ask(email, 'mutation ($id: ID!) { retireModel(id: $id, reason: "  ") { id } }', {
      id: first!.id,
    });
    expect(errors[0]?.extensions?.code).toBe(decides ? 'BAD_USER_INPUT' : 'FORBIDDEN');
    const { data } = await ask<{ mayDecideOnModels: boolean; modelEvents: { reason: string }[] }>(
      email,
      'query ($line: String!) { mayDecideOnModels modelEvents(line: $line) { reason } }',
      { line },
    );
    expect(data!.mayDecideOnModels).toBe(decides);
    expect(data!.modelEvents.map(({ reason }) => reason)).toContain('Wrong scanner in training');
  });
});

describe('comparators', () => {
  it('are compared with the imported score on the same patients, each on its own page', async () => {
    const { page, context } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 900 } });
    await page.goto(comparisonPage);
    const clinical = page.getByRole('region', { name: 'Clinical model' });
    // The cohort's file has 147 training patients, 69 of them SD or PD.
    await expect.poll(() => clinical.innerText()).toContain('147 training cases (69 SD/PD); 0 dropped');
    await clinical.getByRole('button', { name: 'Show its ROC' }).click();
    // R's area on the 47 test cases is in apps/api/src/modules/analyses/evaluation/clinical-model.json.
    await expect.poll(() => page.locator('main').innerText()).toMatch(/These scores are probabilities of a logistic/);
    await page.getByRole('tab', { name: 'Comparison' }).click();
    const beside = page.getByRole('region', { name: 'Scores side by side' });
    await expect
      .poll(() => beside.innerText())
      .toMatch(/47 patients have a score from all of them: 20 SD\/PD, 27 CR\/PR/);
    await context.close();
  });

  it('report why a file is refused in the language of the reader', async () => {
    const { page, context } = await browser.open('admin@demo.local', { viewport: { width: 1366, height: 900 } });
    await context.addCookies([{ name: 'locale', value: 'zh', url: portal().baseUrl }]);
    await page.goto(comparisonPage);
    const panel = page.getByRole('region', { name: '导入评分' });
    await panel.getByLabel('模型名称').fill(`ZZ ${line}`);
    const empty = { name: 's.csv', mimeType: 'text/csv', buffer: Buffer.from('') };
    await page.locator('input[type=file]').first().setInputFiles(empty);
    await panel.getByRole('button', { name: '检查' }).click();
    await expect
      .poll(() => panel.getByRole('alert').innerText())
      .toMatch(/该文件未被接受[\s\S]*文件[\s\S]*未写入任何内容/);
    expect(await panel.getByRole('alert').innerText()).not.toMatch(/[a-z]{4,}/);
    await context.close();
  });

  it('are imported from patient and score: refused by row, then accepted', async () => {
    const { page, context } = await browser.open('admin@demo.local', { viewport: { width: 1366, height: 900 } });
    await page.goto(comparisonPage);
    const panel = page.getByRole('region', { name: 'Import scores' });
    await panel.getByLabel('Name of the model').fill(`ZZ ${line}`);
    const choose = (text: string) =>
      page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 's.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await choose('patient,score\nSYN-0001,0.4\nNOBODY,0.5\nSYN-0002,1.4\n');
    await panel.getByRole('button', { name: 'Check' }).click();
    await expect.poll(() => panel.innerText()).toMatch(/problems\. Nothing is written/);
    const problems = panel.getByRole('table');
    await expect
      .poll(() => problems.getByRole('rowheader').allInnerTexts())
      .toEqual(expect.arrayContaining(['3', '4']));
    await expect.poll(() => panel.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);

    await choose('patient,score\nSYN-0001,0.4\nSYN-0002,0.6\n');
    await panel.getByRole('button', { name: 'Check' }).click();
    await panel.getByText(/2 rows read: 2 new/).waitFor();
    await panel.getByRole('button', { name: 'Import', exact: true }).click();
    await panel.getByText(/Imported: 2 new/).waitFor();
    const { data } = await ask<{ scoreSources: { modelName: string; n: number }[] }>(
      'investigator@demo.local',
      '{ scoreSources(study: "HAIC-DEMO") { modelName n } }',
    );
    expect(data!.scoreSources).toContainEqual({ modelName: `ZZ ${line}`, n: 2 });
    await context.close();
  });
});
