import { subjectVariable } from '../subject/index.ts';
import { type AdverseEventCriterion, adverseEventVariable } from './adverse-event.ts';
import { type CohortFilter, type Condition, conjunctsOf, isPeriod } from './filter.ts';

/**
 * The notation of a filter in an address, readable and short:
 *
 *     arm:HTI;bclcStage:B,C          both hold; a comma means one of
 *     bclcStage:C,~                  ~ is "not recorded": C, or not recorded;  !~ is recorded
 *     bclcStage:!D                   recorded and not D
 *     ageYears:50-70;tumourSizeMm:80-
 *     startedOn:2023-01-01..2023-12-31;enrolledOn:..2022-06-30
 *     afpNgMl:<afpResultNgMl         less than the other; of dates: earlier
 *     code:*0012                     the text contains this
 *     adverseEvent:3                 had an event of grade 3 or more; 3,term=Fatigue, 3,class=cardiac: such a one
 *     (bclcStage:C|portalVeinThrombus:true);!(sex:male;ageYears:70-)
 *
 * `;` is and, `|` is or and binds more tightly, `!(…)` is not.
 */
export const marks = { missing: '~', not: '!', contains: '*', lessThan: '<' } as const;

/** The same selection always gives the same text, so that links can be compared; '' selects everybody. */
export function showCohort(filter: CohortFilter | null): string {
  return conjunctsOf(filter)
    .map((part) => ({ place: placeOf(part), text: show(part, 'and') }))
    .toSorted((a, b) => a.place - b.place || compare(a.text, b.text))
    .map(({ text }) => text)
    .join(';');
}

const kindOrder = ['category', 'text', 'flag', 'quantity', 'date'] as const;

/** Lists first, then flags and ranges, then groups of several conditions. */
function placeOf(part: CohortFilter): number {
  const own = ownMissing(part)?.variable ?? ('variable' in part ? part.variable : null);
  const kind = own === null ? undefined : subjectVariable(own)?.kind;
  return kind ? kindOrder.indexOf(kind) : kindOrder.length;
}

function show(part: CohortFilter, within: 'and' | 'or'): string {
  const own = ownMissing(part);
  if (own) return `${own.variable}:${valueOf(own.condition)},${marks.missing}`;
  if ('variable' in part) return `${part.variable}:${valueOf(part)}`;
  if ('adverseEvent' in part) return `${adverseEventVariable}:${eventOf(part.adverseEvent)}`;
  if ('not' in part) return `${marks.not}(${show(part.not, 'and')})`;
  const joint = 'and' in part ? 'and' : 'or';
  const parts = 'and' in part ? part.and : part.or;
  const text = parts
    .map((one) => show(one, joint))
    .toSorted(compare)
    .join(joint === 'and' ? ';' : '|');
  return joint === 'and' && within === 'and' ? text : `(${text})`;
}

function eventOf({ minimumGrade, term, organClass }: AdverseEventCriterion): string {
  const of = term === undefined ? (organClass ? `,class=${organClass}` : '') : `,term=${encode(term)}`;
  return `${minimumGrade}${of}`;
}

/** "One of these, or not recorded": written as one condition. */
function ownMissing(part: CohortFilter): { variable: string; condition: Condition } | null {
  if (!('or' in part) || part.or.length !== 2) return null;
  const [first, second] = part.or;
  if (!first || !second || !('variable' in first) || !('variable' in second)) return null;
  const isSame = first.variable === second.variable && ('in' in first || 'between' in first);
  return isSame && 'isMissing' in second && second.isMissing ? { variable: first.variable, condition: first } : null;
}

function valueOf(condition: Condition): string {
  if ('isMissing' in condition) return condition.isMissing ? marks.missing : `${marks.not}${marks.missing}`;
  if ('lessThan' in condition) return marks.lessThan + condition.lessThan;
  if ('contains' in condition) return marks.contains + encode(condition.contains);
  if ('between' in condition) {
    return condition.between.map((end) => end ?? '').join(isPeriod(condition.between) ? '..' : '-');
  }
  const values = ('in' in condition ? condition.in : condition.notIn).map(encode).toSorted(compare).join(',');
  return 'in' in condition ? values : marks.not + values;
}

/** Values may contain the characters of the notation itself. */
function encode(value: string): string {
  return value.replace(/[%,;:|()!~*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}

export function decode(value: string): string {
  return value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** By code units: the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
