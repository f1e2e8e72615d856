import { describe, expect, it } from 'vitest';
import { parseFilter, readCohort, showCohort } from '../cohort/index.ts';
import { subjectVariables } from '../subject/index.ts';
import { type OwnField, type OwnKind, usualKnown } from './own-field.ts';
import { ownVariables } from './own-variables.ts';

const field = (name: string, kind: OwnKind, form = 'baseline', given: Partial<OwnField> = {}): OwnField => ({
  ...{ form, name, kind, label: { en: name, zh: name }, help: null, required: false },
  ...{ unit: null, lowest: null, highest: null },
  codes: kind === 'code' ? ['never', 'ever'].map((code) => ({ code, label: { en: code, zh: code } })) : [],
  ...{ known: usualKnown(form), counts: null },
  ...given,
});
const own = ownVariables([
  field('smoking', 'code'),
  field('dose', 'decimal'),
  field('diabetes', 'boolean', 'demographics'),
  field('biopsy_on', 'date', 'eligibility'),
  field('total_dose', 'decimal', 'treatment'),
  field('visit', 'text', 'followUp'),
  field('planned', 'decimal', 'treatment', { known: 'timeZero' }),
  field('crossed', 'boolean', 'treatment', { known: 'outcome' }),
  field('uptake', 'decimal', 'tumourAssessment', { known: 'timeZero', counts: 'last' }),
  field('pain', 'code', 'followUp', { known: 'outcome', counts: 'highest' }),
]);

describe('the variables that fields of a study are', () => {
  it('are those that say when they are known, which decides what they may do', () => {
    const uses = own.map(({ name, kind, filter, groups, covariate, sorts, facet }) =>
      [name, kind, filter, groups && 'groups', covariate && 'models', sorts && 'sorts', facet && 'counted'].filter(
        Boolean,
      ),
    );
    expect(uses.map((words) => words.join(' '))).toEqual([
      'own_diabetes flag flag groups models sorts counted',
      'own_biopsy_on date period sorts',
      'own_smoking category list groups models sorts counted',
      'own_dose quantity range models sorts',
      'own_planned quantity range models sorts',
      // Of an outcome: chosen by and shown, never grouped or modelled by.
      'own_crossed flag flag sorts counted',
      'own_uptake quantity range models sorts',
      'own_pain category list sorts counted',
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
