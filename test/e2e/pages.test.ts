import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { loaded } from './loaded.fixture.ts';
import { ask, openBrowser, type OpenedBrowser, portal } from './portal.fixture.ts';
import { drawnSlidesOf } from './slides.fixture.ts';

let browser: OpenedBrowser;
let patientId: string;
let otherId: string;
let slideId: string;

beforeAll(async () => {
  browser = await openBrowser();
  const { data } = await ask<{ patients: { rows: { id: string }[] } }>(
    'staff.nfh@demo.local',
    '{ patients(study: "HAIC-DEMO", first: 2) { rows { id } } }',
  );
  patientId = data!.patients.rows[0]!.id;
  otherId = data!.patients.rows[1]!.id;
  // Four of the eight drawn slides are of this centre.
  slideId = (await drawnSlidesOf('staff.nfh@demo.local', 4))[0]!.id;
}, 300_000);
afterAll(() => browser?.close());

const pages: [name: string, path: () => string][] = [
  ['home', () => '/'],
  ['cohort', () => '/studies/HAIC-DEMO/cohort'],
  ['saved cohorts', () => '/studies/HAIC-DEMO/cohorts'],
  ['compared cohorts', () => '/studies/HAIC-DEMO/compare'],
  ['survival', () => '/studies/HAIC-DEMO/survival'],
  ['adjusted survival', () => '/studies/HAIC-DEMO/survival?show=model&covariates=ageYears,nonsense'],
  ['subgroups', () => '/studies/HAIC-DEMO/survival?show=subgroups'],
  ['survival at months', () => '/studies/HAIC-DEMO/survival?show=months&until=36&by=parts:ageYears:50,65'],
  ['swimmer', () => '/studies/HAIC-DEMO/survival?show=swimmer'],
  ['safety', () => '/studies/HAIC-DEMO/safety'],
  ['survival of all centres', () => '/studies/HAIC-DEMO/survival?of=study'],
  ['response', () => '/studies/HAIC-DEMO/response?days=0&by=nonsense'],
  ['tables', () => '/studies/HAIC-DEMO/tables'],
  ['table of response', () => '/studies/HAIC-DEMO/tables?table=response'],
  ['table of models', () => '/studies/HAIC-DEMO/tables?table=model&by=nonsense'],
  ['models', () => '/studies/HAIC-DEMO/models'],
  ['training', () => '/studies/HAIC-DEMO/training'],
  ['slides', () => '/studies/HAIC-DEMO/slides'],
  ['slide', () => `/studies/HAIC-DEMO/slides/${slideId}`],
  ['entry', () => '/studies/HAIC-DEMO/entry'],
  ['patient', () => `/studies/HAIC-DEMO/patients/${patientId}?form=baseline`],
  ['identity', () => `/studies/HAIC-DEMO/patients/${patientId}?form=identity`],
  ['merge', () => `/studies/HAIC-DEMO/patients/${patientId}/merge?other=${otherId}`],
  ['due', () => '/studies/HAIC-DEMO/due'],
  ['visits of a patient', () => `/studies/HAIC-DEMO/patients/${patientId}`],
  ['import', () => '/studies/HAIC-DEMO/import'],
  ['screening', () => '/studies/HAIC-DEMO/screening'],
  ['flow', () => '/studies/HAIC-DEMO/flow'],
  ['progress', () => '/studies/HAIC-DEMO/progress'],
  ['claims of others', () => '/studies/HAIC-DEMO/claims'],
  ['criteria to be read', () => '/studies/HAIC-DEMO/criteria'],
];

/** Of whoever manages the people of the study, and of anybody. */
const pagesOfAdministrator: typeof pages = [
  ['people', () => '/studies/HAIC-DEMO/people'],
  ['audit', () => '/studies/HAIC-DEMO/audit'],
  ['fields', () => '/studies/HAIC-DEMO/fields'],
  ['settings', () => '/studies/HAIC-DEMO/settings'],
  ['criteria', () => '/studies/HAIC-DEMO/criteria'],
  ['queries', () => '/studies/HAIC-DEMO/queries'],
  ['ask many', () => '/studies/HAIC-DEMO/queries/ask?from=codes'],
  ['data quality', () => '/studies/HAIC-DEMO/quality?rule=missingValue'],
  ['readings', () => '/studies/HAIC-DEMO/readings'],
  ['locks', () => '/studies/HAIC-DEMO/locks'],
  ['double entry', () => '/studies/HAIC-DEMO/double-entry'],
  ['claims', () => '/studies/HAIC-DEMO/claims'],
  ['reporting', () => '/studies/HAIC-DEMO/reporting'],
  ['guideline', () => '/studies/HAIC-DEMO/reporting?list=tripod'],
  ['export', () => '/studies/HAIC-DEMO/export'],
  ['account', () => '/account'],
  ['rights', () => '/rights'],
  ['an invitation that is none', () => '/invitation/none'],
];

