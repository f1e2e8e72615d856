import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser, portal } from './portal.fixture.ts';

const email = 'staff.nfh@demo.local';
let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open(email));
});
afterAll(() => browser?.close());

const focusedField = () =>
  page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? null);
const reason = () => page.locator('[data-field=reason]');
const saved = (form: string) => page.getByText(`${form}: saved`).last();

describe('the first page of a clerk', () => {
  it('leads in one step to the form that a patient lacks', async () => {
    await page.goto('/');
    const next = page.getByRole('list', { name: 'The first patients to complete' }).getByRole('link').first();
    const code = await next.textContent();
    await next.press('Enter');
    await page.waitForURL(/\/patients\/[^?]+\?form=/);
    await page.getByRole('heading', { name: code ?? '', level: 1 }).waitFor();
    await page.getByRole('region', { name: 'Eligibility' }).waitFor();
  });
});

describe('the round through what is due', () => {
  it('opens a new record for the day that is due, and the next one after it', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: /^Begin: SYN-\d+, Follow-up$/ }).press('Enter');
    const drawer = page.getByRole('dialog', { name: /^Follow-up: add · SYN-/ });
    const leave = async () => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Leave' }).press('Enter');
      await drawer.waitFor({ state: 'detached' });
    };
    const day = () => drawer.locator('[data-field=contactOn] input').inputValue();
    const first = await day();
    expect(first).toMatch(/^\d{4}-\d\d-\d\d$/);
    await leave();
    const left = page.getByRole('navigation', { name: 'Round through what is due' });
    await left.getByText(/^\d+ left$/).waitFor();
    await left.getByRole('button', { name: 'Next due' }).press('Enter');
    await drawer.waitFor();
    expect((await day()) > first).toBe(true);
    await leave();
  });
});

describe('Ctrl+K', () => {
  it('opens what was typed also where Enter comes before the answer', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).waitFor();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('FinderPatients')) await held;
      await route.continue();
    });
    await page.getByRole('combobox', { name: 'Find' }).fill('syn-0004');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Searching…').waitFor();
    answer();
    await page.getByRole('heading', { name: 'SYN-0004', level: 1 }).waitFor();
    await page.unroute('**/graphql');
  });

  it('finds a patient by a part of the code, and a page, by keyboard alone', async () => {
    const find = page.getByRole('dialog').getByRole('combobox', { name: 'Find' });
    const open = async () => {
      await page.keyboard.press('Control+k');
      await find.waitFor();
      await expect.poll(() => find.evaluate((input) => input === document.activeElement)).toBe(true);
    };
    await open();
    await page.keyboard.type('entry');
    await page.getByRole('option', { name: /^Entry/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/entry$/);
    await open();
    await page.keyboard.type('syn-0001');
    await page.getByRole('option', { name: /^SYN-0001\s*NFH/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'SYN-0001', level: 1 }).waitFor();
  });
});

describe('a stage that does not follow from what is recorded', () => {
  it('is said while it is typed, beside what was entered', async () => {
    await page.goto(`${page.url().split('?')[0]}?form=baseline`);
    const derived = page.getByRole('region', { name: 'Derived from what is recorded' });
    await derived.getByText(/^BCLC C: /).waitFor();
    await expect.poll(() => derived.getByText('entered B').count()).toBe(0);
    await page.locator('[data-field=bclcStage]').getByRole('radio', { name: /^B/ }).press('b');
    await derived.getByText('entered B').waitFor();
    await page.getByRole('button', { name: 'Undo changes' }).click();
  });
});

