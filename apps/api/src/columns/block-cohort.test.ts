import { describe, expect, it } from 'vitest';
import { blockOf, randomPatients, sequence } from './block.fixture.ts';
import { cohortOfBlock } from './block-cohort.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { idsOf } from './patient-ids.ts';
import { Cohort } from './cohort.ts';

const next = sequence(31);
const centres = ['A', 'B'].map((centre) => randomPatients(next, 80, centre));
const [first, other] = centres.map(blockOf);
const male = { variable: 'sex', in: ['male'] } as const;

describe('what was counted of a block', () => {
  it('is kept for the cohorts that were asked for last', () => {
    const counts = cohortOfBlock(first!, male).byCode('arm');
    expect(cohortOfBlock(first!, { ...male }).byCode('arm')).toBe(counts);
    expect(cohortOfBlock(first!, null).byCode('arm')).not.toBe(counts);
    for (const age of [1, 2, 3]) cohortOfBlock(first!, { variable: 'ageYears', between: [age, null] });
    const again = cohortOfBlock(first!, male).byCode('arm');
    expect([again === counts, again]).toEqual([false, counts]);
  });

  it('stays with the centres in which nothing changed', () => {
    const [patient] = centres[0]!;
    const corrected = { ...patient!, values: { ...patient!.values, ageYears: 101, sex: 'male' } };
    const kept = [cohortOfBlock(other!, male).tally('ageYears'), cohortOfBlock(other!, male).byTwoCodes('arm', 'sex')];
    const changed = mergeBlocks(first!, blockOf([corrected]), idsOf([]));
    const quantity = new Cohort([changed, other!], male).quantity('ageYears');
    expect(quantity.maximum).toBe(101);
    expect([
      cohortOfBlock(other!, male).tally('ageYears'),
      cohortOfBlock(other!, male).byTwoCodes('arm', 'sex'),
    ]).toEqual(kept);
    expect(cohortOfBlock(other!, male).tally('ageYears')).toBe(kept[0]);
    // Counted from nothing, the same.
    const rows = [[corrected, ...centres[0]!.slice(1)], centres[1]!].map(blockOf);
    expect(new Cohort(rows, male).quantity('ageYears')).toEqual(quantity);
  });

  it('keeps a facet, whose own condition is left out, apart from the values of the cohort', () => {
    const cohort = cohortOfBlock(first!, male);
    const [alone, within] = [cohort.byCodeAlone('sex'), cohort.byCode('sex')];
    expect(alone.reduce((sum, n) => sum + n)).toBe(80);
    expect(within.reduce((sum, n) => sum + n)).toBe(cohort.n);
    expect([cohort.byCodeAlone('sex'), cohort.byCode('sex')]).toEqual([alone, within]);
  });
});
