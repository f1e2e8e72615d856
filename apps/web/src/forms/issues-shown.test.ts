import { baselineForm, type Issue } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { draftOf, rowOf } from './draft.ts';
import { checkDraft, doubtKey, isDue, keptDoubts, openDoubts, reasonsGiven, refusedStill } from './issues-shown.ts';

const choices = { arm: [] };
const nothing = new Set<string>();

function draftWith(typed: Record<string, string | boolean>) {
  return { ...draftOf(baselineForm, null), ...typed };
}

describe('warnings on a form', () => {
  const draft = draftWith({ tumourSizeMm: '49' });
  const row = rowOf(baselineForm, draft);
  const issues = checkDraft(baselineForm, draft, choices);

  test('an unusual value needs confirmation until it is ticked', () => {
    expect(openDoubts(issues, row, nothing, nothing).map(({ field }) => field)).toEqual(['tumourSizeMm']);
    const ticked = new Set(issues.map((issue) => doubtKey(issue, row)));
    expect(openDoubts(issues, row, ticked, nothing)).toEqual([]);
  });

  test('the confirmation lapses when the value changes', () => {
    const ticked = new Set(issues.map((issue) => doubtKey(issue, row)));
    const changed = draftWith({ tumourSizeMm: '48' });
    const after = checkDraft(baselineForm, changed, choices);
    expect(openDoubts(after, rowOf(baselineForm, changed), ticked, nothing)).toHaveLength(1);
  });

  test('a warning that was confirmed when saving is not asked again', () => {
    expect(openDoubts(issues, row, nothing, keptDoubts(baselineForm, { tumourSizeMm: 49 }, choices))).toEqual([]);
    expect(openDoubts(issues, row, nothing, keptDoubts(baselineForm, { tumourSizeMm: 47 }, choices))).toHaveLength(1);
  });

  test('a rule over several fields gives a warning at its field', () => {
    const staged = draftWith({ bclcStage: 'B', portalVeinThrombus: true });
    const found = openDoubts(checkDraft(baselineForm, staged, choices), rowOf(baselineForm, staged), nothing, nothing);
    expect(found.map(({ field, problem }) => [field, problem])).toEqual([['bclcStage', 'rule']]);
  });

  test('errors are never warnings', () => {
    const faulty = draftWith({ tumourSizeMm: '401' });
    const found = checkDraft(baselineForm, faulty, choices);
    expect(found.map(({ severity }) => severity)).toEqual(['error']);
    expect(openDoubts(found, rowOf(baselineForm, faulty), nothing, nothing)).toEqual([]);
  });
});

describe('when a fault is shown', () => {
  const issue = (problem: Issue['problem']): Issue => ({
    field: 'x',
    problem,
    severity: 'error',
    expected: { en: '', zh: '' },
  });

  test.each([
    ['half a date while typing', 'notADate', { typed: true, left: false, asked: false }, false],
    ['half a date once left', 'notADate', { typed: true, left: true, asked: false }, true],
    ['too long a text at once', 'tooLong', { typed: true, left: false, asked: false }, true],
    ['a field merely passed through', 'required', { typed: false, left: true, asked: false }, false],
    ['everything once saving was tried', 'required', { typed: false, left: false, asked: true }, true],
  ] as const)('%s', (_, problem, attention, due) => {
    expect(isDue(issue(problem), attention)).toBe(due);
  });
});

test('a fault reported by the API disappears with the value that caused it', () => {
  const issue: Issue = { field: 'bclcStage', problem: 'rule', severity: 'error', expected: { en: '', zh: '' } };
  const refused = [{ issue, typed: 'B' }];
  expect(refusedStill(refused, draftWith({ bclcStage: 'B' }))).toEqual([issue]);
  expect(refusedStill(refused, draftWith({ bclcStage: 'C' }))).toEqual([]);
});

test('a tick and words for a doubt are sent with their field, once for each', () => {
  const draft = draftWith({ tumourSizeMm: '49', bclcStage: 'B', portalVeinThrombus: true });
  const row = rowOf(baselineForm, draft);
  const issues = checkDraft(baselineForm, draft, choices);
  const given = new Map(
    issues.map((issue) => [doubtKey(issue, row), issue.field === 'bclcStage' ? ' seen twice ' : '']),
  );
  expect(reasonsGiven(issues, row, given, 'Confirmed')).toEqual([
    { field: 'tumourSizeMm', reason: 'Confirmed' },
    { field: 'bclcStage', reason: 'seen twice' },
  ]);
  // Of another value nothing was said.
  expect(reasonsGiven(issues, { ...row, tumourSizeMm: 48 }, given, 'Confirmed').map(({ field }) => field)).toEqual([
    'bclcStage',
  ]);
});