/** Of whoever runs the portal. */
const pagesOfOperator: typeof pages = [
  ['operation', () => '/operation'],
  ['audit of the portal', () => '/audit'],
];

const telephone = { width: 390, height: 844 };
const screen = { width: 1366, height: 768 };

/** Pixels by which the page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Waits until nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy=true]').length === 0);
  await loaded(page);
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy=true]').length === 0);
}

/** What the page says; statements and plans of a database are quoted as they are. */
const withoutCode = (page: Page): Promise<string> =>
  page.locator('main').evaluate((main) => {
    const quoted = [...main.querySelectorAll<HTMLElement>('code, pre')].map((one) => one.innerText);
    return quoted.reduce((text, code) => text.replace(code, ''), (main as HTMLElement).innerText);
  });

const readers = [
  ['staff', 'staff.nfh@demo.local', pages],
  ['an administrator', 'admin@demo.local', pagesOfAdministrator],
  ['the operator', 'operator@demo.local', pagesOfOperator],
] as const;

// Beside each other, each in a window of its own: most of a page's time is waiting until nothing loads any more.
describe.concurrent.each(
  [
    { locale: 'en', scheme: 'light' as const },
    { locale: 'zh', scheme: 'dark' as const },
  ].flatMap((look) => readers.map(([who, email, shown]) => ({ ...look, who, email, shown }))),
)('every page of $who in $locale, $scheme', ({ locale, scheme, email, shown }) => {
  let page: Page;

  beforeAll(async () => {
    const opened = await browser.open(email, {
      viewport: screen,
      colorScheme: scheme,
      locale: locale === 'zh' ? 'zh-CN' : 'en-GB',
    });
    page = opened.page;
    await opened.context.addCookies([{ name: 'locale', value: locale, url: portal().baseUrl }]);
    await page.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
  });

  it.for(shown)(
    '%s fits a telephone; on a wide screen it passes axe, uses one language and loads nothing from elsewhere',
    { concurrent: false },
    async ([, path]) => {
      const strangers: string[] = [];
      const listen = (request: { url: () => string }) => {
        const url = request.url();
        if (!url.startsWith(portal().baseUrl) && !/^(data|blob):/.test(url)) strangers.push(url);
      };
      page.on('request', listen);
      await page.setViewportSize(telephone);
      await page.goto(path());
      await settled(page);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.setViewportSize(screen);
      await settled(page);
      page.off('request', listen);
      expect(strangers).toEqual([]);

      // Tests beside each other: a poll would not know whose it is.
      expect(await page.locator('html').getAttribute('lang')).toMatch(new RegExp(`^${locale}`));
      const text = await page.locator('main').innerText();
      // A missing message shows its key, such as survival.figure.title.
      expect(
        text.match(
          /\b(shell|home|cohort|survival|safety|tables|models|slides|entry|patients|imports|forms|ui|account|people|invitation|fields|studySettings|queries|readings|doubleEntry|locks|removal|review|identity|due|eligibility|progress|claims|reporting|exporting|operation)\.[a-z]\w*/gi,
        ) ?? [],
      ).toEqual([]);
      expect(await withoutCode(page)).not.toMatch(/\b(NaN|undefined|null|\[object Object\]|-0(\.0+)?)\b(?!\d)/);
      if (locale === 'zh') expect(text).toMatch(/\p{Script=Han}/u);
      // Of data, and of the study that it belongs to.
      if (/^\/$|^\/studies\//.test(path())) expect(text).toMatch(locale === 'zh' ? /合成/ : /synthetic/i);

      expect(await axeFaults(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    },
  );
});
