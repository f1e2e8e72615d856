import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { type OpenedBrowser, openBrowser, portal } from './portal.fixture.ts';

/**
 * One patient from the first key to a void signature, by everybody who has a part in it, each at a page of their own
 * role. Nothing is done here that a user could not do in the pages.
 */
const study = '/studies/HAIC-DEMO';
const code = `K${Date.now() % 1e6}`;
/** Study day of the second image: of another run against the same portal, whose case may be open still, it is another. */
const later = 30 + (Date.now() % 60);
const laterOn = new Date(Date.UTC(2023, 0, 10 + later)).toISOString().slice(0, 10);
let browser: OpenedBrowser;
let patient: string | null = null;
let clerk: Page;
let manager: Page;
let monitor: Page;
let investigator: Page;

beforeAll(async () => {
  browser = await openBrowser();
  [clerk, manager, monitor, investigator] = (await Promise.all(
    (['staff.nfh', 'manager', 'monitor', 'investigator'] as const).map(
      async (name) => (await browser.open(`${name}@demo.local`)).page,
    ),
  )) as [Page, Page, Page, Page];
});
afterAll(() => browser?.close());

const at = (form: string) => `${study}/patients/${patient}?form=${form}`;
const field = () => clerk.locator('[data-field=tumourSizeMm]');
/** The same for those who may only read it. */
const fact = () => monitor.getByRole('term').filter({ hasText: 'Largest tumour diameter' });

describe('a whole patient by keyboard', () => {
  const focusedField = () =>
    clerk.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? null);
  const saved = (form: string) => clerk.getByText(`${form}: saved`).last();

  it('takes at most 180 keys, and the focus is always in the first field of the next form', async () => {
    let keys = 0;
    const press = async (...all: string[]) => {
      for (const key of all) await clerk.keyboard.press(key);
      keys += all.length;
    };
    const goOnTo = async (next: string) => {
      await press('Control+Shift+Enter');
      await expect.poll(focusedField).toBe(next);
    };
    await clerk.goto(`${study}/entry`);
    await clerk.getByRole('button', { name: 'Add patient' }).focus();
    await press('Enter');
    await expect.poll(focusedField).toBe('code');
    await press(...code, 'Enter', ...'20230102', 'Enter', ...'54', 'Enter', '1', 'Control+Enter');
    await clerk.waitForURL(/\/patients\//);
    patient = /patients\/([0-9a-f-]+)/.exec(clerk.url())?.[1] ?? null;
    await expect.poll(focusedField).toBe('ecogPs');
    await press('0', 'Enter', 'a', 'Enter', '1', 'Enter', '1', 'Enter');
    await press('1', 'Enter', '1', 'Enter', ...'400', 'Enter', ...'85', 'Enter');
    await press('1', 'Enter', '1', 'Enter', '1', 'Enter', '0', 'Enter', 'c');
    await goOnTo('arm');
    await press('1', 'Enter', ...'20230110', 'Enter', 'Enter', '3');
    // What this patient has no record of is passed by.
    for (const next of ['cycleNumber', 'drugClass', 'assessedOn']) await goOnTo(next);
    await press(...'20230105', 'Enter', 'Enter', '0', 'Enter', ...'85', 'Control+Enter');
    await saved('Tumour assessment').waitFor();
    await expect.poll(() => clerk.evaluate(() => document.activeElement?.textContent)).toBe('Add');
    await press('Enter');
    await expect.poll(focusedField).toBe('assessedOn');
    await press(...laterOn.replaceAll('-', ''), 'Enter', 'Enter', '1', 'Enter', ...'50', 'Enter', '0');
    for (const next of ['test', 'term']) await goOnTo(next);
    await press(...'Nausea', 'Enter');
    await expect.poll(focusedField).toBe('grade');
    await press('1', 'Enter', ...'20230115');
    for (const next of ['therapy', 'contactOn']) await goOnTo(next);
    await press(...'20230601', 'Enter', 'Enter', '1', 'Control+Enter');
    await saved('Follow-up').waitFor();
    expect(keys).toBeLessThanOrEqual(180);
  }, 180_000);
});

