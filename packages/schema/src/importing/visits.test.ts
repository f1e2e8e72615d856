import { describe, expect, it } from 'vitest';
import { forms } from '../forms/index.ts';
import { findVisits, occasionIn } from './find-visits.ts';
import { type LookedColumn } from './look.ts';
import { guessPlan, lacksOfPlan, planFor, recordsOfPlan, withTarget } from './visit-plan.ts';

const arms = { source: 'study', codes: [] };
const column = (name: string, values: readonly string[], more: Partial<LookedColumn> = {}): LookedColumn => ({
  ...{ name, label: { en: name, zh: name }, unit: null, filled: values.length, samples: values, orders: [] },
  ...{ withTime: false, marks: [], values: values.map((value) => ({ value, label: null, count: 1 })) },
  holds: values.every((text) => /^\d{4}-/.test(text)) ? 'dates' : values.every((text) => /^[\d.]+$/.test(text)) ? 'numbers' : 'texts', // prettier-ignore
  ...more,
});
const formOf = (name: string) => forms.find((form) => form.name === name)!;

describe('the occasion that a heading names', () => {
  it.each([
    ['afp_baseline', 'baseline', 0, 'afp'],
    ['afp_m3', 'month', 3, 'afp'],
    ['AFP 6 months', 'month', 6, 'afp'],
    ['visit1_date', 'visit', 1, 'date'],
    ['visit_12_size', 'visit', 12, 'size'],
    ['fu2Status', 'visit', 2, 'status'],
    ['scan_date_2', 'visit', 2, 'scan date'],
    ['w12_alt', 'week', 12, 'alt'],
    ['第2次随访日期', 'visit', 2, '日期'],
    ['术后3个月AFP', 'month', 3, 'afp'],
    ['基线AFP', 'baseline', 0, 'afp'],
    ['随访1生存状态', 'visit', 1, '生存状态'],
  ])('%s', (heading, kind, number, stem) => {
    expect(occasionIn(heading)).toMatchObject({ occasion: { kind, number }, stem });
  });

  it.each(['age', 'tumour_size_mm', 'baseline', 'visit1', 'database', 'AFP', '2024'])('%s names none', (heading) => {
    expect(occasionIn(heading)).toBeNull();
  });
});

it('one column with a number is not a visit', () => {
  expect(findVisits([column('id', ['1']), column('ca19_9', ['37']), column('age', ['57'])])).toBeNull();
  expect(findVisits([column('afp_baseline', ['1']), column('alt_baseline', ['2'])])).toBeNull();
});

it('bare numbers at the end of names may be of anything', () => {
  const [cells, visits] = [['CD4', 'CD8'], ['visit1_date', 'visit2_date']].map((names) => findVisits(names.map((name) => column(name, ['2024-01-05'])))!); // prettier-ignore
  expect([cells!.isNamed, visits!.isNamed]).toEqual([false, true]);
  expect(guessPlan(cells!, forms, arms)).toBeNull();
});

describe('columns of visits as records', () => {
  const images = [
    column('id', ['1']),
    ...['1', '2'].flatMap((n) => [
      column(`visit${n}_date`, ['2024-01-05']),
      column(`visit${n}_size`, ['45']),
      column(`visit${n}_response`, ['PR']),
    ]),
  ];

  it('are assessments with the number, date and response of each visit, and what is not known is left out', () => {
    const found = findVisits(images)!;
    const plan = guessPlan(found, forms, arms)!;
    expect(plan.form.name).toBe('tumourAssessment');
    expect(lacksOfPlan(found, plan)).toEqual([]);
    expect(recordsOfPlan(found, plan)).toEqual(
      [1, 2].map((n) => ({
        form: 'tumourAssessment',
        unless: { column: [`visit${n}_date`, `visit${n}_response`], in: [''] },
        fields: {
          assessedOn: { column: `visit${n}_date` },
          readerResponse: { column: `visit${n}_response` },
          visitNumber: { constant: n },
        },
      })),
    );
    const size = found.stems.find(({ stem }) => stem === 'size')!;
    const joined = withTarget(plan, size, { field: 'sumViableDiameterMm' }, arms);
    expect(recordsOfPlan(found, joined)[0]!.fields['sumViableDiameterMm']).toEqual({ column: 'visit1_size' });
    expect(recordsOfPlan(found, withTarget(joined, size, null, arms))).toEqual(recordsOfPlan(found, plan));
  });

  it('are contacts, whose status is asked in the words of all of them', () => {
    const columns = [
      ...['fu1', 'fu2'].flatMap((of, i) => [
        column(`${of}_date`, [`2024-0${i + 1}-05`]),
        column(`${of}_death`, [String(i)]),
      ]),
    ];
    const found = findVisits(columns)!;
    const plan = guessPlan(found, forms, arms)!;
    expect(plan.form.name).toBe('followUp');
    expect(recordsOfPlan(found, plan)[1]).toEqual({
      form: 'followUp',
      unless: { column: ['fu2_date', 'fu2_death'], in: [''] },
      fields: {
        contactOn: { column: 'fu2_date' },
        vitalStatus: { column: 'fu2_death', values: { '0': 'alive', '1': 'dead' } },
      },
    });
  });

  it('are results of a laboratory, one for each test and occasion, once their dates and units are known', () => {
    const values = ['baseline', 'm3', 'm6'].flatMap((of) => [column(`afp_${of}`, ['400'], { unit: 'ng/mL' }), column(`alt_${of}`, ['40'])]); // prettier-ignore
    const found = findVisits(values)!;
    const plan = guessPlan(found, forms, arms)!;
    expect(plan.form.name).toBe('labResult');
    expect(plan.targets).toMatchObject({ afp: { test: 'AFP', unit: 'ng/mL' }, alt: { test: 'ALT', unit: null } });
    expect(lacksOfPlan(found, plan)).toEqual(['takenOn', 'unit']);

    const dated = findVisits([
      ...values,
      ...['baseline', 'm3', 'm6'].map((of) => column(`date_${of}`, ['2024-01-05'])),
    ])!;
    const whole = planFor(dated, formOf('labResult'), arms);
    const { alt, ...others } = whole.targets;
    const complete = { ...whole, targets: { ...others, alt: { ...alt!, unit: 'U/L' } } };
    expect(lacksOfPlan(dated, complete)).toEqual([]);
    const records = recordsOfPlan(dated, complete);
    expect(records).toHaveLength(6);
    expect(records[2]).toEqual({
      form: 'labResult',
      unless: { column: ['afp_m3'], in: [''] },
      fields: {
        ...{ takenOn: { column: 'date_m3' }, test: { constant: 'AFP' }, value: { column: 'afp_m3' } },
        unit: { constant: 'ng/mL' },
      },
    });
  });

  it('number months by their place, from 0 where there is a baseline', () => {
    const of = (...names: string[]) => {
      const found = findVisits(names.map((name) => column(`date_${name}`, ['2024-01-05'])))!;
      return recordsOfPlan(found, planFor(found, formOf('tumourAssessment'), arms)).map(
        ({ fields }) => fields['visitNumber'],
      );
    };
    expect(of('m6', 'baseline', 'm3')).toEqual([{ constant: 0 }, { constant: 1 }, { constant: 2 }]);
    expect(of('m3', 'm6')).toEqual([{ constant: 1 }, { constant: 2 }]);
  });
});
