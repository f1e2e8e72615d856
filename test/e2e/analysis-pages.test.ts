import { readFileSync } from 'node:fs';
import { type Page, type Route } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPdf } from '../../apps/web/src/charts/read-pdf.fixture.ts';
import { readWorkbook } from '../../apps/api/src/tables/read-workbook.ts';
import { axeFaults } from './axe.fixture.ts';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());
beforeEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }));

const cohort = '/studies/HAIC-DEMO/cohort';
const survival = '/studies/HAIC-DEMO/survival';

/** What is asked of the API goes through `meet` where it is this operation and about a selection or endpoint named so. */
async function onRequest(operation: string, about: string, meet: (route: Route) => Promise<void>): Promise<void> {
  await page.route('**/graphql', (route) => {
    const asked = route.request().postData() ?? '';
    return asked.includes(`query ${operation}(`) && asked.includes(about) ? meet(route) : route.fallback();
  });
}

describe('numbers that stay while others are requested', () => {
  const count = () => page.locator('[aria-live=polite]').first();
  const marked = (freshness: string) => page.locator(`div[data-freshness=${freshness}]`);

  it('are grey, labelled as outdated and without a count once the requested selection has failed', async () => {
    await page.goto(cohort);
    await count()
      .getByText(/n = \d+/)
      .waitFor();
    await onRequest('CohortSummary', '"in":["C"]', (route) => route.abort());
    await onRequest('CohortPatients', '"in":["C"]', (route) => route.abort());
    await page.getByRole('button', { name: /^C Advanced/ }).click();
    await page.getByRole('note').filter({ hasText: 'do not belong to the current selection' }).first().waitFor();
    await expect.poll(() => count().innerText()).toBe('n = —');
    // Tiles and table, each in a frame with a note of its own.
    await expect.poll(() => marked('former').count()).toBe(4);
    for (const frame of await page.locator('div[data-freshness=former] > div[data-freshness=former]').all()) {
      expect(Number(await frame.evaluate((one) => getComputedStyle(one).opacity))).toBeLessThan(0.6);
    }
    // The pressed bar removes the condition; nothing is grey any more.
    await page.getByRole('button', { name: /^C Advanced/ }).click();
    await count()
      .getByText(/n = \d+/)
      .waitFor();
    await expect.poll(() => marked('former').count()).toBe(0);
  });

  it('are marked while the answer is pending', async () => {
    await page.goto(survival);
    await page.getByRole('heading', { name: 'Overall survival by treatment arm' }).waitFor();
    let answer = () => Promise.resolve();
    const held = new Promise<void>((known) => {
      void onRequest('Survival', '"endpoint":"PFS"', async (route) => {
        answer = () => route.continue();
        known();
      });
    });
    await page.getByText('PFS', { exact: true }).click();
    await held;
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBeGreaterThan(0);
    // A file made now would name one endpoint and hold the other.
    expect(await page.locator('figure').evaluate((figure) => figure.closest('[inert]') !== null)).toBe(true);
    await answer();
    await page.getByRole('heading', { name: 'Progression-free survival by treatment arm' }).waitFor();
    expect(await page.locator('[aria-busy=true], [inert]').count()).toBe(0);
  });

  it('are removed from a figure whose new answer failed', async () => {
    await page.goto(survival);
    await page.getByRole('heading', { name: 'Overall survival by treatment arm' }).waitFor();
    await onRequest('Survival', '"endpoint":"PFS"', (route) => route.abort());
    await page.getByText('PFS', { exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'could not be shown' }).waitFor();
    expect(await page.locator('figure').count()).toBe(0);
  });
});

