import { afterAll, beforeAll, expect, it } from 'vitest';
import { loaded } from './loaded.fixture.ts';
import { ask, openBrowser, type OpenedBrowser } from './portal.fixture.ts';
import { allDrawnSlides, lastOf, startRun } from './slides.fixture.ts';

const investigator = 'investigator@demo.local';

let browser: OpenedBrowser;

beforeAll(async () => {
  browser = await openBrowser();
  await allDrawnSlides(investigator);
}, 420_000);
afterAll(() => browser?.close());

interface Trained {
  readonly id: string;
  readonly status: string;
  readonly candidateModelId: string;
  readonly candidateVersionId: string;
  readonly outcome: { threshold: number; evaluations: { part: string; n: number; auc: number }[] };
  readonly cases: { slideId: string; part: string; prps: number; positive: boolean }[];
}

let trained: Trained;

it('goes from labels to an AUC and a candidate, with preview, stages and learning curve', async () => {
  const { page } = await browser.open(investigator, { viewport: { width: 1366, height: 900 } });
  await page.goto('/studies/HAIC-DEMO/training');
  // What is pressed before the page runs is lost.
  await loaded(page);
  const form = page.getByRole('region', { name: 'New training' });
  await form.getByLabel('Split').click();
  await page.getByRole('option', { name: 'Evaluation sets as given' }).click();
  const parts = form.getByRole('table');
  await expect.poll(() => parts.innerText(), { timeout: 60_000 }).toMatch(/Test\s+8\s+8\s+4\s+4/);
  await expect.poll(() => form.innerText()).toMatch(/drawings follow the label by construction/);
  await form.getByRole('button', { name: 'Start training' }).click();
  await page.waitForURL(/run=/);

  const main = page.locator('main');
  await expect
    .poll(() => main.innerText(), { timeout: 60_000, interval: 200 })
    .toMatch(/\d+ of \d+ slides|Epoch [\d,]+ of 3,000/i);
  await expect
    .poll(() => main.innerText(), { timeout: 600_000 })
    .toMatch(/Confusion matrix of the test part \(n = 8\)/);
  const result = page.getByRole('region', { name: 'Test part', exact: true });
  await expect
    .poll(() => result.innerText())
    .toMatch(/AUC\s*[01]\.\d{3}\s*few cases: 4 positive, 4 negative\s*95 % CI/);
  await expect.poll(() => result.innerText()).toMatch(/never the test part/);
  await expect.poll(() => result.innerText()).toMatch(/Synthetic weights/);
  const curve = page.getByRole('figure', { name: 'Learning curve' });
  await expect.poll(() => curve.innerText()).toMatch(/Kept: epoch \d+/);

  await result.getByRole('link', { name: /^haim v\d+$/ }).click();
  const version = page.getByRole('dialog', { name: /^haim, version \d+$/ });
  await expect.poll(() => version.innerText()).toMatch(/candidate[\s\S]*\d+ slides of/i);

  const { data } = await ask<{ trainingRuns: Trained[] }>(
    investigator,
    `{ trainingRuns(study: "HAIC-DEMO") { id status candidateModelId candidateVersionId
       outcome { threshold evaluations { part n auc } } cases { slideId part prps positive } } }`,
  );
  trained = data!.trainingRuns[0]!;
  expect(trained.status).toBe('done');
  // The drawn texture follows the label by construction: a pipeline that works finds it.
  const test = trained.outcome.evaluations.find(({ part }) => part === 'test')!;
  expect(test.n).toBe(8);
  expect(test.auc).toBeGreaterThan(0.8);
}, 900_000);

