import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { followUpForm, treatmentForm } from '@haim/schema';
import { expect, it } from 'vitest';
import { GivenRecords } from './given-records.ts';
import { TouchedPatients } from './touched-patients.ts';

const contact = (code: string, contactOn: string | null, contactDay: number | null = null) => ({
  centreId: 1,
  code,
  form: followUpForm,
  values: { contactOn, contactDay, vitalStatus: 'alive' },
});

it('names the line that gave a record first, by patient and key', () => {
  const given = new GivenRecords();
  expect(given.claim(contact('A', '2024-01-01'), { row: 2 })).toBeUndefined();
  expect(given.claim(contact('A', '2024-01-02'), { row: 3 })).toBeUndefined();
  expect(given.claim(contact('B', '2024-01-01'), { row: 4 })).toBeUndefined();
  expect(given.claim({ ...contact('A', '2024-01-01'), centreId: 2 }, { row: 5 })).toBeUndefined();
  expect(given.claim({ ...contact('A', '2024-01-01'), form: treatmentForm }, { row: 6 })).toBeUndefined();
  expect(given.claim(contact('A', '2024-01-01'), { row: 7 })).toBe(2);
  expect(given.claim(contact('A', '2024-01-01'), { row: 8 })).toBe(2);
  expect(given.lineOf(contact('A', '2024-01-02'))).toBe(3);
  expect(given.lineOf(contact('A', '2024-01-03'))).toBeUndefined();
});

it('takes what a record leaves out of its key for empty', () => {
  const given = new GivenRecords();
  given.claim(contact('A', null, 30), { row: 2 });
  expect(given.lineOf({ ...contact('A', null), values: { contactDay: 30 } })).toBe(2);
});

it('hands out patients once each, in the order in which they came', () => {
  const ids = Array.from({ length: 5 }, (_, i) => `0000000${i}-1234-4abc-8def-0123456789ab`);
  const touched = new TouchedPatients();
  for (const i of [2, 0, 4, 0, 1, 2]) touched.note(ids[i]!, i === 4 || i === 0);
  touched.note(ids[0]!, false);
  touched.note(ids[1]!, true);
  expect([...touched.all(3)]).toEqual([[ids[2], ids[0], ids[4]], [ids[1]]]);
  expect([...touched.assessed(10)]).toEqual([[ids[0], ids[4], ids[1]]]);
});

it('keeps a record in less than 60 bytes, so that a file of any size fits', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = async () => {
    // What buffers held is freed on another thread, some time after they are collected.
    for (let i = 0; i < 5; i += 1) {
      collect();
      await wait(20);
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const given = new GivenRecords();
  const before = await used();
  const records = 150_000;
  for (let i = 0; i < records; i += 1) given.claim(contact(`P-${i}`, '2024-01-01'), { row: i + 2 });
  expect(((await used()) - before) / records).toBeLessThan(60);
  expect(given.lineOf(contact('P-149999', '2024-01-01'))).toBe(150_001);
});
