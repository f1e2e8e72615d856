import { treatmentForm } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../columns/index.ts';
import { EvaluationSources } from '../analyses/index.ts';
import { openReviewedStudy, type ReviewedStudy } from '../review/reviewed-study.fixture.ts';
import { paperFile } from './paper.query.ts';
import { PaperService } from './paper.service.ts';

const study = 'PAPERS';
let reviewed: ReviewedStudy;
let service: PaperService;

beforeAll(async () => {
  reviewed = await openReviewedStudy(study, ['statistician']);
  const { db, studies } = reviewed;
  service = new PaperService(db, new SubjectStore(db), studies, new EvaluationSources());
});
afterAll(() => reviewed?.close());

const claims = [
  { name: 'all', place: 'Results', value: 2, decimals: 0, rule: { kind: 'patients', cohort: null } },
  {
    name: 'hti',
    place: 'Table 1',
    value: 50,
    decimals: 0,
    of: 2,
    rule: { kind: 'responseRate', rate: 'orr', arm: 'HTI' },
  },
  { name: 'auc', place: 'Table 3', value: 0.8, decimals: 1, rule: { kind: 'auc', model: 'Ours', set: 'entire' } },
];
const fileOf = (name: string, given: readonly unknown[] = claims) =>
  JSON.stringify({ name, citation: 'An article', claims: given });

describe('the papers of a study', () => {
  it('are added as a file, recomputed, and given back as one that reads the same', async () => {
    const ctx = await reviewed.as('head');
    expect(await service.list(ctx, study)).toEqual([]);
    const stored = await service.set(ctx, study, 0, fileOf('ours'));
    expect(stored).toMatchObject({ name: 'ours', version: 1 });
    expect(await service.set(ctx, study, 1, paperFile(stored))).toMatchObject({ version: 2, claims: stored.claims });
    const demographics = { ageYears: 60, sex: 'male' };
    const patientId = await reviewed.patients.create(ctx, { study, centre: 'A', code: 'A-1', demographics });
    const values = { arm: 'HTI', startedOn: '2022-01-11' };
    await reviewed.records.save(ctx, treatmentForm, { patientId, id: null, version: null, values, reason: null });
    const checked = await service.check(ctx, study, 'ours', null);
    // One patient of two, without a response, and no scores.
    expect(checked?.claims.map(({ verdict, recomputed, difference }) => [verdict, recomputed, difference])).toEqual([
      ['differs', 1, -1],
      ['differs', 0, -50],
      ['notRecomputed', null, null],
    ]);
    expect(checked?.claims.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
      ['claimPatientsDiffer'],
      ['claimOtherTotal'],
      ['claimNeedsScores'],
    ]);
  });

  it('are refused with every faulty place of the file', async () => {
    const [first, second] = claims;
    const faulty = fileOf('faulty', [
      { ...first, decimals: 9 },
      { ...second, rule: { ...second!.rule, arm: 'TACE' } },
      second,
      second,
    ]);
    const refusal = service.set(await reviewed.as('head'), study, 0, faulty);
    await expect(refusal).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      extensions: {
        issues: [
          expect.objectContaining({ field: 'claims.all.decimals' }),
          expect.objectContaining({
            field: 'claims.hti.rule.arm',
            expected: expect.objectContaining({ en: expect.stringContaining('HTI') }),
          }),
          expect.objectContaining({ field: 'claims.hti.name' }),
        ],
      },
    });
    await expect(refusal).rejects.toThrow(/claims.hti.rule.arm must be an arm of the study/);
    expect(await service.list(await reviewed.as('head'), study)).toHaveLength(1);
  });

  it('are changed from the version that was read, and by who manages the study alone', async () => {
    const ctx = await reviewed.as('head');
    await expect(service.set(ctx, study, 0, fileOf('ours'))).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(service.set(ctx, study, 1, fileOf('ours'))).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(service.set(ctx, study, 1, fileOf('other'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const statistician = await reviewed.as('statistician');
    await expect(service.set(statistician, study, 0, fileOf('mine'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(service.remove(statistician, study, 'ours', 2)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await service.list(statistician, study)).toHaveLength(1);
    // Of one centre of two: the numbers would be of others.
    expect(await service.check(statistician, study, 'ours', null)).toBeNull();
    expect(await service.files(statistician, study, { paper: 'ours', claim: 'hti', snapshot: null })).toBeNull();
  });

  it('are removed, and their name may be used again', async () => {
    const ctx = await reviewed.as('head');
    await expect(service.remove(ctx, study, 'ours', 1)).rejects.toMatchObject({ code: 'CONFLICT' });
    await service.remove(ctx, study, 'ours', 2);
    expect(await service.list(ctx, study)).toEqual([]);
    await expect(service.check(ctx, study, 'ours', null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await service.set(ctx, study, 0, fileOf('ours'))).toMatchObject({ version: 4 });
  });
});
