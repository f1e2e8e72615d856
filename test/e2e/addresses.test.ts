import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, openBrowser, type OpenedBrowser, portal, signIn } from './portal.fixture.ts';
import { drawnSlidesOf } from './slides.fixture.ts';

const email = 'staff.nfh@demo.local';
const study = '/studies/HAIC-DEMO';
const nobody = '00000000-0000-4000-8000-000000000000';

let patient: { id: string; code: string };
let foreign: string;
let slide: { id: string; barcode: string };
let browser: OpenedBrowser;

beforeAll(async () => {
  const patients = '{ patients(study: "HAIC-DEMO", first: 1) { rows { id code } } }';
  const own = await ask<{ patients: { rows: { id: string; code: string }[] } }>(email, patients);
  patient = own.data!.patients.rows[0]!;
  const other = await ask<{ patients: { rows: { id: string }[] } }>('staff.fahsyu@demo.local', patients);
  foreign = other.data!.patients.rows[0]!.id;
  const { id } = (await drawnSlidesOf(email, 1))[0]!;
  const { data } = await ask<{ slide: { barcode: string } }>(email, 'query ($id: ID!) { slide(id: $id) { barcode } }', {
    id,
  });
  slide = { id, barcode: data!.slide.barcode };
  browser = await openBrowser();
}, 300_000);
afterAll(() => browser?.close());

/** The page as a browser gets it first: its status and the title of its tab. */
async function get(path: string, locale: 'en' | 'zh' = 'en'): Promise<{ status: number; title: string | undefined }> {
  const answer = await fetch(portal().baseUrl + path, {
    headers: { cookie: `${await signIn(email)}; locale=${locale}` },
    redirect: 'manual',
  });
  const titles = [...(await answer.text()).matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title);
  return { status: answer.status, title: titles[0] };
}

describe('the title of every page', () => {
  const pages = () => [
    '/',
    ...['cohort', 'survival', 'response', 'tables', 'safety', 'models', 'slides', 'training', 'entry', 'import'].map(
      (page) => `${study}/${page}`,
    ),
    `${study}/patients/${patient.id}`,
    `${study}/slides/${slide.id}`,
  ];

  it('is unique, and in the language of the reader', async () => {
    const english = await Promise.all(pages().map((path) => get(path)));
    expect(english.map(({ status }) => status)).toEqual(pages().map(() => 200));
    expect(english.map(({ title }) => title)).toEqual([
      'Home · HAIM Portal',
      'Cohort · HAIC-DEMO · HAIM Portal',
      'Survival · HAIC-DEMO · HAIM Portal',
      'Response · HAIC-DEMO · HAIM Portal',
      'Tables · HAIC-DEMO · HAIM Portal',
      'Safety · HAIC-DEMO · HAIM Portal',
      'Models · HAIC-DEMO · HAIM Portal',
      'Slides · HAIC-DEMO · HAIM Portal',
      'Training · HAIC-DEMO · HAIM Portal',
      'Entry · HAIC-DEMO · HAIM Portal',
      'Import · HAIC-DEMO · HAIM Portal',
      `${patient.code} · Patient · HAIC-DEMO · HAIM Portal`,
      `${slide.barcode} · Slide · HAIC-DEMO · HAIM Portal`,
    ]);
    const chinese = await Promise.all(pages().map((path) => get(path, 'zh')));
    expect(new Set(chinese.map(({ title }) => title)).size).toBe(pages().length);
    for (const { title } of chinese) expect(title).toMatch(/\p{Script=Han}/u);
  });
});

describe('an address without a page', () => {
  it.each([
    ['no such page', () => '/nothing/here'],
    ['no such study', () => '/studies/NONE/cohort'],
    ['no such page of a study', () => `${study}/nothing`],
    ['no such patient', () => `${study}/patients/${nobody}`],
    ['an id that is none', () => `${study}/patients/x`],
    ['a patient of another centre', () => `${study}/patients/${foreign}`],
    ['no such slide', () => `${study}/slides/${nobody}`],
  ])('answers 404: %s', async (_, path) => {
    const { status, title } = await get(path());
    expect(status).toBe(404);
    expect(title).toMatch(/^(Not found|No such patient|No such slide) · HAIM Portal$/);
  });

  it('shows a message inside the portal with a way on', async () => {
    const { page } = await browser.open(email);
    await page.goto('/studies/NONE/cohort');
    await page.getByRole('heading', { name: 'No such study' }).waitFor();
    await expect.poll(() => page.getByRole('navigation').getByRole('link', { name: 'Home' }).count()).toBe(1);
    await page.getByRole('main').getByRole('link', { name: 'HAIC-DEMO' }).click();
    await page.waitForURL(/HAIC-DEMO\/cohort/);
  });

  it.each([
    ['a source of scores', 'models?source=portal%3Anone%40000000000000'],
    ['a model version', `models?version=${nobody}`],
    ['a training', `training?run=${nobody}`],
  ])('says so where its query names %s that is not there', async (_, address) => {
    const { page, context } = await browser.open(email);
    await page.goto(`${study}/${address}`);
    await page.getByRole('main').getByText('Not found', { exact: true }).waitFor();
    await context.close();
  });

  it('is not a page for those who are signed out either: they sign in first', async () => {
    const answer = await fetch(`${portal().baseUrl}/nothing/here`, { redirect: 'manual' });
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fnothing%2Fhere');
  });
});
