import { type Issue } from '../check-row.ts';
import { issue } from '../study/study-issue.ts';
import { type ChecklistName } from './checklist.ts';
import { checklists } from './lists/index.ts';

/** `open`: nothing yet, or taken back. `notApplicable`: the text says why. */
export const answerStates = ['open', 'written', 'notApplicable'] as const;
export type AnswerState = (typeof answerStates)[number];

/** What the authors of a study report for an item of a guideline. */
export interface ChecklistAnswer {
  readonly checklist: ChecklistName;
  /** As the checklist numbers it. */
  readonly item: string;
  readonly state: AnswerState;
  readonly answer: string | null;
  /** Where in the manuscript: a page, a section, a supplement. */
  readonly place: string | null;
}

/** Characters of a text and of a place. */
export const answerLimits = { answer: 4000, place: 80 } as const;

/** What is wrong with an answer; nothing where it may be kept. A written one has a text, a place, or both. */
export function checkChecklistAnswer({ checklist, item, state, answer, place }: ChecklistAnswer): Issue[] {
  const { title, items } = checklists[checklist];
  if (!items.some(({ id }) => id === item)) {
    const ids = items.map(({ id }) => id);
    const from = `${ids[0]} – ${ids.at(-1)}`;
    return [issue('item', 'notInList', `an item of ${title} (${from})`, `${title} 的条目（${from}）`)];
  }
  const tooLong = (['answer', 'place'] as const).flatMap((field) => {
    const most = answerLimits[field];
    const length = { answer, place }[field]?.length ?? 0;
    return length > most
      ? [issue(field, 'tooLong', `a text of at most ${most} characters`, `不超过 ${most} 个字符的文本`)]
      : [];
  });
  if (tooLong.length > 0) return tooLong;
  if (state === 'open' && (answer !== null || place !== null)) {
    return [
      issue(
        'state',
        'rule',
        'written or notApplicable, because there is a text',
        '因已有文本，须为 written 或 notApplicable',
      ),
    ];
  }
  if (state === 'notApplicable' && place !== null) {
    return [issue('place', 'rule', 'nothing, because the item does not apply', '因该条目不适用，须留空')];
  }
  if (state === 'notApplicable' && answer === null) {
    return [issue('answer', 'required', 'the reason why the item does not apply', '该条目不适用的理由')];
  }
  if (state === 'written' && answer === null && place === null) {
    return [issue('answer', 'required', 'a text, or the place in the manuscript', '文本，或在稿件中的位置')];
  }
  return [];
}
