import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser, portal } from './portal.fixture.ts';

const staff = 'staff.nfh@demo.local';
const head = 'admin@demo.local';
let browser: OpenedBrowser;
let entering: Page;
let asking: Page;
let patient: string;
const code = `REVIEW-${Date.now()}`;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page: entering } = await browser.open(staff));
  ({ page: asking } = await browser.open(head));
  const made = await ask<{ createPatient: { id: string } }>(
    staff,
    `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`,
    { code },
  );
  patient = made.data!.createPatient.id;
  await correct(null, null, 85);
});
afterAll(() => browser?.close());

const correct = (id: string | null, version: number | null, tumourSizeMm: number) =>
  ask<{ saveBaseline: { id: string; version: number } }>(
    staff,
    `mutation ($patient: ID!, $id: ID, $version: Int, $mm: Float, $reason: String) {
       saveBaseline(patientId: $patient, id: $id, version: $version, values: { tumourSizeMm: $mm }, reason: $reason) { id version } }`,
    { patient, id, version, mm: tumourSizeMm, reason: id === null ? null : 'read again' },
  );

const baseline = () => `/studies/HAIC-DEMO/patients/${patient}?form=baseline`;
const field = (page: Page) => page.locator('[data-field=tumourSizeMm]');

describe('a query', () => {
  it('is raised at the field, answered from the list, and closed at the field', async () => {
    await asking.goto(baseline());
    await field(asking).getByRole('button', { name: 'Ask about this' }).click();
    await asking.getByRole('textbox', { name: 'Question' }).fill('The report says 58 mm. Which is right?');
    await asking.getByRole('button', { name: 'Ask', exact: true }).click();
    await asking.getByRole('dialog').getByText('The report says 58 mm').waitFor();
    await asking.getByRole('button', { name: 'Close', exact: true }).click();

    await entering.goto('/studies/HAIC-DEMO/queries');
    await entering
      .getByRole('row', { name: new RegExp(code) })
      .getByRole('button', { name: 'Open' })
      .press('Enter');
    await entering.getByRole('textbox', { name: 'Message' }).fill('58 mm was a lymph node.');
    await entering.getByRole('textbox', { name: 'Message' }).press('Control+Enter');
    // To the next query of the list, or back to it.
    await entering.getByText(new RegExp(`^${code} · `)).waitFor({ state: 'detached' });
    await entering.goto(baseline());
    await field(entering).getByRole('button', { name: '1 query, 1 not closed' }).waitFor();

    await asking.reload();
    await field(asking).getByRole('button', { name: '1 query, 1 not closed' }).click();
    await asking.getByText('58 mm was a lymph node.').waitFor();
    await asking.getByRole('button', { name: 'Close the query' }).click();
    await asking.getByText('Closed', { exact: true }).waitFor();
    await asking.keyboard.press('Escape');
    await field(asking).getByRole('button', { name: '1 query, 0 not closed' }).waitFor();
  });
});

describe('one question to many', () => {
  it('shows what it reaches, is asked of all, and is answered for all together', async () => {
    const codes = [1, 2].map((n) => `MANY-${Date.now()}-${n}`);
    for (const each of codes) {
      await ask(
        staff,
        `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`,
        { code: each },
      );
    }
    await asking.goto('/studies/HAIC-DEMO/queries');
    await asking.getByRole('link', { name: 'Ask many' }).press('Enter');
    await asking.getByText('Codes', { exact: true }).click();
    await asking.getByRole('textbox', { name: 'Codes of patients' }).fill(`${codes.join('\n')}\nNOBODY-1`);
    const question = `Please add the baseline. ${codes[0]}`;
    await asking.getByRole('textbox', { name: 'Question' }).fill(question);
    await asking.getByRole('button', { name: 'See whom it reaches' }).click();
    await asking.getByText('1 code was not found where you may ask: NOBODY-1').waitFor();
    await asking.getByRole('button', { name: 'Ask about 2 records' }).click();
    await asking.waitForURL(/queries\?form=baseline/);

    await entering.goto('/studies/HAIC-DEMO/queries?form=baseline');
    for (const each of codes) {
      await entering.getByRole('checkbox', { name: new RegExp(`^Choose ${each}, `) }).press(' ');
    }
    await entering.getByRole('button', { name: 'Answer (2)' }).press('Enter');
    await entering.getByRole('textbox', { name: 'Message' }).fill('The files have been asked for.');
    await entering.getByRole('textbox', { name: 'Message' }).press('Control+Enter');
    await entering.getByText('2 queries answered').waitFor();
    for (const each of codes) {
      await entering
        .getByRole('row', { name: new RegExp(each) })
        .getByText('Answered')
        .first()
        .waitFor();
    }
  });
});