describe('entering by keyboard alone', () => {
  it('moves to the first field of the baseline once a patient was added', async () => {
    await page.goto('/studies/HAIC-DEMO/entry');
    await page.getByRole('button', { name: 'Add patient' }).click();
    await expect.poll(focusedField).toBe('code');
    await page.keyboard.type(`E2E-${Date.now()}`);
    for (const key of ['Enter', 'Enter', '5', '4', 'Enter', '1', 'Control+Enter']) await page.keyboard.press(key);
    await page.waitForURL(/\/patients\//);
    await expect.poll(focusedField).toBe('ecogPs');
    // The request for focus is gone from the address: Back and a reload do not repeat it.
    await expect.poll(() => new URL(page.url()).search).toBe('?form=baseline');
  });

  it('shows in the grid how complete each record is, also in words', async () => {
    const { page: grid, context } = await browser.open(email, { viewport: { width: 1366, height: 900 } });
    await grid.goto('/studies/HAIC-DEMO/entry');
    const cell = grid.getByRole('link', { name: /: 1 record, \d+ of \d+ fields filled$/ }).first();
    const [, filled, asked] = /(\d+) of (\d+) fields/.exec((await cell.getAttribute('aria-label')) ?? '') ?? [];
    const drawn = await cell.locator('svg circle').last().getAttribute('stroke-dasharray');
    expect(Number(drawn?.split(' ')[0])).toBeCloseTo((100 * Number(filled)) / Number(asked), 6);
    // What is missing is named to whoever rests on the cell, as often as the cell counts it, and leaves by Escape.
    await cell.focus();
    const note = grid.getByRole('tooltip');
    await note.waitFor();
    const lacking = Number(asked) - Number(filled);
    await expect
      .poll(() => note.innerText())
      .toMatch(lacking === 1 ? /^Missing: \S/ : new RegExp(`^${lacking} missing: \\S`));
    await grid.keyboard.press('Escape');
    await note.waitFor({ state: 'detached' });
    await context.close();
  });

  it('saves a date from its raw digits, and afterwards nothing is unsaved', async () => {
    await page.goto(`${page.url().split('?')[0]}?form=treatment`);
    const date = page.locator('input[name=iciStartedOn]');
    await date.fill('20230118');
    await date.press('Control+Enter');
    await saved('Treatment').waitFor();
    await date.press('Tab');
    await expect.poll(() => date.inputValue()).toBe('2023-01-18');
    await expect.poll(() => reason().count()).toBe(0);
    // Leaving asks no question.
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.waitForURL((url) => url.search === '');
    await expect.poll(() => page.getByText('Leave without saving?').count()).toBe(0);
  });

  it('takes back what was typed by Ctrl+Z, and a save by its message, as a change of its own', async () => {
    await page.goto(`${page.url().split('?')[0]}?form=treatment`);
    const date = page.locator('input[name=iciStartedOn]');
    await expect.poll(() => date.inputValue()).toBe('2023-01-18');
    await date.fill('2023-01-20');
    await date.press('Control+z');
    await expect.poll(() => date.inputValue()).toBe('2023-01-18');
    await date.press('Control+Shift+z');
    await expect.poll(() => date.inputValue()).toBe('2023-01-20');
    await reason().getByRole('textbox').fill('read in the letter');
    await date.press('Control+Enter');
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await page.getByText('Treatment: as it was before').waitFor();
    await expect.poll(() => date.inputValue()).toBe('2023-01-18');
    await page.getByRole('button', { name: 'History' }).click();
    const history = page.getByRole('dialog');
    await history.getByText('undone right after saving').waitFor();
    await history.getByText('read in the letter').waitFor();
    await page.keyboard.press('Escape');
    await history.waitFor({ state: 'hidden' });
  });

  it('asks at Escape before a drawer with entries closes, and stays when told to', async () => {
    await page.goto(`${page.url().split('?')[0]}?form=adverseEvent`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(focusedField).toBe('term');
    await page.keyboard.type('Fever');
    // The first Escape closes the list of terms.
    await page.getByRole('option', { name: 'Fever' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByText('Leave without saving?').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByText('Leave without saving?').count()).toBe(0);
    await expect.poll(() => page.locator('input[name=term]').inputValue()).toBe('Fever');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await expect.poll(() => page.locator('input[name=term]').count()).toBe(0);
  });
});

describe('a portal that does not answer', () => {
  it('costs nothing that was typed: it is there after a reload, and its save is stored once', async () => {
    const address = page.url().split('?')[0] ?? '';
    await page.goto(`${address}?form=treatment`);
    const stored = async () => {
      const { data } = await ask<{ patient: { treatment: { version: number; iciStartedOn: string } } }>(
        email,
        'query ($id: ID!) { patient(id: $id) { treatment { version iciStartedOn } } }',
        { id: address.split('/').at(-1) },
      );
      return data!.patient.treatment;
    };
    const { version } = await stored();
    const date = page.locator('input[name=iciStartedOn]');
    await date.fill('2023-01-25');
    const drafts = page.getByRole('link', { name: /^Treatment.*Draft, not saved$/ });
    await drafts.waitFor();
    page.once('dialog', (question) => void question.accept());
    await page.reload();
    await page.getByText(/that were not saved are here again/).waitFor();
    await expect.poll(() => date.inputValue()).toBe('2023-01-25');
    // The save arrives, and its answer is lost on the way back.
    let isCut = false;
    await page.route('**/graphql', async (route) => {
      if (isCut || !route.request().postData()?.includes('mutation SaveTreatment')) return route.continue();
      isCut = true;
      await route.fetch();
      return route.abort();
    });
    await reason().getByRole('textbox').fill('typed without an answer');
    await date.press('Control+Enter');
    const once = { version: version + 1, iciStartedOn: '2023-01-25' };
    await expect.poll(stored).toEqual(once);
    // It is a draft until it was sent again and answered.
    await expect.poll(() => drafts.count()).toBe(0);
    expect(await stored()).toEqual(once);
    await page.unroute('**/graphql');
  });
});

describe('an adverse event', () => {
  it('is found by a lay word, and offers the grades that its term has, each with what it means', async () => {
    await page.goto(`${page.url().split('?')[0]}?form=adverseEvent`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(focusedField).toBe('term');
    await page.keyboard.type('neutropenic');
    await page.getByRole('option', { name: /^Febrile neutropenia/ }).click();
    await page.getByText('Febrile neutropenia · Blood and lymphatic system disorders').waitFor();
    const grades = page.locator('[data-field=grade] input[type=radio]');
    expect(await grades.evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).value))).toEqual([
      '3',
      '4',
      '5',
    ]);
    await page.getByRole('radio', { name: /^4 · Life-threatening/ }).press('4');
    // Known by its month alone, which it stays.
    await page.locator('input[name=startedOn]').fill('2024年2月');
    await page.keyboard.press('Control+Enter');
    await saved('Adverse event').waitFor();
    await page.getByRole('row', { name: /^Febrile neutropenia .* 2024-02-\?\? .* CTCAE 5.0/ }).waitFor();
  });
});

describe('a session that ends while somebody types', () => {
  it('is renewed in place, and the typed values are saved', async () => {
    await page.goto(`${page.url().split('?')[0]}?form=treatment`);
    const version = async () => Number(/version (\d+)/.exec(await page.getByText(/version \d+/).innerText())?.[1]);
    const before = await version();
    await page.locator('input[name=haicCycles]').fill('4');
    await reason().locator('input').fill('first entry forgot it');
    await page.context().clearCookies({ name: /session/ });
    await page.getByRole('button', { name: 'Save correction' }).click();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.locator('input[type=password]').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('do not match an account').waitFor();
    await page.locator('input[type=password]').fill(portal().password);
    await page.keyboard.press('Enter');
    await expect.poll(version).toBe(before + 1);
    await expect.poll(() => page.locator('input[name=haicCycles]').inputValue()).toBe('4');
    await expect.poll(() => reason().count()).toBe(0);
  });
});

describe('the grid of patients on a telephone', () => {
  it.each(['en', 'zh'])('keeps words unbroken and targets large enough in %s', async (locale) => {
    const { page: telephone, context } = await browser.open(email, { viewport: { width: 390, height: 844 } });
    await context.addCookies([{ name: 'locale', value: locale, url: portal().baseUrl }]);
    await telephone.goto('/studies/HAIC-DEMO/entry');
    await telephone.locator('tbody [data-cell]').first().waitFor();
    const headings = await telephone.locator('thead th').evaluateAll((cells) =>
      cells.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
        return { text: cell.textContent, lines };
      }),
    );
    // A heading of n letters one under the other has n lines.
    expect(headings.filter(({ lines }) => lines > 3)).toEqual([]);
    const cells = await telephone
      .locator('tbody td [data-cell]')
      .evaluateAll((links) =>
        links.map((link) => link.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)),
      );
    // WCAG 2.2, 2.5.8: a target of 24 px at least.
    expect(Math.min(...cells)).toBeGreaterThanOrEqual(24);
    await context.close();
  });
});

