import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typescriptLoader } from '../apps/api/src/typescript-loader.ts';

const root = join(import.meta.dirname, '..');

/** One line each in the form of the baseline; nothing else is edited. */
const lines = [
  `afpAtSixWeeks: { kind: 'decimal', label: { en: 'AFP at six weeks', zh: '六周时甲胎蛋白' }, unit: 'ng/mL', range: [0, 10_000_000], analysis: { theme: 'tumour', known: 'outcome', heading: { en: 'AFP 6 w', zh: '六周 AFP' } } },`,
  `palbiScore: { kind: 'decimal', label: { en: 'PALBI score', zh: 'PALBI 评分' }, range: [-5, 2], analysis: { theme: 'liver', known: 'timeZero' } },`,
  `palbiGrade: { kind: 'code', label: { en: 'PALBI grade', zh: 'PALBI 分级' }, list: { source: 'PALBI (Johnson 2015)', codes: [{ code: '1', label: { en: 'Grade 1', zh: '1级' } }, { code: '2', label: { en: 'Grade 2', zh: '2级' } }, { code: '3', label: { en: 'Grade 3', zh: '3级' } }] }, analysis: { theme: 'liver', known: 'timeZero' } },`,
];

/** A form: its file, and its two lines in the list of forms. */
const drugForm = `import { defineForm } from '../form.ts';

export const concomitantDrugForm = defineForm(
  'concomitantDrug',
  { label: { en: 'Concomitant drug', zh: '合并用药' }, repeats: true, key: ['drug'] },
  {
    drug: { kind: 'text', label: { en: 'Drug', zh: '药物' }, maxLength: 100, required: true },
    dailyDoseMg: { kind: 'decimal', label: { en: 'Daily dose', zh: '日剂量' }, unit: 'mg', range: [0, 5000] },
  },
);
`;

let scratch: string;
/** As `check.ts` prints it; the answers have fields that are not typed here. */
let found: Record<string, unknown>;

/** Workspace packages come from the copy, all others from the installed ones. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) if (name !== '@haim') symlinkSync(join(from, name), join(to, name));
}

function copySources(): void {
  for (const part of ['apps/api', 'apps/web/src', 'packages', 'migrations', 'package.json', 'tsconfig.base.json']) {
    cpSync(join(root, part), join(scratch, part), {
      recursive: true,
      filter: (source) => basename(source) !== 'node_modules',
    });
  }
  cpSync(join(root, 'test/declared-variable'), join(scratch, 'test/declared-variable'), { recursive: true });
  for (const place of ['.', 'apps/api', 'packages/ml']) {
    linkPackages(join(root, place, 'node_modules'), join(scratch, place, 'node_modules'));
  }
  mkdirSync(join(scratch, 'node_modules/@haim'));
  for (const name of ['schema', 'stats', 'ml']) {
    symlinkSync(join(scratch, 'packages', name), join(scratch, 'node_modules/@haim', name));
  }
}

/** Replaces the first of these texts in a file of the copy. */
function edit(file: string, before: string, after: string): void {
  const path = join(scratch, 'packages/schema/src', file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(before)) throw new Error(`${file} does not contain ${before}`);
  writeFileSync(path, source.replace(before, after));
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'portal-declared-'));
  copySources();
  edit('forms/baseline.form.ts', '    ecogPs: {', `${lines.join('\n')}\n    ecogPs: {`);
  writeFileSync(join(scratch, 'packages/schema/src/forms/concomitant-drug.form.ts'), drugForm);
  edit('forms/index.ts', 'import', `import { concomitantDrugForm } from './concomitant-drug.form.ts';\nimport`);
  edit('forms/index.ts', 'export const forms = [', 'export const forms = [\n  concomitantDrugForm,');
  const diffuse = `{ code: 'diffuse', label: { en: 'Diffuse', zh: '弥漫' } },`;
  edit('codes/lesion-number.ts', 'codes: [', `codes: [\n    ${diffuse}`);
  const check = spawn(process.execPath, ['--import', typescriptLoader, 'test/declared-variable/check.ts'], {
    cwd: scratch,
  });
  const [out, error] = await Promise.all([text(check.stdout), text(check.stderr), once(check, 'close')]);
  if (check.exitCode !== 0) throw new Error(error || out);
  found = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}, 120_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a variable that is declared by one line of a form', () => {
  it('is a column that the drafted SQL adds and derives, with nothing left to draft', () => {
    expect(found['dangers']).toEqual([]);
    expect(found['left']).toEqual([]);
    expect(found['stored']).toEqual([
      { code: 'P1', afp_at_six_weeks: 400.5, palbi_grade: '1', type: 'double precision' },
      { code: 'P2', afp_at_six_weeks: 20, palbi_grade: '2', type: 'double precision' },
      { code: 'P3', afp_at_six_weeks: null, palbi_grade: '3', type: 'double precision' },
      { code: 'P4', afp_at_six_weeks: 90, palbi_grade: null, type: 'double precision' },
    ]);
    expect(found['differences']).toEqual([{ n: 0 }]);
  });

  it('is a filter, a sort key and a column of the list of patients', () => {
    expect(found).toMatchObject({
      page: {
        patients: {
          rows: [
            { code: 'P1', afpAtSixWeeks: 400.5, palbiGrade: '1' },
            { code: 'P4', afpAtSixWeeks: 90, palbiGrade: null },
          ],
        },
      },
      missing: { patients: { rows: [{ code: 'P3' }] } },
      listed: { patients: { rows: [{ code: 'P1' }, { code: 'P3' }] } },
    });
    expect(found['listQuery']).toBe(true);
    expect(found['address']).toBe('palbiGrade:1,~;afpAtSixWeeks:50-');
  });

  it('is a facet with its labels, or a quantity with its unit', () => {
    const facet = {
      variable: 'palbiGrade',
      labelEn: 'PALBI grade',
      labelZh: 'PALBI 分级',
      counts: ['1', '2', '3', null].map((value) => ({ value, n: 1 })),
    };
    const quantity = {
      variable: 'afpAtSixWeeks',
      labelEn: 'AFP at six weeks',
      labelZh: '六周时甲胎蛋白',
      unit: 'ng/mL',
      n: 3,
      // Of 20, 90 and 400.5.
      median: 90,
    };
    expect(found['summary']).toMatchObject({
      cohortSummary: {
        facets: expect.arrayContaining([facet]),
        quantities: expect.arrayContaining([quantity]),
      },
    });
  });

  it('groups, models and describes a population if it is known at time zero', () => {
    expect(found).toMatchObject({
      groupings: {
        study: { groupings: expect.arrayContaining([{ variable: 'palbiGrade', labelEn: 'PALBI grade' }]) },
      },
      curves: { survival: { curves: ['1', '2', '3'].map((label) => ({ label, n: 1 })) } },
      covariates: {
        clinicalCovariates: expect.arrayContaining([
          { name: 'palbiScore', labelEn: 'PALBI score (per 1)' },
          { name: 'palbiGrade', labelEn: 'PALBI grade' },
        ]),
      },
    });
    expect(found['tableOne']).toEqual(expect.arrayContaining(['palbiScore', 'palbiGrade']));
  });

  it('does none of that if it is an outcome, and does not filter survival', () => {
    expect(JSON.stringify(found['covariates'])).not.toContain('afpAtSixWeeks');
    expect(found['tableOne']).not.toContain('afpAtSixWeeks');
    expect(found['outcome']).toEqual({
      errors: [expect.stringMatching(/survival may not be filtered by afpAtSixWeeksMin/)],
    });
  });

  it('is listed in the data dictionary', () => {
    expect(found['dictionary']).toMatchObject(
      ['afp_at_six_weeks', 'palbi_score', 'palbi_grade'].map((column) => ({ form: 'baseline', column })),
    );
  });
});