describe('an adverse event', () => {
  const event = () => clerk.getByRole('row', { name: /^Nausea Grade 1 Mild 2023-01-15/ });
  const because = async (reason: string, action: string) => {
    const dialog = clerk.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: action }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  it('is removed for a reason, is found among what was removed, and is restored as it was', async () => {
    await clerk.goto(at('adverseEvent'));
    await event().getByRole('button', { name: 'Remove…' }).click();
    await because('of somebody else', 'Remove the record');
    await event().waitFor({ state: 'detached' });
    await clerk.goto(at('removed'));
    const removed = clerk.getByRole('listitem').filter({ hasText: 'Reason: of somebody else' });
    await removed.getByText('Nausea').waitFor();
    expect(await axeFaults(clerk)).toEqual([]);
    await removed.getByRole('button', { name: 'Restore…' }).click();
    await because('it was right', 'Restore the record');
    await clerk.getByText('No records were removed').waitFor();
    await clerk.goto(at('adverseEvent'));
    await event().waitFor();
  }, 180_000);
});

describe('a blinded reading', () => {
  /** Opens the case by the days of its images: its reader knows nothing else of it. */
  const openCase = async (reader: Page) => {
    await reader.goto(`${study}/readings`);
    const row = reader.getByRole('row').filter({ has: reader.getByText(`−5, ${later}`, { exact: true }) });
    await row.getByRole('button', { name: /^Open case/ }).click();
  };
  const read = async (name: 'reader1' | 'reader2', mm: string, response: string) => {
    // One at a desk, one in the dark on a telephone.
    const isSmall = name === 'reader2';
    const { page: reader } = await browser.open(
      `${name}@demo.local`,
      isSmall ? { viewport: { width: 390, height: 844 } } : {},
    );
    if (isSmall) await reader.addInitScript(() => localStorage.setItem('mantine-color-scheme-value', 'dark'));
    await openCase(reader);
    await reader.getByLabel('T1 on day −5').fill('80');
    await reader.keyboard.press('Enter');
    await reader.keyboard.type(mm);
    await reader.getByText(response).waitFor();
    const known = reader.getByRole('main').getByText(new RegExp(`${code}|NFH`));
    expect(await known.allTextContents()).toEqual([]);
    expect(await axeFaults(reader)).toEqual([]);
    await reader.getByRole('button', { name: 'Hand in' }).click();
    await reader.getByRole('button', { name: 'Hand in now' }).click();
    await reader.getByText('Handed in and fixed.', { exact: false }).waitFor();
  };

  it('is assigned, read by two who differ, decided by a third, and shown with the patient', async () => {
    await manager.goto(`${study}/readings`);
    const people = {
      'First reader': 'Demo reader 1',
      'Second reader': 'Demo reader 2',
      Adjudicator: 'Demo adjudicator',
    };
    for (const [place, name] of Object.entries(people)) {
      await manager.getByRole('combobox', { name: place }).click();
      await manager.getByRole('option', { name }).click();
    }
    await manager.getByRole('textbox', { name: 'Find a code' }).fill(code);
    await manager.getByRole('checkbox', { name: `Choose ${code}` }).check();
    await manager.getByRole('button', { name: 'Assign (1)' }).click();
    await manager
      .getByRole('row', { name: new RegExp(code) })
      .getByText('being read')
      .waitFor();

    // By mRECIST −50 % is a partial response, and +25 % progression.
    await read('reader1', '40', `Best response: PR on day ${later}.`);
    await read('reader2', '100', `Progression on day ${later}.`);
    const { page: adjudicator } = await browser.open('adjudicator@demo.local');
    await openCase(adjudicator);
    const readingOf = (best: string) =>
      adjudicator.getByRole('region', { name: /^Reading [AB]$/ }).filter({ hasText: `Best response: ${best}` });
    // Each with its own diameters, though both have a T1.
    for (const [best, mm] of [['PR', '40'], ['PD', '100']] as const) {
      await readingOf(best).getByRole('row', { name: /^T1/ }).getByRole('cell', { name: mm, exact: true }).waitFor();
    } // prettier-ignore
    const chosen = readingOf('PR');
    expect(await axeFaults(adjudicator)).toEqual([]);
    await chosen.getByRole('button', { name: /^Choose/ }).click();
    await chosen.getByRole('button', { name: /now$/ }).click();
    await chosen.getByText('accepted').waitFor();

    await clerk.goto(at('tumourAssessment'));
    await clerk.getByText('Two readers differed, decided by an adjudicator', { exact: false }).waitFor();
    await clerk.getByText(`day ${later}: PR · best response: PR`).waitFor();
    await clerk.getByRole('row', { name: new RegExp(`${laterOn} .*PR`) }).waitFor();
  }, 180_000);
});

