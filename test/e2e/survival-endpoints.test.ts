import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());

const survival = '/studies/HAIC-DEMO/survival';
const address = (name: string) => new URL(page.url()).searchParams.get(name);

// The numbers are those of R (response-times.R in apps/api/src/modules/analyses); patients whom other files add have no arm.
describe('endpoints of response and next treatment', () => {
  it('are chosen like the others, with their rule below the figure and what they are counted from', async () => {
    await page.goto(survival);
    await page.getByText('TTR', { exact: true }).click();
    await expect.poll(() => address('ep')).toBe('TTR');
    await page.getByRole('figure', { name: 'Time to response by treatment arm' }).waitFor();
    await page
      .getByText(/^3\.03 /)
      .first()
      .waitFor();
    await page.getByText(/^Time to response: until the first image with CR or PR/).waitFor();
    await page.getByText('DoR', { exact: true }).click();
    await page.getByRole('figure', { name: 'Duration of response by treatment arm' }).waitFor();
    await page.getByText(/\d+ without a response/).waitFor();
    await page.getByText('Months since first response').first().waitFor();
    await page.getByText(/a difference between their groups does not compare treatments/).waitFor();
    await page.getByText('TTNT', { exact: true }).click();
    await page.getByText(/^\d+ patients have a later treatment on record\.$/).waitFor();
  });

  it('have competing risks, which overall survival has not', async () => {
    await page.goto(`${survival}?show=competing&ep=TTNT`);
    await page.getByRole('figure', { name: /^Cumulative incidence of later treatment/ }).waitFor();
    // 33 of HAIC were treated again and 27 died without; R has 32.3 % at six months of 30 days.
    await page.getByRole('row', { name: /^later treatment 33 32\.3 \(/ }).waitFor();
    const endpoints = page.getByRole('radiogroup', { name: 'Endpoint' });
    await expect.poll(() => endpoints.getByRole('radio').count()).toBe(4);
    await page.goto(`${survival}?show=competing`);
    await page.getByRole('figure', { name: /^Cumulative incidence of progression/ }).waitFor();
  });
});

describe('groups by an outcome', () => {
  it('are offered at a landmark alone, with what they do not show', async () => {
    await page.goto(survival);
    const groups = page.getByRole('combobox', { name: 'Groups' });
    // A choice that is made before the page runs is lost.
    await page.getByRole('figure', { name: 'Overall survival by treatment arm' }).waitFor();
    expect((await groups.locator('option').allTextContents()).join()).not.toContain('best response');
    await groups.selectOption('by an outcome at a landmark');
    await expect.poll(() => address('by')).toBe('landmark:response:90');
    await page.getByRole('figure', { name: 'Overall survival by response at month 3' }).waitFor();
    await page.getByText(/^Landmark: groups by whether a response/).waitFor();
    await page.getByText(/\d+ whose time ended by the landmark/).waitFor();
    await page
      .getByText(/^0\.29 /)
      .first()
      .waitFor();
    // Times that begin with a response are not compared by it.
    expect(await page.getByRole('radio', { name: 'TTR' }).isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Landmark' }).selectOption('landmark: month 6');
    await expect.poll(() => address('by')).toBe('landmark:response:180');
    await page.getByText('At months', { exact: true }).click();
    await page.getByRole('rowheader', { name: 'No response' }).first().waitFor();
    // By best response there are more groups than two.
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('best response');
    await expect.poll(() => address('by')).toBe('landmark:bestResponse:180');
    await page.getByRole('rowheader', { name: 'PR' }).first().waitFor();
    await page
      .getByText(/^Landmark: groups by the best response/)
      .first()
      .waitFor();
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('response');
    await expect.poll(() => address('by')).toBe('landmark:response:180');
    // A model of such groups counts from the landmark too.
    await page.getByText('Adjusted', { exact: true }).click();
    await page
      .getByRole('row', { name: /^Response / })
      .first()
      .waitFor();
    expect(address('by')).toBe('landmark:response:180');
  });
});

describe('a forest', () => {
  it('is adjusted for the covariates of the model', async () => {
    await page.goto(`${survival}?show=subgroups&rows=sex,ageYears&covariates=tumourSizeMm,portalVeinThrombus`);
    await page.getByRole('figure', { name: /in subgroups$/ }).waitFor();
    await page.getByRole('switch', { name: 'adjusted' }).click();
    await expect.poll(() => address('adj')).toBe('true');
    await page.getByRole('figure', { name: /in subgroups, adjusted$/ }).waitFor();
    await page.getByText(/adjusted for .*Tumour size.*; not for the variable that makes the subgroups/).waitFor();
  });
});

describe('two endpoint rules', () => {
  it('are laid over each other, with the patients about whom they differ', async () => {
    await page.goto(survival);
    await page.getByRole('figure', { name: /^Overall survival/ }).waitFor();
    await page.getByText('PFS', { exact: true }).click();
    await page.getByText('Two rules', { exact: true }).click();
    await page.getByRole('figure', { name: /^Progression-free survival by two endpoint rules/ }).waitFor();
    // A death without progression ends the first and censors the second.
    await page.getByText(/^haic-default 2: .* events; median/).waitFor();
    await page.getByText(/^time-to-progression 1: .* events; median/).waitFor();
    const events = async (rule: string) =>
      Number((await page.getByText(new RegExp(`^${rule}: .* events; median`)).innerText()).match(/(\d+) events/)?.[1]);
    expect(await events('haic-default 2')).toBeGreaterThan(await events('time-to-progression 1'));
  });
});