describe('the bars of the cohort', () => {
  it('are as long as the share they represent, and names of centres are not cut off', async () => {
    await page.goto(cohort);
    await page.getByRole('button', { name: /^C Advanced/ }).waitFor();
    const bars = await page.locator('ul[aria-label] > li').evaluateAll((rows) =>
      rows.flatMap((row) => {
        const [track, share] = [
          row.querySelector('[class*=track]'),
          /(\d+) %/.exec(row.querySelector('[class*=share]')?.textContent ?? '')?.[1],
        ];
        const bar = track?.firstElementChild;
        if (!track || !bar || share === undefined) return [];
        const long = bar.getBoundingClientRect().width / track.getBoundingClientRect().width;
        return [{ text: row.textContent, said: Number(share), drawn: long * 100 }];
      }),
    );
    expect(bars.length).toBeGreaterThan(15);
    // A share is rounded to a whole per cent.
    expect(bars.filter(({ said, drawn }) => Math.abs(said - drawn) > 1)).toEqual([]);
    const cut = await page
      .locator('ul[aria-label] [class*=label]')
      .evaluateAll((labels) =>
        labels.filter((label) => label.scrollWidth > label.clientWidth + 1).map((l) => l.textContent),
      );
    expect(cut).toEqual([]);
  });
});

describe('the distributions of the cohort', () => {
  it('take a range by keys, which Back undoes, and the curve leads on with it', async () => {
    await page.goto(`${cohort}?f=sex:female`);
    const edge = page.getByRole('slider', { name: 'Age, lower edge' });
    await edge.focus();
    await edge.press('ArrowRight');
    await page.waitForURL((url) => /ageYears:\d+-$/.test(url.searchParams.get('f') ?? ''));
    const address = new URL(page.url()).searchParams.get('f')!;
    const onward = page.getByRole('link', { name: 'Open in Survival' });
    await expect
      .poll(async () => new URL((await onward.getAttribute('href'))!, page.url()).searchParams.get('f'))
      .toBe(address);
    await page.goBack();
    await page.waitForURL((url) => url.searchParams.get('f') === 'sex:female');
  });

  it('are beside the selection as text, which names the place of a fault and keeps the selection', async () => {
    await page.goto(`${cohort}?f=sex:female`);
    await page.getByRole('button', { name: 'Edit as text' }).click();
    const text = page.getByRole('textbox', { name: 'Selection as text' });
    expect(await text.inputValue()).toBe('Sex = Female');
    await text.fill('Sex = Female and (adverse event grade ≥ 9 or Age ≥ 70)');
    await text.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Character 41: expected a grade from 1 to 5' }).waitFor();
    expect(new URL(page.url()).searchParams.get('f')).toBe('sex:female');
    await text.fill('Sex = Female and (adverse event grade ≥ 3 or Age ≥ 70)');
    await text.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('f') === 'sex:female;(adverseEvent:3|ageYears:70-)');
    await page.getByText('is known only after time zero').waitFor();
  });
});

