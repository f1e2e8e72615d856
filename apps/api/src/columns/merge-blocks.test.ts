import { describe, expect, it } from 'vitest';
import { type Block } from './block.ts';
import { blockOf, type PatientUnderTest, randomPatient, randomPatients, sequence } from './block.fixture.ts';
import { valueAt } from './column.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { idAt, idsOf } from './patient-ids.ts';

/** A block row by row, in the order of its rows. */
function rowsOf(block: Block): unknown[] {
  return Array.from({ length: block.rows }, (_, row) => ({
    id: idAt(block.ids, row),
    values: [...block.columns].map(([name, column]) => [name, valueAt(column, row)]),
    contradictions: block.contradictions[row],
    events: Array.from(
      block.events.terms.subarray(block.events.starts[row], block.events.starts[row + 1]),
      (term, k) => [block.events.words[term - 1], block.events.grades[(block.events.starts[row] ?? 0) + k]],
    ).sort(),
    records: Array.from(
      block.records.terms.subarray(block.records.starts[row], block.records.starts[row + 1]),
      (term, k) => {
        const at = (block.records.starts[row] ?? 0) + k;
        const { words, grades, facts, days } = block.records;
        return [words[term - 1], grades[at], facts[at], days[at]];
      },
    ).sort(),
  }));
}

describe('a block after a change', () => {
  it('equals a freshly read block, through a long history of changes', () => {
    const next = sequence(7);
    let patients: PatientUnderTest[] = randomPatients(next, 60, 'A');
    let block = blockOf(patients);
    for (let step = 0; step < 50; step++) {
      const changed = patients
        .filter(() => next() < 0.05)
        .map((one) => ({ ...randomPatient(next, next() < 0.2 ? `A-${step}` : one.code, 'A'), id: one.id }));
      const added = next() < 0.4 ? [randomPatient(next, `A-${String(step).padStart(4, '0')}`, 'A')] : [];
      const removed = patients.filter(() => next() < 0.01);
      const touched = [...changed, ...added].filter(({ id }) => !removed.some((gone) => gone.id === id));
      patients = [
        ...patients.filter(({ id }) => ![...touched, ...removed].some((other) => other.id === id)),
        ...touched,
      ];
      const before = rowsOf(block);
      const after = mergeBlocks(block, blockOf(touched), idsOf(removed.map(({ id }) => id)));
      expect(rowsOf(after)).toEqual(rowsOf(blockOf(patients)));
      expect(rowsOf(block)).toEqual(before);
      block = after;
    }
    expect(patients.length).toBeGreaterThan(40);
  });

  it('shares what did not change with the block before', () => {
    const patients = randomPatients(sequence(8), 50, 'A');
    const block = blockOf(patients);
    const [first] = patients;
    const corrected = { ...first!, values: { ...first!.values, ageYears: 1000 } };
    const after = mergeBlocks(block, blockOf([corrected]), idsOf([]));
    const copied = [...after.columns].filter(([name, column]) => column !== block.columns.get(name));
    expect(copied.map(([name]) => name)).toEqual(['ageYears']);
    expect(after.ids).toBe(block.ids);
  });

  it('is the same block if nothing changed', () => {
    const block = blockOf(randomPatients(sequence(9), 5, 'A'));
    expect(mergeBlocks(block, blockOf([]), idsOf([]))).toBe(block);
  });
});
