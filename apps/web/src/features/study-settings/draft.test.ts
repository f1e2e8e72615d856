import { checkStudy, isError } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { differing, draftOf, emptyDraft, inputOf, settingsOf } from './draft.ts';
import { type Settings } from './query.ts';

const stored: Settings = {
  code: 'HCC',
  version: 3,
  nameEn: 'A study',
  nameZh: null,
  synthetic: false,
  monthDays: 30,
  cutoffOn: null,
  timeZero: 'first HAIC',
  recipeId: 1,
  arms: [{ code: 'HTI', labelEn: 'HTI', labelZh: '联合', isInUse: true }],
  centres: [{ code: 'N', name: 'North', isInUse: false }],
  forms: [
    { name: 'demographics', isUsed: true, hasRecords: true },
    { name: 'slide', isUsed: false, hasRecords: false },
  ],
  disclosure: {
    isOn: true,
    smallestCell: 7,
    roundTo: 5,
    minimumCentres: 3,
    minimumAtRisk: 10,
    gridMonths: 1,
  },
  minimumFollowUp: { months: 6, handling: 'WARN' },
  scoreOfPatient: 'MEAN',
  firstEnrolledOn: null,
  closedAt: null,
  updatedAt: '2026-01-01T00:00:00Z',
  updatedBy: null,
};

describe('a draft of settings', () => {
  it('of what is stored means the same', () => {
    expect(inputOf(settingsOf(draftOf(stored)))).toEqual({
      code: 'HCC',
      nameEn: 'A study',
      nameZh: null,
      synthetic: false,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      recipeId: 1,
      arms: [{ code: 'HTI', labelEn: 'HTI', labelZh: '联合' }],
      centres: [{ code: 'N', name: 'North' }],
      unusedForms: ['slide'],
      disclosure: stored.disclosure,
      minimumFollowUp: { months: 6, handling: 'WARN' },
      scoreOfPatient: 'MEAN',
    });
  });

  it('is read without the blanks around what was typed', () => {
    const draft = { ...draftOf(stored), code: ' HCC ', nameEn: ' A study ', nameZh: ' ', cutoffOn: ' 2024-02-29 ' };
    expect(settingsOf(draft)).toMatchObject({ code: 'HCC', name: { en: 'A study', zh: null }, cutoffOn: '2024-02-29' });
  });

  it('that is empty asks for what a study needs, and for a month that is a number', () => {
    const fields = (draft: ReturnType<typeof emptyDraft>) =>
      checkStudy(settingsOf(draft))
        .filter(isError)
        .map(({ field }) => field);
    const empty = emptyDraft(1);
    expect(fields(empty)).toEqual([
      'code',
      'name.en',
      'arms.0.code',
      'arms.0.label.en',
      'centres.0.code',
      'centres.0.name',
    ]);
    for (const monthDays of ['', 'a month', '30,4']) {
      expect(fields({ ...empty, monthDays })).toContain('monthDays');
    }
  });

  it('asks for whole numbers of the disclosure rule, and for a cut-off behind a minimum follow-up', () => {
    const draft = draftOf(stored);
    const faults = (change: Partial<typeof draft>) =>
      checkStudy(settingsOf({ ...draft, cutoffOn: '2024-02-29', ...change })).map(({ field }) => field);
    expect(faults({})).toEqual([]);
    expect(faults({ disclosure: { ...draft.disclosure, smallestCell: 2, roundTo: '', gridMonths: 1.5 } })).toEqual([
      'disclosure.smallestCell',
      'disclosure.roundTo',
      'disclosure.gridMonths',
    ]);
    expect(faults({ disclosure: { ...draft.disclosure, smallestCell: 12 } })).toEqual(['disclosure.minimumAtRisk']);
    expect(faults({ followUpMonths: 0 })).toEqual(['minimumFollowUp.months']);
    expect(faults({ cutoffOn: '' })).toEqual(['minimumFollowUp.months']);
  });

  it('differs from another where a setting does', () => {
    const before = settingsOf(draftOf(stored));
    expect(differing(before, before)).toEqual([]);
    const after = { ...before, monthDays: 30.4375, name: { en: 'A study', zh: '研究' }, arms: [] };
    expect(differing(before, after)).toEqual(['name', 'arms', 'monthDays']);
    const { disclosure } = before;
    expect(differing(before, { ...before, disclosure: { ...disclosure, roundTo: 10 }, minimumFollowUp: null })).toEqual(
      ['disclosure', 'minimumFollowUp'],
    );
  });
});