describe('the survival figure', () => {
  it('shows the numbers at risk without scrolling on a small screen, two conditions included', async () => {
    await page.goto(`${survival}?f=bclcStage:C;portalVeinThrombus:true`);
    const counts = page.locator('figure [data-tick]');
    await counts.first().waitFor();
    const bottoms = await counts.evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().bottom));
    expect(Math.max(...bottoms)).toBeLessThanOrEqual(768);
  });

  it('names a curve that reaches 0 above the axis, and writes each median beside its line', async () => {
    await page.goto(`${survival}?by=bclcStage&f=arm:HAIC`);
    await page.locator('figure [data-tick]').first().waitFor();
    const axis = await page.locator('.recharts-xAxis .recharts-cartesian-axis-line').boundingBox();
    const name = page.locator('figure text').filter({ hasText: /^B Intermediate$/ });
    const bottoms = await name.evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().bottom));
    // One stands at the end of the curve, the other heads the row of numbers at risk.
    expect(bottoms.filter((bottom) => bottom < axis!.y)).toHaveLength(1);
    expect(bottoms.filter((bottom) => Math.abs(bottom - axis!.y) < 8 && bottom > axis!.y)).toEqual([]);
    const written = await page.locator('figure [data-median]').allTextContents();
    const inTable = await page
      .locator('td')
      .filter({ hasText: /^\d+\.\d \(/ })
      .allInnerTexts();
    expect(written.toSorted()).toEqual(inTable.map((cell) => cell.split(' ')[0]).toSorted());
  });

  it('gives a p below 0.001 itself, and keeps the table in the address', async () => {
    await page.goto(survival);
    await page.getByText(/chi-square [\d.]+, df 1, p = \d\.\de-\d+/).waitFor();
    await page.getByText('Table', { exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('view')).toBe('table');
    await page.reload();
    await page.getByRole('cell', { name: 'Log-rank, chi-square' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'Log-rank, chi-square' });
    expect(Number(await row.getByRole('cell').last().innerText())).toBeLessThan(0.001);
  });

  it('asks for the points that its picture shows, and for all of them for table and file', async () => {
    const asked: { width?: number }[] = [];
    let isCut = true;
    await onRequest('Survival', '', (route) => {
      const { drawing } = route.request().postDataJSON().variables as { drawing?: { width: number } };
      asked.push(drawing ?? {});
      return drawing === undefined && isCut ? route.abort() : route.fallback();
    });
    await page.goto(survival);
    await page.locator('figure [data-tick]').first().waitFor();
    expect(asked.map(({ width }) => width)).toEqual(asked.map(() => 1200));
    // A file that cannot be complete is not made.
    await page.getByRole('button', { name: 'Download' }).press('Enter');
    await page.getByRole('menuitem', { name: 'CSV, every point drawn' }).press('Enter');
    await page.getByText('no file was created').waitFor();
    await page.getByText('Table', { exact: true }).click();
    const retry = page.getByRole('figure').getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    isCut = false;
    await retry.press('Enter');
    await page.getByRole('columnheader', { name: 'At risk' }).waitFor();
    await page.getByRole('button', { name: 'Download' }).press('Enter');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV, every point drawn' }).press('Enter'),
    ]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    const { data } = await page.evaluate(async () => {
      const query = '{ survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm") { curves { days } } }';
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
      return (await answer.json()) as { data: { survival: { curves: { days: number[] }[] } } };
    });
    // Who saved it, and what, is in the trail.
    const trail = await ask<{ auditEntries: { details: { name: string; value: string }[] }[] }>(
      'admin@demo.local',
      `{ auditEntries(study: "HAIC-DEMO", filter: { kinds: [exported] }, first: 20) { details { name value } } }`,
    );
    expect(trail.data!.auditEntries.map(({ details }) => details)).toContainEqual(
      expect.arrayContaining([
        { name: 'what', value: 'figurePoints' },
        { name: 'rows', value: String(lines.length - 1) },
        { name: 'fileName', value: file.suggestedFilename() },
      ]),
    );
    // A line for each day of each curve, below the headings.
    expect(lines.length - 1).toBe(data.survival.curves.reduce((sum, { days }) => sum + days.length, 0));
    expect(asked.filter(({ width }) => width === undefined)).toHaveLength(3);
  });
});

