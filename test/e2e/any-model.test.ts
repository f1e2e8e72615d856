import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePyTorchModel } from '../../packages/ml/src/pytorch-model.fixture.ts';
import { ask, type OpenedBrowser, openBrowser, portal } from './portal.fixture.ts';
import { drawnSlidesOf, lastOf, type SlideUnderTest, startRun } from './slides.fixture.ts';

/** A name of its own for each run: a portal that is tested twice has the first one in its history. */
const id = `vit-clam-${Date.now().toString(36)}`;
const investigator = 'investigator@demo.local';
const folder = mkdtempSync(path.join(tmpdir(), 'portal-any-model-'));

let browser: OpenedBrowser;
let slide: SlideUnderTest;
beforeAll(async () => {
  await writePyTorchModel(folder, (manifest) => ({ ...manifest, id, positiveClass: 'PD' }));
  browser = await openBrowser();
  slide = (await drawnSlidesOf(investigator)).find(({ centre }) => centre === 'NFH')!;
}, 300_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(path.join(portal().home, 'models', id), { recursive: true, force: true });
  await browser?.close();
});

const files = async () => (await readdir(folder)).map((name) => path.join(folder, name));
const known = async (): Promise<{ id: string; versionId: string | null }[]> => {
  const { data } = await ask<{ models: { id: string; versionId: string | null }[] }>(
    investigator,
    '{ models { id versionId } }',
  );
  return data!.models.filter((model) => model.id === id);
};

async function chooseAndSend(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Upload a model' });
  await dialog.locator('input[type=file]').setInputFiles(await files());
  await dialog.getByLabel('Where it comes from').fill('a ViT and a CLAM head');
  await dialog.getByRole('button', { name: 'Send and verify' }).click();
}

describe('a ViT and a CLAM head exported by PyTorch', () => {
  it('are uploaded on the page: refused with the field at fault, then registered', async () => {
    const { page, context } = await browser.open('operator@demo.local');
    await page.goto('/studies/HAIC-DEMO/models?section=versions');
    await page.getByRole('button', { name: 'Upload a model' }).click();
    await chooseAndSend(page);
    const dialog = page.getByRole('dialog', { name: 'Upload a model' });
    await dialog.getByText('positiveClass: is not one of the classes').waitFor();
    // Corrected files are chosen anew.
    await dialog.getByText('Choose files', { exact: true }).waitFor();
    expect(await known()).toEqual([]);

    await rm(path.join(folder, 'manifest.json'));
    await writePyTorchModel(folder, (manifest) => ({ ...manifest, id }));
    await chooseAndSend(page);
    await dialog.getByText(`${id} is version 1 of ${id}.`).waitFor();
    expect(await known()).toMatchObject([{ id, versionId: expect.any(String) }]);
    expect(await readdir(path.join(portal().home, 'models', '.uploads'))).toEqual([]);
    await context.close();
  });

  it('are not offered for upload to somebody who may not decide on models', async () => {
    const { page, context } = await browser.open(investigator);
    await page.goto('/studies/HAIC-DEMO/models?section=versions');
    await page.getByText(id, { exact: true }).first().waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Upload a model' }).count()).toBe(0);
    await context.close();
  });

  it('score a slide, and the attention lies over it, one value for each patch that was scored', async () => {
    const run = await startRun(investigator, slide.id, id);
    expect(await lastOf(investigator, run.id)).toMatchObject({ status: 'done' });
    const { data } = await ask<{
      inference: {
        patchMap: { x: number[]; y: number[]; reason: (string | null)[] };
        patchAttention: { x: number[]; y: number[]; relative: number[]; percentile: number[] };
        attentionMethodStatement: { code: string };
      };
    }>(
      investigator,
      `{ inference(id: "${run.id}") { patchMap { x y reason } patchAttention { x y relative percentile } attentionMethodStatement { code } } }`,
    );
    const { patchMap, patchAttention: found, attentionMethodStatement } = data!.inference;
    const kept = patchMap.x.flatMap((x, i) => (patchMap.reason[i] === null ? [[x, patchMap.y[i]]] : []));
    expect(found.x.map((x, i) => [x, found.y[i]])).toEqual(kept);
    expect(found.relative.reduce((sum, one) => sum + one, 0)).toBeCloseTo(kept.length, 3);
    expect(Math.max(...found.percentile)).toBe(100);
    expect(attentionMethodStatement.code).toBe('attentionOfSlide');

    const { page, context } = await browser.open(investigator);
    await page.goto(`/studies/HAIC-DEMO/slides/${slide.id}`);
    await page.getByRole('heading', { name: 'Attention of the model' }).waitFor();
    await page.getByText('least attention').waitFor();
    await page.locator('canvas[data-heatmap=true]').waitFor();
    const most = page.getByRole('button', { name: /^Number 1: attention / });
    await most.click();
    // The place that was chosen is named in the stage, with its rank.
    await page
      .getByText(/attention .* of an even share · rank 100 % · x /)
      .first()
      .waitFor();
    await expect.poll(() => most.getAttribute('aria-current')).toBe('true');
    await context.close();
  });
});

it('the model’s file stays what was uploaded', async () => {
  const uploaded = await readFile(path.join(portal().home, 'models', id, 'vit.onnx'));
  expect(uploaded.equals(await readFile(path.join(folder, 'vit.onnx')))).toBe(true);
});