describe('a form that is declared by a file and its lines in the list of forms', () => {
  it('is saved, corrected and read with its patient, reasons for missing values among the values', () => {
    expect(found['savedDrug']).toEqual({ saveConcomitantDrug: { version: 1, drug: 'Entecavir', dailyDoseMg: 0.5 } });
    expect(found['correctedDrug']).toEqual({ saveConcomitantDrug: { version: 2, drug: 'Entecavir', dailyDoseMg: 1 } });
    expect(found['drugs']).toEqual({
      patient: {
        concomitantDrugs: [
          { drug: 'Entecavir', dailyDoseMg: 1, missing: {} },
          { drug: 'Sorafenib', dailyDoseMg: null, missing: { dailyDoseMg: 'unknown' } },
        ],
      },
    });
    expect(found['wrongDose']).toEqual({ errors: [expect.stringMatching(/dailyDoseMg/)] });
  });

  it('is audited, by a person and by an import', () => {
    expect(found['drugTrail']).toEqual([
      { action: 'create', changes: { drug: [null, 'Entecavir'], daily_dose_mg: [null, 0.5] } },
      { action: 'correct', changes: { daily_dose_mg: [0.5, 1] } },
      { action: 'create', changes: { drug: [null, 'Sorafenib'], missing_dailyDoseMg: [null, 'unknown'] } },
    ]);
  });

  it('shows no row to whom the centre is not open', () => {
    expect(found['drugsOfStranger']).toEqual({ n: 0 });
    expect(found['drugOfStranger']).toMatch(/row-level security/);
  });

  it('belongs to a patient of its centre, and raises the version of the study', () => {
    expect(found['drugOfNobody']).toMatch(/concomitant_drug_of_patient/);
    expect(found['versionsRaised']).toBe(2);
  });
});

describe('a code that is added to a list', () => {
  it('replaces the check of its column, and is stored', () => {
    expect(found['diffuse']).toEqual({ saveBaseline: { lesionNumber: 'diffuse' } });
  });
});
