import { expect, it } from 'vitest';
import { type ReadTransaction } from '../db/study-db.ts';
import { readBlock } from './read-block.ts';
import { subjectLayout } from './subject-layout.ts';

const patients = 20_000;
const eventsOfEach = 15;
const terms = ['Fatigue', 'Nausea', 'Rash'];

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const idOf = (patient: number) => Buffer.concat([int32(patient), int32(0), int32(7), int32(patient)]);

/** A row of a binary COPY: the number of fields, then each with its length. */
const rowOf = (fields: readonly Buffer[]) =>
  Buffer.concat([int32(fields.length).subarray(2), ...fields.flatMap((field) => [int32(field.length), field])]);

async function* copyOf(rows: number, fieldsOf: (row: number) => readonly Buffer[]): AsyncGenerator<Buffer> {
  yield Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), int32(0), int32(0)]);
  for (let row = 0; row < rows; row += 1_000) {
    yield Buffer.concat(Array.from({ length: Math.min(1_000, rows - row) }, (_, i) => rowOf(fieldsOf(row + i))));
  }
  yield int32(-1).subarray(2);
}

const patientFields = (patient: number): Buffer[] => [
  idOf(patient),
  ...subjectLayout.map(({ name, kind }) =>
    name === 'code' ? Buffer.from(`P${patient}`) : kind === 'numbers' ? Buffer.alloc(8) : Buffer.from('x'),
  ),
  int32(0),
];
const eventFields = (event: number): Buffer[] => [
  // Not patient after patient, as the table is not either.
  idOf((event * 7_919) % patients),
  Buffer.from(terms[event % terms.length] ?? ''),
  int32(1 + (event % 5)),
  int32(event),
  Buffer.alloc(8),
];

it('gives way to other work also once the last of the rows has come', async () => {
  let turns = 0;
  let atEnd = -1;
  let isDone = false;
  const others = () => {
    turns += 1;
    if (!isDone) setImmediate(others);
  };
  setImmediate(others);
  async function* copy(query: string): AsyncGenerator<Buffer> {
    if (!query.includes('adverse_event')) return yield* copyOf(patients, patientFields);
    yield* copyOf(patients * eventsOfEach, eventFields);
    atEnd = turns;
  }
  const tx = { copy, rows: async () => [{ n: patients }] } as unknown as ReadTransaction;
  const block = await readBlock(tx, { studyId: 1, recipeId: 1, centreId: 1 }, null);
  isDone = true;
  // 300,000 events are matched with their patients and grouped: tens of milliseconds, in slices of five.
  expect(turns - atEnd).toBeGreaterThan(0);
  expect(block.rows).toBe(patients);
  // Event e is of patient 7919 e mod 20,000: those of one patient differ by 20,000, so their terms e mod 3 are all three,
  // and their grades e mod 5 are one.
  expect([...block.events.starts.subarray(0, 3)]).toEqual([0, 3, 6]);
  expect(block.events.grades.subarray(0, 3)).toEqual(Uint8Array.of(1, 1, 1));
  expect(block.events.words).toEqual(terms);
  // All of them, in the order in which they came: event 0, 20,000, 40,000 … are of patient 0.
  expect([...block.records.starts.subarray(0, 3)]).toEqual([0, eventsOfEach, 2 * eventsOfEach]);
  expect([...block.records.facts.subarray(0, 3)]).toEqual([0, 20_000, 40_000]);
});
