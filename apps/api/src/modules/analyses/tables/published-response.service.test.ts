import { treatmentForm } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../../columns/index.ts';
import { openReviewedStudy, type ReviewedStudy } from '../../review/reviewed-study.fixture.ts';
import { PublishedResponseService } from './published-response.service.ts';

const study = 'PUBLISHED';
let reviewed: ReviewedStudy;
let service: PublishedResponseService;

beforeAll(async () => {
  reviewed = await openReviewedStudy(study, ['statistician']);
  const { db, studies } = reviewed;
  service = new PublishedResponseService(db, new SubjectStore(db), studies);
});
afterAll(() => reviewed?.close());

const source = 'An article, table 1';
const rates = [
  { rate: 'orr', arm: 'HTI', patients: 1, of: 2 },
  { rate: 'dcr', arm: null, patients: 1, of: 1 },
] as const;

describe('what a study states as published', () => {
  it('is nothing at first, and then compared with the records', async () => {
    const ctx = await reviewed.as('head');
    expect(await service.read(ctx, study)).toMatchObject({ version: 0, source: '', rates: [] });
    expect(await service.compared(ctx, study)).toBeNull();
    expect(await service.set(ctx, study, 0, { source: ` ${source} `, rates })).toMatchObject({
      version: 1,
      source,
      rates,
    });
    // One patient without a response: nobody of one.
    const demographics = { ageYears: 60, sex: 'male' };
    const patientId = await reviewed.patients.create(ctx, { study, centre: 'A', code: 'A-1', demographics });
    const values = { arm: 'HTI', startedOn: '2022-01-11' };
    await reviewed.records.save(ctx, treatmentForm, { patientId, id: null, version: null, values, reason: null });
    const compared = await service.compared(ctx, study);
    expect(compared).toMatchObject({ source, dataVersion: expect.any(Number) });
    expect(compared!.rows.map(({ recomputed, verdict, difference }) => [recomputed, verdict, difference])).toEqual([
      [{ patients: 0, of: 1 }, 'otherTotal', -1],
      [{ patients: 0, of: 1 }, 'differs', -1],
    ]);
  });

  it('is changed from the version that was read, and by who manages the study alone', async () => {
    const ctx = await reviewed.as('head');
    await expect(service.set(ctx, study, 0, { source, rates })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await service.set(ctx, study, 1, { source, rates: [] })).toMatchObject({ version: 2, rates: [] });
    expect(await service.compared(ctx, study)).toBeNull();
    const statistician = await reviewed.as('statistician');
    await expect(service.set(statistician, study, 2, { source, rates })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await service.read(statistician, study)).toMatchObject({ version: 2 });
    // Of one centre of two: its counts would be of others.
    await service.set(ctx, study, 2, { source, rates });
    expect(await service.compared(statistician, study)).toBeNull();
  });

  it('is refused at its place, in words that name what is expected', async () => {
    const faulty = { source: '', rates: [{ rate: 'dcr', arm: 'TACE', patients: 1, of: 2 }] } as const;
    await expect(service.set(await reviewed.as('head'), study, 3, faulty)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('source must be the article'),
    });
  });
});