describe('a query', () => {
  it('is raised at the field, answered from the list, and closed at the field', async () => {
    await monitor.goto(at('baseline'));
    await fact().getByRole('button', { name: 'Ask about this' }).click();
    await monitor.getByRole('textbox', { name: 'Question' }).fill('The report says 58 mm. Which is right?');
    await monitor.getByRole('button', { name: 'Ask', exact: true }).click();
    await monitor.getByRole('dialog').getByText('The report says 58 mm').waitFor();
    await monitor.getByRole('button', { name: 'Close', exact: true }).click();

    await clerk.goto(`${study}/queries`);
    await clerk
      .getByRole('row', { name: new RegExp(code) })
      .getByRole('button', { name: 'Open' })
      .press('Enter');
    await clerk.getByRole('textbox', { name: 'Message' }).fill('58 mm was a lymph node.');
    await clerk.getByRole('textbox', { name: 'Message' }).press('Control+Enter');
    // To the next query of the list, or back to it.
    await clerk.getByText(new RegExp(`^${code} · `)).waitFor({ state: 'detached' });
    await clerk.goto(at('baseline'));
    await field().getByRole('button', { name: '1 query, 1 not closed' }).waitFor();

    await monitor.reload();
    await fact().getByRole('button', { name: '1 query, 1 not closed' }).click();
    await monitor.getByText('58 mm was a lymph node.').waitFor();
    await monitor.getByRole('button', { name: 'Close the query' }).click();
    await monitor.getByText('Closed', { exact: true }).waitFor();
    await monitor.keyboard.press('Escape');
    await fact().getByRole('button', { name: '1 query, 0 not closed' }).waitFor();
  }, 180_000);
});

describe('a form', () => {
  const choose = async (page: Page, item: string) => {
    await page.getByRole('button', { name: 'State', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
    // It fades; what axe sees of it meanwhile is no menu any more.
    await page.getByRole('menu').waitFor({ state: 'detached' });
  };
  const because = async (reason: string, action: string) => {
    await manager.getByRole('textbox', { name: /Reason/ }).fill(reason);
    await manager.getByRole('button', { name: action, exact: true }).click();
  };

  it('is verified as a whole and by field, until a value changes', async () => {
    await choose(monitor, 'Mark as verified');
    await monitor.getByText(/^Compared with the source by Demo monitor/).waitFor();
    await fact().getByRole('img', { name: 'Verified with the record' }).waitFor();
    await field().getByRole('textbox').first().fill('84');
    await clerk.locator('[data-field=reason] input').fill('read again');
    await clerk.keyboard.press('Control+Enter');
    await clerk.getByText('Baseline: saved').waitFor();
    await monitor.reload();
    await monitor.getByText(/^Changed since, last by Demo staff, NFH .*: Largest tumour diameter/).waitFor();
    await fact().getByRole('button', { name: 'Changed since it was verified' }).click();
    await fact().getByRole('button', { name: 'Verified against the source' }).waitFor();
  }, 180_000);

  it('is locked for those who enter, signed with the password, and unlocked with the signature void', async () => {
    await field().getByRole('textbox').first().fill('90');
    const draft = clerk.getByRole('link', { name: /^Baseline.*Draft, not saved$/ });
    await draft.waitFor();
    await manager.goto(at('baseline'));
    await choose(manager, 'Lock');
    await because('data cut of June', 'Lock');
    await manager.getByText(/Locked by Demo data manager on .*: data cut of June/).waitFor();
    clerk.once('dialog', (question) => void question.accept());
    await clerk.reload();
    await clerk.getByText(/Locked by Demo data manager/).waitFor();
    await expect.poll(() => field().count()).toBe(0);
    // What was typed meanwhile cannot be saved any more: it is shown until somebody discards it.
    const stranded = clerk.getByRole('note').filter({ hasText: 'cannot be saved any more' });
    await stranded.getByText('90 mm').waitFor();
    await stranded.getByRole('button', { name: 'Discard these entries' }).click();
    await stranded.waitFor({ state: 'detached' });
    await draft.waitFor({ state: 'detached' });

    await investigator.goto(at('baseline'));
    await choose(investigator, 'Sign');
    const password = investigator.getByLabel(/^Your password/);
    await password.waitFor();
    expect(await axeFaults(investigator)).toEqual([]);
    await password.fill('not the password');
    await investigator.getByRole('button', { name: 'Sign', exact: true }).click();
    await investigator.getByText('It counts as a failed sign-in').waitFor();
    await password.fill(portal().password);
    await investigator.getByRole('button', { name: 'Sign', exact: true }).click();
    await investigator.getByText('Signed by Demo investigator').waitFor();

    await manager.reload();
    await choose(manager, 'Unlock');
    await because('one value is wrong', 'Unlock');
    await manager.getByText(/Void since .*: one value is wrong/).waitFor();
    await clerk.reload();
    await field().getByRole('textbox').first().waitFor();
  }, 180_000);
});
