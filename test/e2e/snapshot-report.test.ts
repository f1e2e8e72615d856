import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../../apps/web/src/charts/read-pdf.fixture.ts';
import { ask, type OpenedBrowser, openBrowser, portal } from './portal.fixture.ts';
import { allDrawnSlides } from './slides.fixture.ts';

/** A portal may be tested twice. */
const name = `Submission ${Date.now()}`;
const command = resolve(import.meta.dirname, '../../bin/portal');
const folder = mkdtempSync(join(tmpdir(), 'portal-reports-'));
let browser: OpenedBrowser;
let page: Page;

interface FollowUp {
  readonly id: string;
  readonly version: number;
  readonly vitalStatus: string;
  readonly contactDay: number | null;
  readonly contactOn: string | null;
  readonly causeOfDeath: string | null;
}

interface Numbers {
  readonly survival: {
    readonly dataVersion: number;
    readonly curves: readonly { readonly label: string; readonly n: number; readonly events: number }[];
  };
}

let snapshot: { readonly id: string; readonly sha256: string; readonly dataVersion: number };
let kept: Numbers['survival'];
const candidates: (typeof patient)[] = [];
let patient: { readonly id: string; readonly code: string; readonly followUps: readonly FollowUp[] };

const answered = async <Data>(as: Parameters<typeof ask>[0], query: string, variables = {}): Promise<Data> => {
  const { data, errors } = await ask<Data>(as, query, variables);
  expect(errors).toEqual([]);
  return data!;
};

const numbersOfNow = async () =>
  (
    await answered<Numbers>(
      'investigator@demo.local',
      '{ survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm") { dataVersion curves { label n events } } }',
    )
  ).survival;

/** Corrects the last contact of the patient whom the tests change. */
async function become(vitalStatus: string, { id, version, ...values }: FollowUp): Promise<FollowUp> {
  const { saveFollowUp } = await answered<{ saveFollowUp: FollowUp }>(
    'staff.nfh@demo.local',
    `mutation ($patientId: ID!, $id: ID, $version: Int, $values: FollowUpInput!) {
       saveFollowUp(patientId: $patientId, id: $id, version: $version, values: $values, reason: "heard of later") {
         id version vitalStatus contactDay contactOn causeOfDeath } }`,
    { patientId: patient.id, id, version, values: { ...values, vitalStatus } },
  );
  return saveFollowUp;
}

/** Of a row of results: the arm with its patients and events, as neighbouring cells. */
const resultsOf = ({ curves }: Numbers['survival']) =>
  curves.map(({ label, n, events }) => [label, String(n), String(events)].join('|'));

beforeAll(async () => {
  // Each slide that is drawn after a start is a change of the study.
  await allDrawnSlides('investigator@demo.local');
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
  const { makeSnapshot } = await answered<{ makeSnapshot: typeof snapshot }>(
    'admin@demo.local',
    `mutation ($name: String!) { makeSnapshot(study: "HAIC-DEMO", name: $name, reason: "for the manuscript") { id sha256 dataVersion } }`,
    { name },
  );
  snapshot = makeSnapshot;
  kept = await numbersOfNow();
  const { patients } = await answered<{ patients: { rows: (typeof patient)[] } }>(
    'staff.nfh@demo.local',
    `{ patients(study: "HAIC-DEMO", first: 100, counted: true) { rows { id code
         followUps { id version vitalStatus contactDay contactOn causeOfDeath } } } }`,
  );
  patients.rows.forEach((one) => {
    const [only, ...more] = one.followUps;
    if (/^SYN-/.test(one.code) && more.length === 0 && only?.vitalStatus === 'alive') candidates.push(one);
  });
}, 450_000);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the report of a snapshot', () => {
  it('has the numbers of its moment, not those of now, from the page and by the command', async () => {
    const deaths = (of: typeof kept) => of.curves.reduce((sum, { events }) => sum + events, 0);
    // Other tests may have left a patient without a time, whose death does not count.
    const correct = async ([next, ...rest]: typeof candidates): Promise<FollowUp> => {
      patient = next!;
      const made = await become('dead', patient.followUps[0]!);
      if (rest.length === 0 || deaths(await numbersOfNow()) > deaths(kept)) return made;
      await become('alive', made);
      return correct(rest);
    };
    const corrected = await correct(candidates.slice(0, 8));
    try {
      const now = await numbersOfNow();
      expect(deaths(now)).toBe(deaths(kept) + 1);
      expect(now.dataVersion).toBeGreaterThan(snapshot.dataVersion);
      const changed = resultsOf(now).filter((one) => !resultsOf(kept).includes(one));
      expect(changed).toHaveLength(1);

      await page.goto(`/studies/HAIC-DEMO/survival?snapshot=${snapshot.id}`);
      await page.getByRole('button', { name: 'Report', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Study report' });
      await dialog.getByText(name, { exact: false }).waitFor();
      const [file] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        dialog.getByRole('button', { name: 'Make the report' }).click(),
      ]);
      const { texts, parts } = await readPdf(readFileSync(await file.path()));
      const cells = parts.map((part) => part.slice(part.indexOf(':') + 1).trim()).join('|');
      for (const one of resultsOf(kept)) expect(cells).toContain(`|${one}|`);
      for (const one of changed) expect(cells).not.toContain(`|${one}|`);
      const version = `HAIC-DEMO, data version ${snapshot.dataVersion} · Snapshot ${name} (${snapshot.sha256.slice(0, 8)})`;
      for (const each of texts) expect(each).toContain(version);
      expect(texts[0]).toContain(`${name}, SHA-256`);

      const { code, said, out } = await reported('--snapshot', name, '--format', 'html');
      expect({ code, said }).toMatchObject({ code: 0 });
      const { page: reader } = await browser.open(null);
      await reader.goto(pathToFileURL(out).href);
      const rows = await reader
        .locator('section#OS tr')
        .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent).join('|')));
      for (const one of resultsOf(kept)) expect(rows.some((row) => `|${row}|`.includes(`|${one}|`))).toBe(true);
      for (const one of changed) expect(rows.some((row) => `|${row}|`.includes(`|${one}|`))).toBe(false);
      await reader.getByText(`${name}, SHA-256 ${snapshot.sha256}`).first().waitFor();
    } finally {
      // Others count the patients of the demonstration.
      await become('alive', corrected);
    }
    const after = await numbersOfNow();
    expect(after.curves).toEqual(kept.curves);
  }, 240_000);
});

/** Runs `portal report …` on the portal under test. @returns its only file. */
function reported(...given: string[]): Promise<{ code: number; said: string; out: string }> {
  const out = mkdtempSync(join(folder, 'out-'));
  return new Promise((done) =>
    execFile(
      command,
      ['report', ...given, '--study', 'HAIC-DEMO', '--out', out],
      { env: { ...process.env, PORTAL_HOME: portal().home } },
      (error, stdout, stderr) =>
        done({
          code: error ? Number(error.code) : 0,
          said: `${stdout}${stderr}`,
          out: join(out, readdirSync(out)[0] ?? ''),
        }),
    ),
  );
}
