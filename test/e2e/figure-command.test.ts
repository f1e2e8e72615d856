import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser, portal } from './portal.fixture.ts';

let browser: OpenedBrowser;
let reader: Page;

const folder = mkdtempSync(join(tmpdir(), 'portal-figures-'));
beforeAll(async () => {
  browser = await openBrowser();
  ({ page: reader } = await browser.open(null));
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const command = resolve(import.meta.dirname, '../../bin/portal');
const hasR = spawnSync('Rscript', ['--version']).error === undefined;

/** Runs `portal figure …` on the portal under test. */
function figure(...given: string[]): Promise<{ code: number; said: string; out: string }> {
  const out = mkdtempSync(join(folder, 'out-'));
  return new Promise((done) =>
    execFile(
      command,
      ['figure', ...given, '--study', 'HAIC-DEMO', '--out', out],
      { env: { ...process.env, PORTAL_HOME: portal().home } },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}`, out }),
    ),
  );
}

const textOf = (out: string, name: string) => readFileSync(join(out, name), 'utf8');
const rowsOf = (out: string, name: string): Record<string, string>[] =>
  parse(textOf(out, name), { bom: true, columns: true });

/** What a browser reads in the file, which it reads as strictly as XML is. */
async function picture(out: string, name: string) {
  await reader.goto(pathToFileURL(join(out, name)).href);
  return reader.evaluate(async () => {
    await document.fonts.ready;
    const svg = document.documentElement;
    return {
      width: svg.getAttribute('width'),
      language: svg.getAttribute('lang'),
      texts: [...svg.querySelectorAll('text')].map((text) => text.textContent ?? ''),
      fonts: [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family),
      outside: svg.querySelectorAll('[href], [src], image').length,
    };
  });
}

interface Survival {
  readonly survival: {
    readonly n: number;
    readonly curves: readonly {
      readonly label: string;
      readonly n: number;
      readonly days: readonly number[];
      readonly survival: readonly number[];
    }[];
    readonly hazardRatios: readonly { readonly estimator: string; readonly hazardRatio: number }[];
  };
}

const survivalQuery = `query ($filter: CohortFilter) {
  survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm", cohort: { filter: $filter }) {
    n curves { label n days survival } hazardRatios { estimator hazardRatio }
  }
}`;

describe('portal figure', () => {
  it('draws survival as the page does, of those whom a file selects, with the numbers of the API', async () => {
    const filter = { and: [{ variable: 'bclcStage', in: ['C'] }] };
    const cohort = join(folder, 'cohort.json');
    writeFileSync(cohort, JSON.stringify(filter));
    const { code, said, out } = await figure('survival', '--endpoint', 'OS', '--cohort', cohort, '--width', '114');
    expect(said).not.toMatch(/rror/);
    expect(code).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual([
      'HAIC-DEMO-OS-arm-results.csv',
      'HAIC-DEMO-OS-arm.R',
      'HAIC-DEMO-OS-arm.csv',
      'HAIC-DEMO-OS-arm.svg',
      'HAIC-DEMO-OS-curves-data.csv',
    ]);
    const { data } = await ask<Survival>('investigator@demo.local', survivalQuery, { filter });
    const { curves, hazardRatios } = data!.survival;
    for (const { label, days, survival } of curves) {
      const own = rowsOf(out, 'HAIC-DEMO-OS-arm.csv').filter((row) => row['arm'] === label);
      expect(own.map((row) => Number(row['days']))).toEqual(days);
      expect(own.map((row) => Number(row['survival']))).toEqual(survival);
    }
    const { width, language, texts, fonts, outside } = await picture(out, 'HAIC-DEMO-OS-arm.svg');
    expect({ width, language, outside }).toEqual({ width: '114mm', language: 'en', outside: 0 });
    const cox = hazardRatios.find(({ estimator }) => estimator === 'cox')!.hazardRatio;
    expect(texts.join('\n')).toContain(`HR ${cox.toFixed(2)} (95 % CI `);
    expect(texts).toContain('Synthetic demonstration data');
    // The numbers at risk begin with everybody in the group.
    for (const { n } of curves) expect(texts).toContain(String(n));
    expect(texts.join(' ')).toMatch(/selection: BCLC stage/);
    expect(fonts).toContain('Arimo');
  });

  it('writes a script in R that repeats the numbers of its figure', { skip: !hasR }, async () => {
    const { out } = await figure('survival', '--endpoint', 'PFS');
    const run = spawnSync('Rscript', ['HAIC-DEMO-PFS-arm.R'], { cwd: out, encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
  });

  it('sets Table 1 as a picture, in Chinese, with Chinese letters inside the file', async () => {
    const { code, out } = await figure('table1', '--language', 'zh');
    expect(code).toBe(0);
    const { texts, fonts, language } = await picture(out, 'HAIC-DEMO-table-1-arm.svg');
    expect(language).toBe('zh');
    expect(texts[0]).toMatch(/^表 1/);
    expect(texts).toContain('合成演示数据');
    expect(fonts).toContain('Noto Sans SC Variable');
    // From the demonstration's own file: 86 of 97 men and 248 of 281.
    expect(texts).toEqual(expect.arrayContaining(['86 (88.7)', '248 (88.3)']));
    expect(textOf(out, 'HAIC-DEMO-table-1-arm.R')).toContain('chisq.test');
  });

  it('draws response, adverse events and ROC curves', async () => {
    const response = await figure('response');
    // Published: 21 of 97 and 153 of 281.
    const rates = await picture(response.out, 'HAIC-DEMO-response-rates-arm.svg');
    expect(rates.texts.join('\n')).toMatch(/21\.6[\s\S]*54\.4/);
    expect((await picture(response.out, 'HAIC-DEMO-waterfall-arm.svg')).texts.length).toBeGreaterThan(10);
    expect(rowsOf(response.out, 'HAIC-DEMO-waterfall-arm.csv').length).toBeGreaterThan(300);
    const safety = await figure('safety');
    expect((await picture(safety.out, 'HAIC-DEMO-safety-arm.svg')).texts.join(' ')).toContain('HAIC, n = 97');
    expect(readdirSync(response.out)).toContain('HAIC-DEMO-waterfall-arm.R');
    const roc = await figure('roc');
    expect((await picture(roc.out, 'roc-imported-entire.svg')).texts.join(' ')).toMatch(/AUC 0\.78 \(0\.64–0\.92\)/);
  });

  it('makes dots at the density of print, in Chinese too, as another program reads them', async () => {
    const { code, said, out } = await figure(
      ...['survival', '--language', 'zh', '--width', '85', '--format', 'png300', 'tiff600'],
    );
    expect({ code, said: said.includes('rror') }).toEqual({ code: 0, said: false });
    expect(
      readdirSync(out)
        .filter((name) => /png|tif|svg/.test(name))
        .toSorted(),
    ).toEqual(['HAIC-DEMO-OS-arm-300dpi.png', 'HAIC-DEMO-OS-arm-600dpi.tif']);
    for (const [name, dpi] of [
      ['HAIC-DEMO-OS-arm-300dpi.png', 300],
      ['HAIC-DEMO-OS-arm-600dpi.tif', 600],
    ] as const) {
      const { width, density } = await sharp(join(out, name)).metadata();
      expect({ name, width, density }).toEqual({ name, width: Math.round((85 / 25.4) * dpi), density: dpi });
    }
  });

  it('writes scripts in R of ROC curve, waterfall and spider that R runs', { skip: !hasR }, async () => {
    for (const [name, script] of [
      ['roc', 'roc-imported-entire.R'],
      ['response', 'HAIC-DEMO-waterfall-arm.R'],
    ] as const) {
      const { out } = await figure(name);
      const run = spawnSync('Rscript', [script], { cwd: out, encoding: 'utf8' });
      expect(run.status, run.stderr).toBe(0);
    }
  });

  it('says what is wrong, and writes nothing', async () => {
    const refused = [
      [['survival', '--group', 'moon'], /group: moon is not one of arm/],
      [['survival', '--endpoint', 'TTP'], /endpoint: TTP is not one of OS, PFS/],
      [['survival', '--snapshot', 'lost'], /snapshot: HAIC-DEMO has none with the id or name lost/],
    ] as const;
    for (const [given, words] of refused) {
      const { code, said, out } = await figure(...given);
      expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(words) });
      expect(readdirSync(out)).toEqual([]);
    }
    const cohort = join(folder, 'wrong.json');
    writeFileSync(cohort, '{ "variable": "phase", "in": ["full"] }');
    expect((await figure('survival', '--cohort', cohort)).said).toContain(
      '--cohort: filter.variable in ' + cohort + ': expected a variable of the data dictionary.',
    );
    writeFileSync(cohort, 'bclcStage:X');
    expect((await figure('survival', '--cohort', cohort)).code).toBe(1);
  });

  it('leaves each file in the trail, under the command and the account of the machine', async () => {
    const { data } = await ask<{ auditEntries: { by: string; details: { name: string; value: string }[] }[] }>(
      'admin@demo.local',
      `{ auditEntries(study: "HAIC-DEMO", filter: { kinds: [exported] }, first: 100) { by details { name value } } }`,
    );
    const files = data!.auditEntries.filter(({ by }) => by.startsWith('portal figure'));
    const names = files.flatMap(({ details }) => details.map(({ value }) => value));
    expect(names).toContain('HAIC-DEMO-table-1-arm.svg');
  });
});
