import { describe, expect, it } from 'vitest';
import { defineForm } from '../form.ts';
import { forms } from '../forms/index.ts';
import { variablesOfForm } from './from-forms.ts';
import { subjectCovariates } from './covariates.ts';
import { subjectDictionary } from './dictionary.ts';
import { codesOfVariable, subjectVariable, subjectVariables } from './subject-variables.ts';

const namesOf = (of: keyof (typeof subjectVariables)[number]) =>
  subjectVariables.flatMap((variable) => (variable[of] ? [variable.name] : [])).toSorted();

describe('the analysis row', () => {
  it('has unique names, columns and arguments', () => {
    for (const of of ['name', 'column', 'plural'] as const) {
      const values = subjectVariables.map((variable) => variable[of]);
      expect(new Set(values).size, of).toBe(values.length);
    }
  });

  it('never groups, describes or models by what is known only after time zero', () => {
    const later = subjectVariables.filter(({ known }) => known === 'outcome');
    expect(later.map(({ name }) => name)).toContain('bestResponse');
    expect(later.filter(({ groups, covariate, tableOne }) => groups || covariate || tableOne)).toEqual([]);
  });

  // What the pages offered before variables were declared, listed by hand.
  it('offers every variable that the pages offered before', () => {
    const groups =
      'arm bclcStage centre childPughClass cirrhosis ecogPs extrahepaticMetastasis hepatitisB lesionNumber ' +
      'portalVeinThrombus sex sourceStageGroup';
    expect(namesOf('groups')).toEqual(expect.arrayContaining(groups.split(' ')));
    const sorts = 'code arm centre ageYears bclcStage tumourSizeMm bestResponse osDays pfsDays';
    expect(namesOf('sorts')).toEqual(expect.arrayContaining(sorts.split(' ')));
    const columns =
      'code arm centre ageYears sex bclcStage childPughClass tumourSizeMm portalVeinThrombus bestResponse osDays pfsDays';
    expect(namesOf('heading')).toEqual(expect.arrayContaining(columns.split(' ')));
    const covariates =
      'afpLog10 ageYears arm bclcStage childPughClass cirrhosis ecogPs extrahepaticMetastasis hepatitisB lesionCount ' +
      'lesionNumber portalVeinThrombus sex tumourSizeMm';
    expect(subjectCovariates.map(({ name }) => name)).toEqual(expect.arrayContaining(covariates.split(' ')));
    // No more than these: another usual covariate is another model on the page.
    const usual = 'tumourSizeMm bclcStage childPughClass portalVeinThrombus extrahepaticMetastasis ageYears';
    expect(namesOf('usual')).toEqual(usual.split(' ').toSorted());
  });

  it('labels a covariate with the step or level of its coefficient', () => {
    const covariate = (name: string) => subjectCovariates.find((one) => one.name === name);
    expect(covariate('ageYears')).toMatchObject({ label: { en: 'Age (per year)', zh: '年龄（每岁）' }, levels: null });
    expect(covariate('tumourSizeMm')?.label).toEqual({ en: 'Tumour size (per mm)', zh: '肿瘤大小（每 mm）' });
    expect(covariate('sex')?.levels).toEqual(['female', 'male']);
    expect(covariate('arm')?.levels).toEqual([]);
    expect(covariate('afpLog10')).toMatchObject({ variable: { name: 'afpNgMl' }, floor: 1, levels: null });
    expect(covariate('portalVeinThrombus')).toMatchObject({ label: { en: 'Portal vein thrombus' }, levels: null });
  });

  it('takes label, unit and codes from the form', () => {
    expect(subjectVariable('tumourSizeMm')).toMatchObject({
      column: 'tumour_size_mm',
      from: { form: 'baseline', field: 'tumourSizeMm' },
      kind: 'quantity',
      stored: 'float8',
      unit: 'mm',
      label: { en: 'Largest tumour diameter' },
      filter: 'range',
      facet: false,
    });
    const stage = subjectVariables.find(({ name }) => name === 'bclcStage');
    expect(stage && codesOfVariable(stage)).toEqual(['0', 'A', 'B', 'C', 'D']);
  });

  it('is described for the dictionary', () => {
    const rows = subjectDictionary();
    expect(rows.map(({ name }) => name)).toEqual(subjectVariables.map(({ name }) => name));
    expect(rows.find(({ name }) => name === 'lesionNumber')).toEqual({
      name: 'lesionNumber',
      column: 'lesion_number',
      from: 'baseline.lesionNumber',
      kind: 'category',
      label: { en: 'Single or multiple', zh: '单发或多发' },
      unit: null,
      permitted: expect.stringMatching(/^Number of intrahepatic lesions: .*single = Single; .*multiple = Multiple/),
      known: 'timeZero',
      uses: 'filter, group, sort, model, table 1',
    });
    expect(rows.find(({ name }) => name === 'osDays')).toMatchObject({
      from: 'derived',
      known: 'outcome',
      uses: 'sort',
    });
  });

  it('has everything that people read in both languages', () => {
    const labels = subjectVariables.flatMap(({ name, label, short, heading }) =>
      [label, short, heading].flatMap((one) => (one ? [[name, one.en, one.zh]] : [])),
    );
    expect(labels.filter((words) => words.includes(''))).toEqual([]);
  });

  it('takes nothing from a form with several records per patient', () => {
    const visit = defineForm(
      'visit',
      { label: { en: 'Visit', zh: '访视' }, repeats: true },
      {
        weightKg: {
          kind: 'decimal',
          label: { en: 'Weight', zh: '体重' },
          analysis: { theme: 'person', known: 'outcome' },
        },
      },
    );
    expect(() => variablesOfForm(visit)).toThrow('visit.weightKg');
    expect(forms.flatMap((form) => variablesOfForm(form)).length).toBeGreaterThan(10);
  });
});
