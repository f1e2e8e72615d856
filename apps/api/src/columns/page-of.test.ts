import { codesOfVariable, holds, subjectVariable, subjectVariables, type SubjectVariable } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { blockOf, type PatientUnderTest, randomPatients, sequence } from './block.fixture.ts';
import { Cohort } from './cohort.ts';
import { type PagePlace } from './page-of.ts';
import { randomFilter } from './random-filter.fixture.ts';

const next = sequence(7);
const centres = ['A', 'B', 'C'].map((centre, i) => randomPatients(next, 30 + 20 * i, centre));
// Two centres with a patient of the same code: the id decides.
const namesake = (patient: PatientUnderTest): PatientUnderTest => ({
  ...patient,
  code: 'A-007',
  values: { ...patient.values, code: 'A-007' },
});
centres[1]![7] = namesake(centres[1]![7]!);
const patients = centres.flat();
const blocks = centres.map(blockOf);

/** The simplest order: all patients are sorted, sharing no code with the kernel. */
function inOrder(variable: SubjectVariable, descending: boolean, of: readonly PatientUnderTest[]): string[] {
  const list = codesOfVariable(variable);
  const keyOf = ({ values, code }: PatientUnderTest) => {
    const value = variable.name === 'code' ? code : (values[variable.name] ?? null);
    return value !== null && list.length > 0 ? list.indexOf(String(value)) : value;
  };
  const compare = (a: ReturnType<typeof keyOf>, b: ReturnType<typeof keyOf>) => {
    if (a === b) return 0;
    if (a === null || b === null) return a === null ? 1 : -1;
    return (a < b ? -1 : 1) * (descending ? -1 : 1);
  };
  const text = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return of
    .toSorted((a, b) => compare(keyOf(a), keyOf(b)) || text(a.code, b.code) || text(a.id, b.id))
    .map(({ id }) => id);
}

describe('pages of a cohort', () => {
  const sorts = subjectVariables.filter(({ sorts }) => sorts);
  it.each(
    sorts.flatMap((variable) => [false, true].map((descending) => ({ variable, descending, name: variable.name }))),
  )('come in the order of $name, descending $descending, each patient once', ({ variable, descending }) => {
    for (const filter of [null, ...Array.from({ length: 10 }, () => randomFilter(next))]) {
      const cohort = new Cohort(blocks, filter);
      const found: string[] = [];
      let after: PagePlace | null = null;
      for (;;) {
        const page: PagePlace[] = cohort.page({ variable, descending, most: 7, after });
        found.push(...page.map(({ id }) => id));
        after = page.at(-1) ?? null;
        if (page.length < 7) break;
      }
      expect(found).toEqual(
        inOrder(
          variable,
          descending,
          patients.filter(({ values }) => holds(filter, values)),
        ),
      );
    }
  });

  it('continue after a patient who has left and a value that no patient has any more', () => {
    const cohort = new Cohort(blocks, null);
    const gone = { key: 'HBC', code: 'A-003x', id: '00000000-0000-0000-0000-000000000000' };
    const [first] = cohort.page({ variable: subjectVariable('arm')!, descending: false, most: 1, after: gone });
    expect(first?.key).toBe('HTI');
    const [behind] = cohort.page({
      variable: subjectVariable('code')!,
      descending: false,
      most: 1,
      after: { ...gone, key: gone.code },
    });
    expect(behind?.code).toBe('A-004');
    const [before] = cohort.page({
      variable: subjectVariable('code')!,
      descending: true,
      most: 1,
      after: { ...gone, key: gone.code },
    });
    expect(before?.code).toBe('A-003');
  });
});
