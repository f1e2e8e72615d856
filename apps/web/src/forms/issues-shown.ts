import { checkRow, type Form, type Issue, type Problem, type Row, type StudyLists } from '@haim/schema';
import { type Draft, type DraftValue, rowOf } from './draft.ts';
import { type StudyChoices } from './show-value.ts';

/** A fault that the API found, and the field's value then: it is shown until the field changes. */
export interface Refused {
  readonly issue: Issue;
  readonly typed: DraftValue;
}

/** What the person has done with a field so far. */
export interface Attention {
  readonly left: boolean;
  readonly typed: boolean;
  readonly asked: boolean;
}

export function listsOf(choices: StudyChoices): StudyLists {
  return { arm: choices.arm.map(({ code }) => code) };
}

export function checkDraft(form: Form, draft: Draft, choices: StudyChoices): Issue[] {
  return checkRow(form, rowOf(form, draft), listsOf(choices));
}

/** Faults that more typing cannot fix: worth showing at once. */
const plainAtOnce: ReadonlySet<Problem> = new Set<Problem>(['tooLong', 'notInList', 'rule']);

/**
 * Whether a fault may be shown yet. `2024-0` is on its way to a date and `1` on its way to 150, so these wait until
 * the field is left; after an attempt to save everything is shown.
 */
export function isDue({ problem }: Issue, { left, typed, asked }: Attention): boolean {
  if (asked) return true;
  if (!typed) return false;
  return left || plainAtOnce.has(problem);
}

/** Identifies one warning about one value: the confirmation lapses when the value changes. */
export function doubtKey({ field, problem, expected }: Issue, row: Row): string {
  return JSON.stringify([field, problem, expected.en, row[field] ?? null]);
}

type Keys = Pick<ReadonlySet<string>, 'has'>;

/** Warnings that nobody has confirmed: neither ticked now nor accepted when the record was last saved. */
export function openDoubts(issues: readonly Issue[], row: Row, ticked: Keys, kept: Keys): Issue[] {
  return issues.filter((issue) => {
    const key = doubtKey(issue, row);
    return issue.severity === 'warning' && !ticked.has(key) && !kept.has(key);
  });
}

/** Why a value is right that a check doubts, as it is sent with the record. */
export interface DoubtReason {
  readonly field: string;
  readonly reason: string;
}

/**
 * The reasons that were given for doubts, one for each field: of several doubts about one value each reason once.
 *
 * @param given - what was written to each doubt, by `doubtKey`; empty where it was only ticked.
 * @param ticked - what stands for a tick without words.
 */
export function reasonsGiven(
  issues: readonly Issue[],
  row: Row,
  given: ReadonlyMap<string, string>,
  ticked: string,
): DoubtReason[] {
  const byField = new Map<string, Set<string>>();
  for (const issue of issues) {
    const written = issue.severity === 'warning' ? given.get(doubtKey(issue, row)) : undefined;
    if (written === undefined) continue;
    const words = written.trim() || ticked;
    byField.set(issue.field, (byField.get(issue.field) ?? new Set()).add(words));
  }
  return [...byField].map(([field, words]) => ({ field, reason: [...words].join('; ').slice(0, 500) }));
}

/** The warnings of a saved record: whoever saved it has confirmed them. */
export function keptDoubts(form: Form, saved: Row | null, choices: StudyChoices): Set<string> {
  if (!saved) return new Set();
  const row = Object.fromEntries(Object.keys(form.fields).map((field) => [field, saved[field] ?? null]));
  const warnings = checkRow(form, row, listsOf(choices)).filter(({ severity }) => severity === 'warning');
  return new Set(warnings.map((issue) => doubtKey(issue, row)));
}

/** The API's faults that still apply to the value in their field. */
export function refusedStill(refused: readonly Refused[], draft: Draft): Issue[] {
  return refused.filter(({ issue, typed }) => draft[issue.field] === typed).map(({ issue }) => issue);
}