describe('a field that the study adds', () => {
  it('is declared and published in the pages, entered by keyboard, selected by, and retired', async () => {
    const { page: admin, context } = await browser.open('admin@demo.local', { viewport: { width: 1366, height: 900 } });
    const name = `biopsy_${Date.now().toString(36)}`;
    const field = admin.locator(`[data-field=own_${name}]`);
    await admin.goto('/studies/HAIC-DEMO/fields');
    await admin.getByRole('button', { name: 'Add a field' }).click();
    await admin.getByRole('combobox', { name: 'Form' }).selectOption('eligibility');
    await admin.getByRole('textbox', { name: 'Label in English' }).fill('Biopsy of the margin');
    await admin.getByRole('textbox', { name: 'Label in Chinese' }).fill('切缘活检');
    await admin.getByRole('textbox', { name: 'Name' }).fill(name);
    await admin.getByRole('button', { name: 'Publish', exact: true }).click();
    // A category without codes is refused at its place, and mended there.
    await admin.getByText('Expected: a text').first().waitFor();
    const words = { taken: ['taken', 'Taken', '已取'], none: ['none', 'Not taken', '未取'] };
    for (const [at, [code, en, zh]] of Object.values(words).entries()) {
      await admin.getByRole('textbox', { name: `Code ${at + 1}`, exact: true }).fill(code!);
      await admin.getByRole('textbox', { name: `Words of code ${at + 1} in English` }).fill(en!);
      await admin.getByRole('textbox', { name: `Words of code ${at + 1} in Chinese` }).fill(zh!);
    }
    await admin.getByRole('button', { name: 'Publish', exact: true }).click();
    const row = admin.getByRole('row', { name: /Biopsy of the margin/ });
    await row.getByText('Published').first().waitFor();

    await admin.goto('/studies/HAIC-DEMO/cohort');
    await admin.locator('a[href*="/patients/"]').first().click();
    await admin.waitForURL(/patients\//);
    await admin.goto(`${admin.url().split('?')[0]}?form=eligibility`);
    await field.locator('input').first().focus();
    await admin.keyboard.press('1');
    await expect.poll(() => field.getByRole('radio', { name: 'Taken', exact: true }).isChecked()).toBe(true);
    if ((await admin.locator('[data-field=reason] input').count()) > 0)
      await admin.locator('[data-field=reason] input').fill('asked by the study now');
    await admin.keyboard.press('Control+Enter');
    await admin.getByText('Eligibility: saved').last().waitFor();

    await admin.goto(`/studies/HAIC-DEMO/cohort?f=own_${name}:taken`);
    await admin.getByText('Biopsy of the margin: Taken').waitFor();
    await admin.getByText('1 of 1 shown').waitFor();
    await admin.getByRole('button', { name: 'Columns' }).click();
    await admin.getByRole('checkbox', { name: 'Biopsy of the margin' }).check();
    await admin.keyboard.press('Escape');
    const list = admin.getByRole('table', { name: 'Patients' });
    await list.getByRole('button', { name: /Biopsy of the margin/ }).click();
    await list.getByRole('cell', { name: 'Taken', exact: true }).waitFor();
    await expect.poll(() => admin.url()).toMatch(new RegExp(`cols=[^&]*own_${name}.*sort=own_${name}`));

    await admin.goto('/studies/HAIC-DEMO/fields');
    await row.getByRole('button', { name: 'Change', exact: true }).click();
    await admin.getByRole('button', { name: 'Remove', exact: true }).click();
    await admin.getByText('1 record has one').waitFor();
    await admin.getByRole('button', { name: 'Retire', exact: true }).click();
    await row.getByText('Retired').first().waitFor();
    await context.close();
  });
});

describe('the list of records', () => {
  it('has the same name in the rail and on its page for who compares and enters nothing', async () => {
    const { page: monitor, context } = await browser.open('monitor@demo.local');
    await monitor.goto('/');
    await monitor.getByRole('navigation').getByRole('link', { name: 'Records by patient' }).click();
    await monitor.getByRole('heading', { name: 'Records by patient', level: 1 }).waitFor();
    await context.close();
  });
});

describe('criteria and screening', () => {
  it('are a list for who may not change them, and a line takes a day as forms do', async () => {
    const number = `E2E-${Date.now()}`;
    await page.goto('/studies/HAIC-DEMO/criteria');
    const criteria = page.getByRole('region', { name: 'Criteria' }).getByRole('listitem');
    await criteria.filter({ hasText: /: > 50 mm/ }).waitFor();
    await expect.poll(() => criteria.count()).toBe(9);
    await expect.poll(() => page.getByRole('main').getByRole('textbox').count()).toBe(0);

    await page.goto('/studies/HAIC-DEMO/screening');
    await page.getByRole('button', { name: 'Add a line' }).click();
    const dialog = page.getByRole('dialog', { name: 'New line' });
    await dialog.getByRole('textbox', { name: 'Number' }).fill(number);
    await dialog.getByRole('combobox', { name: 'Outcome' }).click();
    await page.getByRole('option', { name: 'Declined' }).click();
    await dialog.getByRole('textbox', { name: 'Screened on' }).fill('20220103');
    await page.keyboard.press('Enter');
    const line = page.getByRole('row', { name: number });
    await line.getByText('2022-01-03').waitFor();
    await line.getByRole('button', { name: `Remove line ${number}` }).click();
    await page.getByRole('textbox', { name: /^Reason/ }).fill('entered by a test');
    await page.getByRole('button', { name: 'Remove the line' }).click();
    await line.waitFor({ state: 'detached' });
  });
});