describe('a figure leaves as a journal takes it', () => {
  const dialog = () => page.getByRole('dialog', { name: /^(Download figure|下载图)$/ });

  async function openDialog() {
    await page.goto(survival);
    await page.locator('figure [data-tick]').first().waitFor();
    await page.getByRole('button', { name: 'Download' }).press('Enter');
    await page.getByRole('menuitem', { name: /^Figure/ }).press('Enter');
    await dialog().waitFor();
  }

  async function saved(press: () => Promise<void>) {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    await dialog().waitFor({ state: 'detached' });
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  }

  it('by Enter alone as a PDF of two columns, with text in embedded fonts', async () => {
    await openDialog();
    const first = dialog().getByRole('button', { name: 'Download PDF' });
    await expect.poll(() => first.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await axeFaults(page)).toEqual([]);
    const { name, bytes } = await saved(() => page.keyboard.press('Enter'));
    // The keyboard is back where it was.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Download');
    expect(name).toBe('HAIC-DEMO-OS-arm.pdf');
    const { size, text, fonts } = await readPdf(bytes);
    expect(size[0]).toBeCloseTo((180 / 25.4) * 72, 1);
    for (const words of [
      'Overall survival by treatment arm',
      'No. at risk',
      'log-rank p < 0.001',
      'HAIC-DEMO, data version',
      'Synthetic',
    ]) {
      expect(text).toContain(words);
    }
    expect(fonts.length).toBeGreaterThan(1);
    expect(fonts.filter(({ isEmbedded }) => !isEmbedded)).toEqual([]);
  });

  it('in Chinese, grey, of one column and without words, as a TIFF of 600 dpi, and the next time likewise', async () => {
    await openDialog();
    await dialog().getByRole('radio', { name: 'TIFF, 600 dpi' }).check();
    await dialog().getByText('85 mm', { exact: true }).click();
    await dialog().getByText('中文', { exact: true }).click();
    for (const name of [/^Title/, /^Caption/]) await dialog().getByRole('checkbox', { name }).uncheck();
    await dialog().getByRole('checkbox', { name: 'In grey' }).check();
    await dialog().getByText('2,008 dots wide').waitFor();
    const { name, bytes } = await saved(() => dialog().getByRole('button', { name: 'Download TIFF, 600 dpi' }).click());
    expect(name).toBe('HAIC-DEMO-OS-arm.tif');
    const { format, width, channels, density } = await sharp(bytes).metadata();
    expect({ format, width, channels, density }).toEqual({ format: 'tiff', width: 2008, channels: 1, density: 600 });
    // Title and caption are in its properties, in the language of the figure.
    expect(bytes.includes(Buffer.from('总生存'))).toBe(true);

    await openDialog();
    expect(await dialog().getByRole('radio', { name: 'TIFF, 600 dpi' }).isChecked()).toBe(true);
    await dialog().getByRole('radio', { name: 'PDF' }).check();
    const pdf = await saved(() => dialog().getByRole('button', { name: 'Download PDF' }).click());
    const { size, text, fonts } = await readPdf(pdf.bytes);
    expect(size[0]).toBeCloseTo((85 / 25.4) * 72, 1);
    expect(text).toContain('在险人数');
    expect(text).not.toContain('No. at risk');
    expect(fonts.map(({ font }) => font)).toContain('NotoSansSC-Regular');
    expect(fonts.filter(({ isEmbedded }) => !isEmbedded)).toEqual([]);
    await page.evaluate(() => localStorage.removeItem('figure-choice'));
  });
});