describe('a form', () => {
  const choose = async (item: string) => {
    await asking.getByRole('button', { name: 'State', exact: true }).click();
    await asking.getByRole('menuitem', { name: item }).click();
  };
  const because = async (reason: string, action: string) => {
    await asking.getByRole('textbox', { name: /Reason/ }).fill(reason);
    await asking.getByRole('button', { name: action, exact: true }).click();
  };

  it('is verified as a whole and by field, until a value changes', async () => {
    await asking.goto(baseline());
    await choose('Mark as verified');
    await asking.getByText(/^Compared with the source by Demo administrator/).waitFor();
    await field(asking).getByRole('img', { name: 'Verified with the record' }).waitFor();
    const { data } = await ask<{ patient: { baseline: { id: string; version: number } } }>(
      staff,
      `{ patient(id: "${patient}") { baseline { id version } } }`,
    );
    const { id, version } = data!.patient.baseline;
    expect((await correct(id, version, 84)).errors).toEqual([]);
    await asking.reload();
    await asking.getByText(/^Changed since, last by .*: Largest tumour diameter/).waitFor();
    await field(asking).getByRole('button', { name: 'Changed since it was verified' }).click();
    await field(asking).getByRole('button', { name: 'Verified against the source' }).waitFor();
  });

  it('is locked for those who enter, signed with the password, and unlocked with the signature void', async () => {
    await asking.goto(baseline());
    await choose('Lock');
    await because('data cut of June', 'Lock');
    await asking.getByText(/Locked by Demo administrator on .*: data cut of June/).waitFor();
    await entering.goto(baseline());
    await entering.getByText(/Locked by Demo administrator/).waitFor();
    expect(await field(entering).count()).toBe(0);
    const { data } = await ask<{ patient: { baseline: { id: string; version: number } } }>(
      staff,
      `{ patient(id: "${patient}") { baseline { id version } } }`,
    );
    const { id, version } = data!.patient.baseline;
    expect((await correct(id, version, 58)).errors[0]?.extensions).toMatchObject({
      code: 'RECORD_LOCKED',
      form: 'baseline',
      patientCode: code,
    });

    await choose('Sign');
    const password = asking.getByLabel(/^Your password/);
    await password.fill('not the password');
    await asking.getByRole('button', { name: 'Sign', exact: true }).click();
    await asking.getByText('It counts as a failed sign-in').waitFor();
    await password.fill(portal().password);
    await asking.getByRole('button', { name: 'Sign', exact: true }).click();
    await asking.getByText('Signed by Demo administrator').waitFor();

    await choose('Unlock');
    await because('one value is wrong', 'Unlock');
    await asking.getByText(/Void since .*: one value is wrong/).waitFor();
    expect((await correct(id, version, 58)).errors).toEqual([]);
  });
});

describe('a rule', () => {
  it('finds a doubtful value, leads to its field, and is content with a reason', async () => {
    const doubtful = `DOUBT-${Date.now()}`;
    const made = await ask<{ createPatient: { id: string } }>(
      staff,
      `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`,
      { code: doubtful },
    );
    await ask(staff, 'mutation ($id: ID!) { saveBaseline(patientId: $id, values: { tumourSizeMm: 41 }) { id } }', {
      id: made.data!.createPatient.id,
    });
    await asking.goto('/studies/HAIC-DEMO/quality?rule=softCheck&centre=NFH');
    const row = asking.getByRole('row', { name: new RegExp(doubtful) });
    const run = async () => {
      await asking.getByRole('button', { name: 'Run now' }).click();
      await asking.getByRole('button', { name: 'Cancel the run' }).waitFor({ state: 'detached' });
    };
    await run();
    await row.getByText('against 50–250 mm').waitFor();
    await row.getByRole('link', { name: doubtful }).click();
    await asking.locator('[data-field=tumourSizeMm] input:focus').waitFor();
    await field(asking).getByRole('checkbox', { name: 'It is right' }).check();
    await field(asking).getByRole('textbox', { name: 'Why it is right' }).fill('Measured twice');
    await asking.getByRole('button', { name: 'Save correction' }).click();
    await field(asking)
      .getByRole('img', { name: /Measured twice/ })
      .waitFor();
    await asking.goto('/studies/HAIC-DEMO/quality?rule=softCheck&centre=NFH');
    await row.waitFor();
    await run();
    await row.waitFor({ state: 'detached' });
  });
});
