import { describe, expect, it } from 'vitest';
import { parseFilter, readCohort, showCohort } from '../cohort/index.ts';
import { subjectVariables } from '../subject/index.ts';
import { type OwnField, type OwnKind } from './own-field.ts';
import { ownVariables } from './own-variables.ts';

const field = (name: string, kind: OwnKind, form = 'baseline'): OwnField => ({
  ...{ form, name, kind, label: { en: name, zh: name }, help: null, required: false },
  ...{ unit: null, lowest: null, highest: null },
  codes: kind === 'code' ? ['never', 'ever'].map((code) => ({ code, label: { en: code, zh: code } })) : [],
});
const own = ownVariables([
  field('smoking', 'code'),
  field('dose', 'decimal'),
  field('diabetes', 'boolean', 'demographics'),
  field('biopsy_on', 'date', 'eligibility'),
  field('total_dose', 'decimal', 'treatment'),
  field('visit', 'text', 'followUp'),
]);

describe('the variables that fields of a study are', () => {
  it('are those of forms that a patient has once and that are known at time zero', () => {
    expect(own.map(({ name, kind, filter, groups }) => [name, kind, filter, groups])).toEqual([
      ['own_diabetes', 'flag', 'flag', true],
      ['own_biopsy_on', 'date', 'period', false],
      ['own_smoking', 'category', 'list', true],
      ['own_dose', 'quantity', 'range', false],
    ]);
  });

  it('have names that no variable of the portal has', () => {
    expect(subjectVariables.filter(({ name, column }) => /^own/.test(name) || /^own/.test(column))).toEqual([]);
  });

  it.each([
    'own_smoking:ever,~',
    'own_dose:10-',
    'own_diabetes:true;own_smoking:!never',
    'own_biopsy_on:2023-01-01..',
    'bclcStage:C;(own_dose:-5|own_smoking:~)',
  ])('are named in an address: %s', (text) => {
    const { filter, issues } = readCohort(text, { own });
    expect(issues).toEqual([]);
    expect(readCohort(showCohort(filter), { own }).filter).toEqual(filter);
    expect(parseFilter(filter, { own }).issues).toEqual([]);
    // Without the study's variables the condition is kept as it is, for who knows them.
    expect(parseFilter(filter)).toMatchObject({ filter });
  });

  it.each(['own_smoking:often', 'own_dose:never', 'own_total_dose:5-', 'own_nothing:1'])(
    'are refused where the study has no such field or value: %s',
    (text) => expect(readCohort(text, { own }).issues).toHaveLength(1),
  );

  it('are held to their kind where the study is known', () => {
    const problems = (filter: object) =>
      parseFilter(filter, { own }).issues.map(({ field: place, problem }) => `${place} ${problem}`);
    expect(problems({ variable: 'own_dose', in: ['5'] })).toEqual(['filter wrongType']);
    expect(problems({ variable: 'own_smoking', in: ['often'] })).toEqual(['filter.in[0] notInList']);
    expect(problems({ variable: 'own_gone', isMissing: true })).toEqual(['filter.variable notInList']);
    expect(parseFilter({ variable: 'ownSmoking', isMissing: true }).issues).toHaveLength(1);
  });
});