describe('the tables of the publication', () => {
  const cells = async (row: RegExp) => {
    const found = page.getByRole('row', { name: row }).first();
    await found.waitFor();
    return found.locator('th, td').allInnerTexts();
  };
  const fileOf = async (item: string) => {
    await page.getByRole('button', { name: 'Download' }).first().click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };

  it('are two clicks from the first page: the response rates with both p', async () => {
    await page.goto('/studies/HAIC-DEMO');
    await page.getByRole('navigation').getByRole('link', { name: 'Tables' }).click();
    await page.getByText('Response', { exact: true }).click();
    // Published: 21 of 97 and 153 of 281; p by R's chisq.test and fisher.test.
    await expect
      .poll(() => cells(/^ORR/))
      .toEqual([
        expect.stringContaining('ORR'),
        '21 (21.6; 14.6–30.8)',
        '153 (54.4; 48.6–60.2)',
        '174 (46.0; 41.1–51.1)',
        '< 0.001 (2.3e-8)',
        '< 0.001 (1.7e-8)',
        '32.8 (21.9–41.9)',
      ]);
  });

  it('have BCLC within HTI with its p, and the same in a workbook', async () => {
    await page.goto('/studies/HAIC-DEMO/tables?table=response');
    const stratum = page.getByRole('group', { name: /^Response by BCLC/ });
    await stratum.getByRole('rowheader', { name: 'HTI' }).waitFor();
    expect(await stratum.getByRole('row', { name: /^HTI/ }).innerText()).toMatch(/281\s+0\.\d{3}\s+0\.\d{3}/);
    const { name, bytes } = await fileOf('Excel, as printed and in full precision');
    expect(name).toBe('HAIC-DEMO-response-arm.xlsx');
    const [printed, numbers] = readWorkbook(bytes);
    expect(printed?.rows[0]?.cells[0]).toBe('Best response by treatment arm');
    const orr = printed?.rows.find(({ cells: [first] }) => first?.startsWith('ORR'));
    expect(orr?.cells).toContain('153 (54.4; 48.6–60.2)');
    expect(printed?.rows.at(-2)?.cells[0]).toMatch(/^Endpoint rule: /);
    expect(Number(numbers?.rows[3]?.cells[16]) / 2.297e-8).toBeCloseTo(1, 3);
  });

  it('keep rows and rule in the address, and offer the script with the data that it reads', async () => {
    await page.goto('/studies/HAIC-DEMO/tables?rule=MEDIAN&rows=ageYears,bclcStage');
    expect((await cells(/^Age, /))[0]).toBe('Age, years, median (quartiles)');
    expect(await page.getByRole('rowheader', { name: /, n \(%\)$/ }).count()).toBe(1);
    const script = (await fileOf('R script that repeats every number')).bytes.toString('utf8');
    expect(script).toMatch(/^# Table 1\. Baseline characteristics by treatment arm\n/);
    expect(script).toContain('# HAIC-DEMO, data version ');
    expect(script).toContain('wilcox.test(s[[1]], s[[2]]');
    const data = await fileOf('CSV of the patients’ values that the script reads');
    expect(script).toContain(`"${data.name}"`);
    const lines = data.bytes.toString('utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe('\uFEFFarm,ageYears,bclcStage');
    // Those of the demonstration, and whoever the tests before have added: as many as the table says.
    const { data: asked } = await ask<{ tableOne: { n: number; ungrouped: number } }>(
      'investigator@demo.local',
      '{ tableOne(study: "HAIC-DEMO", groupBy: "arm", variables: ["ageYears", "bclcStage"]) { n ungrouped } }',
    );
    expect(asked!.tableOne.n).toBeGreaterThanOrEqual(378);
    expect(lines).toHaveLength(asked!.tableOne.n + asked!.tableOne.ungrouped + 1);
  });

  it('say which names of an address the study does not have, and which selection has nobody', async () => {
    await page.goto('/studies/HAIC-DEMO/tables?by=moon&rows=ageYears,phase');
    await page.getByRole('note').filter({ hasText: 'Left out: moon, phase.' }).waitFor();
    await page.getByRole('button', { name: 'Remove from the address' }).click();
    await page.waitForURL((url) => !url.search.includes('moon') && !url.search.includes('phase'));
    await page.goto('/studies/HAIC-DEMO/tables?f=ageYears:110-&table=model');
    await page.getByText('No model can be fitted').waitFor();
  });
});

describe('the views of survival beside its curves', () => {
  const saved = async (menu: string, item: string) => {
    await page.getByRole('button', { name: menu }).first().click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return readFileSync(await file.path(), 'utf8');
  };

  it('have the crude ratio beside the adjusted one, its covariates in the address, and a script that fits both', async () => {
    await page.goto(survival);
    await page.getByText('Adjusted', { exact: true }).click();
    // The Cox ratio of the curves: 0.38.
    await page.getByRole('row', { name: /^HTI.* 0\.38 \(/ }).waitFor();
    await page.getByRole('button', { name: /^Covariates/ }).click();
    await page.getByRole('checkbox', { name: 'Sex' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('covariates')).toContain('sex');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('rowheader', { name: 'Sex' }).first().waitFor();
    await page
      .getByRole('region', { name: 'Proportional hazards' })
      .getByRole('row', { name: /^All together/ })
      .waitFor();
    const script = await saved('Download', 'R script that repeats every number');
    expect(script).toContain('coxph(Surv(d[["days"]], d[["event"]]) ~ ');
    expect(script).toContain('cox.zph(f)');
    const [heading, ...rows] = (await saved('Download', 'CSV of the patients’ values that the script reads'))
      .trimEnd()
      .split('\r\n');
    expect(heading).toMatch(/^\uFEFFdays,event,arm,/);
    expect(rows).toHaveLength(378);
  });

  it('have a forest to be gone through by keyboard, its numbers as a table and in R', async () => {
    await page.goto(`${survival}?show=subgroups&rows=sex,ageYears`);
    const forest = page.getByRole('figure', { name: /in subgroups$/ });
    const everybody = forest.getByRole('img', { name: /^All patients: hazard ratio 0\.38 \(/ });
    await everybody.focus();
    for (const _ of ['Sex', 'Male']) await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Sex: Male: hazard/);
    expect(await forest.getByText(/^4 subgroups were looked at with 2 tests/).count()).toBe(1);
    await forest.getByText('Table', { exact: true }).click();
    await forest.getByRole('columnheader', { name: 'p, interaction' }).waitFor();
    expect(await forest.locator('tbody tr').count()).toBe(5);
    const script = await saved('The same numbers in R', 'R script that repeats every number');
    expect(script).toContain('strata(v[i])');
  });

  it('say why there is no forest: one arm, nobody, no groups', async () => {
    for (const [query, sentence] of [
      ['f=arm:HTI', 'Only HTI has patients with a time'],
      ['f=ageYears:110-', 'No patient of the selection has a time and a group.'],
      ['by=none', 'Choose groups above'],
      ['ref=MOON', 'The groups named in the address'],
    ]) {
      await page.goto(`${survival}?show=subgroups&${query}`);
      await page.getByText(sentence!).waitFor();
    }
    await page.getByRole('button', { name: 'Compare the first two groups' }).click();
    await page.getByRole('figure', { name: /in subgroups$/ }).waitFor();
  });

  it('read the curves at the months of the address, and restricted means until one', async () => {
    await page.goto(`${survival}?show=months&at=12,24&until=36`);
    const means = page.getByRole('table', { name: 'Restricted mean survival time: Overall survival' });
    await means.getByRole('row', { name: /^HTI minus HAIC/ }).waitFor();
    const readings = page.getByRole('table', { name: 'At chosen months: Overall survival' });
    expect(await readings.getByRole('rowheader').allInnerTexts()).toEqual(['12 months', '24 months']);
    await page.getByLabel('Horizon of the restricted mean').selectOption('12');
    await page.getByText('within the first 12 months').waitFor();
    expect(new URL(page.url()).searchParams.get('until')).toBe('12');
  });
});

describe('an ROC curve', () => {
  it('is loaded as its picture shows it, and with every vertex for its table', async () => {
    const whole: string[] = [];
    await onRequest('WholeRoc', '', (route) => {
      whole.push(/"set":"(\w+)"/.exec(route.request().postData() ?? '')?.[1] ?? '');
      return route.continue();
    });
    await page.goto('/studies/HAIC-DEMO/models');
    const figure = page.getByRole('figure', { name: 'ROC curve' });
    await figure.locator('svg.recharts-surface').first().waitFor();
    expect(whole).toEqual([]);
    await figure.getByText('Table', { exact: true }).click();
    const sets = ['ENTIRE', 'INTERNAL', 'EXTERNAL'];
    const reader = 'investigator@demo.local';
    const { data: sources } = await ask<{ scoreSources: { id: string }[] }>(
      reader,
      '{ scoreSources(study: "HAIC-DEMO") { id } }',
    );
    const { data, errors } = await ask<Record<string, { thresholds: number[]; curve: { thresholds: number[] } }>>(
      reader,
      `query ($source: ID!) { ${sets
        .map((set) => `${set}: evaluation(study: "HAIC-DEMO", source: $source, set: ${set}) { ...of }`)
        .join(' ')} } fragment of on Evaluation { thresholds curve(width: 3) { thresholds } }`,
      { source: sources!.scoreSources[0]!.id },
    );
    expect(errors).toEqual([]);
    const vertices = Object.values(data!).reduce((sum, { thresholds }) => sum + thresholds.length, 0);
    await expect.poll(() => figure.locator('tbody tr').count()).toBe(vertices);
    expect(whole.toSorted()).toEqual(sets.toSorted());
    for (const { thresholds, curve } of Object.values(data!)) {
      expect(thresholds.length).toBeGreaterThan(12);
      expect(curve.thresholds.length).toBeLessThanOrEqual(12);
      expect(thresholds).toEqual(expect.arrayContaining(curve.thresholds));
    }
  });
});