it('trains a head with attention, and shows it beside mean pooling on the same folds', async () => {
  const { page } = await browser.open(investigator, { viewport: { width: 1366, height: 900 } });
  await page.goto('/studies/HAIC-DEMO/training');
  // What is pressed before the page runs is lost.
  await loaded(page);
  const form = page.getByRole('region', { name: 'New training' });
  await form.getByText('Attention over patches', { exact: true }).click();
  await form.getByLabel('Split').click();
  await page.getByRole('option', { name: 'Evaluation sets as given' }).click();
  await form.getByLabel('Maximum epochs').fill('40');
  await form.getByLabel('Hidden units').fill('16');
  await form.getByLabel('Folds').fill('9');
  // Eight patients of each label are outside of the test part.
  await expect.poll(() => form.innerText(), { timeout: 60_000 }).toMatch(/9 folds need a patient of both labels/);
  await expect.poll(() => form.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true);
  await form.getByLabel('Folds').fill('3');
  const start = form.getByRole('button', { name: 'Start training' });
  await expect.poll(() => start.isEnabled(), { timeout: 60_000 }).toBe(true);
  await start.click();
  await page.waitForURL(/run=/);

  const crossed = page.getByRole('region', { name: 'Cross-validation', exact: true });
  await expect
    .poll(() => crossed.innerText().catch(() => ''), { timeout: 400_000 })
    .toMatch(/On the same folds attention has an area of [01]\.\d{3} and mean pooling of [01]\.\d{3}/);
  await expect.poll(() => crossed.innerText()).toMatch(/3 folds by patient, 1 time: 16 slides, 8 SD\/PD, 8 CR\/PR/);
  const figure = page.getByRole('figure', { name: 'ROC of slides held out' });
  await figure.getByText('Table', { exact: true }).click();
  await expect.poll(() => figure.innerText()).toMatch(/Mean pooling/);
  const file = page.waitForEvent('download');
  await crossed.getByRole('button', { name: 'Scores held out (CSV)' }).click();
  expect((await file).suggestedFilename()).toMatch(/^held-out-scores-[0-9a-f]{12}\.csv$/);
  const result = page.getByRole('region', { name: 'Test part', exact: true });
  await expect.poll(() => result.innerText()).toMatch(/16 hidden units; the largest slide had \d+ patches/);

  // The sentence on the page is that of the stored numbers.
  const { data } = await ask<{ trainingRuns: { outcome: { crossValidation: Crossed | null } | null }[] }>(
    investigator,
    `{ trainingRuns(study: "HAIC-DEMO") { outcome { crossValidation { differenceLower
       verdictStatement { code values en } trainings { fold } } } } }`,
  );
  const stored = data!.trainingRuns[0]!.outcome!.crossValidation!;
  await expect.poll(() => crossed.innerText()).toContain(stored.verdictStatement.en);
  const isBetter = stored.differenceLower !== null && stored.differenceLower > 0;
  expect(/Attention is better/.test(stored.verdictStatement.en)).toBe(isBetter);
  expect(stored.trainings.map(({ fold }) => fold)).toEqual([1, 2, 3]);
}, 600_000);

interface Crossed {
  readonly differenceLower: number | null;
  readonly verdictStatement: { readonly code: string; readonly en: string };
  readonly trainings: readonly { readonly fold: number }[];
}

it('is hidden from staff of one centre', async () => {
  const { data } = await ask<{ trainingRuns: unknown[] }>(
    'staff.nfh@demo.local',
    '{ trainingRuns(study: "HAIC-DEMO") { id } }',
  );
  expect(data!.trainingRuns).toEqual([]);
});

it('gives a model that an administrator activates, and that scores a slide as in the training', async () => {
  const { data: activated, errors } = await ask<{ activateModel: { status: string } }>(
    'operator@demo.local',
    `mutation ($id: ID!) { activateModel(id: $id, reason: "trained on the drawn slides") { status } }`,
    { id: trained.candidateVersionId },
  );
  expect(errors).toEqual([]);
  expect(activated!.activateModel.status).toBe('active');
  const one = trained.cases.find(({ part }) => part === 'test')!;
  const run = await lastOf(investigator, (await startRun(investigator, one.slideId, trained.candidateModelId)).id);
  expect(run.status).toBe('done');
  expect(Math.abs(run.prps! - one.prps)).toBeLessThan(1e-5);

  const { data: back } = await ask<{ rollbackModel: { modelId: string } }>(
    'operator@demo.local',
    'mutation { rollbackModel(line: "haim", reason: "the other tests use the first one") { modelId } }',
  );
  expect(back!.rollbackModel.modelId).toBe('haim');
}, 300_000);
