import { type ChecklistAnswer } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReviewedStudy, outcome, type ReviewedStudy } from '../review/reviewed-study.fixture.ts';
import { ChecklistAnswerService } from './checklist-answer.service.ts';

const study = 'WRITTEN';
let reviewed: ReviewedStudy;
let service: ChecklistAnswerService;

beforeAll(async () => {
  reviewed = await openReviewedStudy(study, ['statistician', 'staff']);
  service = new ChecklistAnswerService(reviewed.db, reviewed.studies);
});
afterAll(() => reviewed?.close());

const funding: ChecklistAnswer = {
  ...{ checklist: 'stard', item: '30', state: 'written' },
  ...{ answer: 'Supported by the hospital.', place: '12' },
};

describe('answers of a checklist', () => {
  it('are kept by whoever may write reports, seen by whoever reads records, and in the trail', async () => {
    const statistician = await reviewed.as('statistician');
    expect(await service.list(statistician, study)).toEqual([]);
    const kept = await service.answer(statistician, study, 0, funding);
    expect(kept).toMatchObject({ ...funding, version: 1, updatedBy: 'statistician' });
    expect(await service.list(await reviewed.as('staff'), study)).toEqual([kept]);
    const other = { ...funding, item: '29', state: 'notApplicable', answer: 'None was planned.', place: null } as const;
    await service.answer(statistician, study, 0, other);
    await service.answer(await reviewed.as('head'), study, 1, { ...funding, place: '13' });
    await service.answer(statistician, study, 2, { ...funding, state: 'open', answer: null, place: null });
    expect((await service.list(statistician, study)).map(({ item, state, version }) => [item, state, version])).toEqual(
      expect.arrayContaining([
        ['29', 'notApplicable', 1],
        ['30', 'open', 3],
      ]),
    );
    const { rows } = await reviewed.owner.query<{ action: string; user_name: string; changes: unknown }>(
      `select action, user_name, changes from portal.audit_entry where form = 'checklist_answer'
         and details ->> 'item' = '30' order by id`,
    );
    expect(rows.map(({ action, user_name }) => [action, user_name])).toEqual([
      ['create', 'statistician'],
      ['correct', 'head'],
      ['correct', 'statistician'],
    ]);
  });

  it.each([
    ['of an item that the list lacks', { item: '31' }, 'item'],
    ['without text and place', { answer: null, place: null }, 'answer'],
    ['that does not apply, without a reason', { state: 'notApplicable', answer: null, place: null }, 'answer'],
    ['that does not apply, with a place', { state: 'notApplicable' }, 'place'],
    ['taken back, with a text', { state: 'open' }, 'state'],
    ['longer than a manuscript takes', { answer: 'x'.repeat(4001) }, 'answer'],
  ] as const)('are refused %s, and nothing is kept', async (_, given, field) => {
    const head = await reviewed.as('head');
    const before = await service.list(head, study);
    await expect(service.answer(head, study, 3, { ...funding, ...given })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      extensions: { issues: [expect.objectContaining({ field })] },
    });
    expect(await service.list(head, study)).toEqual(before);
  });

  it('are changed from the version that was read, and by nobody without the right', async () => {
    const head = await reviewed.as('head');
    await expect(service.answer(head, study, 0, funding)).rejects.toMatchObject({
      code: 'CONFLICT',
      extensions: { currentVersion: 3, changedBy: 'statistician' },
    });
    expect(await outcome(service.answer(await reviewed.as('staff'), study, 3, funding))).toBe('FORBIDDEN');
    expect(await outcome(service.list(await reviewed.as('stranger'), study))).toBe('NOT_FOUND');
  });
});
