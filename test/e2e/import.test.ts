import { AxeBuilder } from '@axe-core/playwright';
import iconv from 'iconv-lite';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Email, openBrowser, type OpenedBrowser, portal, signIn } from './portal.fixture.ts';

const staff = 'staff.nfh@demo.local';

async function upload(as: Email, file: Buffer, query = ''): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(file)]), 'in.csv');
  const answer = await fetch(`${portal().baseUrl}/api/imports/HAIC-DEMO${query}`, {
    method: 'POST',
    headers: { cookie: await signIn(as) },
    body: form,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const latin1 = (text: string) => iconv.encode(text, 'windows-1252');

describe('a file that is not text in its encoding', () => {
  const files: [string, Buffer][] = [
    ['an accent before a comma', latin1('patient_code,centre,term,grade\nE2E-I,NFH,Café,2\n')],
    ['an accent before a line end', latin1('patient_code,centre,term\nE2E-I,NFH,Fièvre à\n')],
    ['a byte of no encoding', Buffer.from('patient_code,centre,term\nE2E-I,NFH,a\xff\x81 \n', 'latin1')],
    ['a zero byte late', Buffer.from(`patient_code,centre\n${'E2E-I,NFH\n'.repeat(9000)}\0`)],
    ['zero bytes in UTF-16', Buffer.from('fffe7000610000000a00', 'hex')],
    ['a quote inside a cell', Buffer.from('patient_code,centre,term\nE2E-I,NFH,5"x\n')],
  ];

  it.each(files)('%s is answered to its sender, and to nobody else', async (_, file) => {
    for (const query of ['', '?dryRun=false']) {
      expect(await upload(staff, file, query)).toMatchObject({
        status: 400,
        body: { code: 'BAD_USER_INPUT' },
      });
      expect(await upload('investigator@demo.local', file, query)).toMatchObject({ status: 403 });
    }
    expect((await fetch(`${portal().baseUrl}/api/health`)).status).toBe(200);
  });
});

describe('the import page', () => {
  let browser: OpenedBrowser;
  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser?.close());

  const check = async (page: Page, file: Buffer) => {
    await page.goto('/studies/HAIC-DEMO/import');
    await page
      .locator('main input[type=file]')
      .first()
      .setInputFiles({ name: 'in.csv', mimeType: 'text/csv', buffer: file });
    await page.getByRole('button', { name: /^(Check the file|检查文件)$/ }).click();
  };

  it.each([
    ['en', 'light' as const, 'Which of these reads right?', 'Check the file in this encoding'],
    ['zh', 'dark' as const, '以下哪一种读法正确？', '以此编码检查文件'],
  ])('asks for the encoding by the keyboard, in %s', async (locale, colorScheme, title, button) => {
    const { page, context } = await browser.open(staff, {
      colorScheme,
      locale: locale === 'zh' ? 'zh-CN' : 'en-GB',
    });
    await check(page, latin1('patient_code,centre,term,grade,started_on\nE2E-Q,NFH,Céphalée,2,2022-02-01\n'));
    await page.getByText(title, { exact: true }).first().waitFor();
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary])),
    ).toEqual([]);
    const choice = page.getByRole('radio', { name: 'Windows-1252' });
    await expect.poll(() => page.locator('main').innerText()).toContain('Céphalée');
    await choice.focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: button }).press('Enter');
    await page.getByText(/Read as Windows-1252|按 Windows-1252 读取/).waitFor();
    await context.close();
  });

  it('reports which stored values a file changes, and keeps those under empty cells', async () => {
    const rows = (size: string, afp: string) =>
      Buffer.from(`patient_code,centre,tumour_size_mm,afp_ng_ml\nE2E-C,NFH,${size},${afp}\n`);
    expect((await upload(staff, rows('80', '400'), '?dryRun=false')).body).toMatchObject({ committed: true });
    const { page, context } = await browser.open(staff);
    await check(page, rows('85', ''));
    const cells = page.getByRole('group', { name: 'Changed · 1' });
    await cells.waitFor();
    await expect.poll(() => cells.getByRole('row').last().innerText()).toMatch(/E2E-C\s+Baseline: .*\s+80\s+85/);
    await expect
      .poll(() => page.locator('main').innerText())
      .toContain('1 empty cell leaves its stored value as it is.');
    await page.getByRole('checkbox', { name: 'Empty cells clear what is stored' }).check();
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('group', { name: 'Changed · 2' }).waitFor();
    await context.close();
  });

  it('corrects refused cells where they are shown, and takes an import back', async () => {
    const { page, context } = await browser.open(staff);
    await check(page, Buffer.from('patient_code,centre,age_years,sex\nE2E-U,NFH,61,mael\nE2E-V,NFH,-,male\n'));
    await page.getByRole('combobox', { name: 'sex, line 2: correction' }).selectOption('male');
    const age = page
      .getByRole('row')
      .filter({ has: page.getByRole('textbox', { name: 'age_years, line 3: correction' }) });
    await age.getByRole('button', { name: 'Leave the row out' }).click();
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('Every row is sound').waitFor();
    await page.getByRole('group', { name: 'New · 2' }).getByText('E2E-U').first().waitFor();
    const file = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the corrected file' }).click();
    expect((await file).suggestedFilename()).toBe('in.corrected.csv');
    await page.getByRole('button', { name: 'Import 1 row' }).click();
    await page.getByText('1 row imported').waitFor();

    const imports = page.getByRole('group', { name: 'Recent imports' });
    await imports.getByRole('button', { name: 'Undo the import of in.csv' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Undo the import of in.csv' });
    await dialog.getByText('1 record that it added is removed, with 1 patient.', { exact: false }).waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('a file of another study');
    await dialog.getByRole('button', { name: 'Undo the import' }).click();
    await imports.getByText('a file of another study', { exact: false }).first().waitFor();
    await context.close();
  });

  it('reports what is wrong with a file in whole sentences, without a code', async () => {
    const { page, context } = await browser.open(staff);
    await check(page, Buffer.from('PK\u0003\u0004 a part of a workbook'));
    const alert = page.getByRole('alert').filter({ hasText: 'This file was not accepted' });
    await expect
      .poll(() => alert.innerText())
      .toMatch(/The file is cut off: the list at the end of the archive is missing; save or send it again\./);
    expect(await alert.innerText()).not.toContain('BAD_USER_INPUT');
    await context.close();
  });
});
