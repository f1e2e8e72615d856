import { type Label } from '../form.ts';
import { type SubjectVariable } from '../subject/index.ts';
import { type CohortLists, variableIn } from './parse-filter.ts';
import { type AddressIssue } from './read-address.ts';

/** Into how many parts the quantiles of the patients who are asked about divide them. */
export const quantileRules = { halves: 2, tertiles: 3, quartiles: 4 } as const;
export type QuantileRule = keyof typeof quantileRules;

/** A quantity whose patients are grouped by where their value lies. */
export interface PartedQuantity {
  readonly variable: string;
  /** Quantiles of the patients who are asked about, or cut-points in ascending order. */
  readonly at: QuantileRule | readonly number[];
}

/** One more part than cut-points: no more than a figure has curves for. */
export const mostCuts = 7;

const prefix = 'parts:';

/** Whether a grouping is by a quantity rather than by a variable of few values. */
export function isParted(groupBy: string): boolean {
  return groupBy.startsWith(prefix);
}

/** `parts:ageYears:tertiles`, `parts:tumourSizeMm:70,100`: a grouping for any analysis that takes one. */
export function showParted({ variable, at }: PartedQuantity): string {
  return `${prefix}${variable}:${typeof at === 'string' ? at : at.join(',')}`;
}

/** A quantity known at time zero may group; an outcome may not. */
export function mayBeParted({ kind, known }: SubjectVariable): boolean {
  return kind === 'quantity' && known === 'timeZero';
}

/** @returns what is wrong where the text is not such a grouping, or its variable is not a quantity known at time zero. */
export function readParted(
  text: string,
  lists: CohortLists = {},
): { readonly parted: PartedQuantity | null; readonly issues: readonly AddressIssue[] } {
  const [, name = '', rule = ''] = /^parts:([A-Za-z]\w*):(.+)$/s.exec(text) ?? [];
  const refuse = (part: string, expected: Label) => ({
    parted: null,
    issues: [{ part: part.slice(0, 200), expected }],
  });
  if (name === '') return refuse(text, form);
  const variable = variableIn(name, lists);
  if (!variable || !mayBeParted(variable)) return refuse(name, aQuantity);
  const quantiles = Object.keys(quantileRules).find((one): one is QuantileRule => one === rule);
  const at = quantiles ?? readCuts(rule);
  return at === null ? refuse(rule, cutPoints) : { parted: { variable: name, at }, issues: [] };
}

/** `50, 65` as ascending numbers; null where it is not a list of them. */
export function readCuts(text: string): readonly number[] | null {
  const parts = text.split(',').map((part) => part.trim());
  const cuts = parts.map(Number);
  const isRead = parts.every((part, i) => part !== '' && Number.isFinite(cuts[i]));
  const isAscending = cuts.every((cut, i) => i === 0 || cut > (cuts[i - 1] ?? 0));
  return isRead && isAscending && cuts.length <= mostCuts ? cuts : null;
}

/** The parts between cut-points in their order: `< 50`, `≥ 50, < 65`, `≥ 65`. A value on a cut-point belongs above it. */
export function partLabels(cuts: readonly number[]): string[] {
  return [null, ...cuts].map((from, i) => {
    const below = cuts[i];
    return [from === null ? '' : `≥ ${from}`, below === undefined ? '' : `< ${below}`].filter(Boolean).join(', ');
  });
}

/** The parts of a grouping whose cut-points are known; none of any other. */
export function labelsOfParts(groupBy: string): readonly string[] {
  const cuts = isParted(groupBy) ? readCuts(groupBy.split(':')[2] ?? '') : null;
  return cuts === null ? [] : partLabels(cuts);
}

/** The place of a value among the parts. */
export function partOf(cuts: readonly number[], value: number): number {
  return cuts.filter((cut) => cut <= value).length;
}

/** The variable by which patients are grouped: that of a parted quantity, otherwise the grouping itself. */
export function variableOfGroups(groupBy: string): string {
  return isParted(groupBy) ? (groupBy.split(':')[1] ?? groupBy) : groupBy;
}

const form: Label = {
  en: `parts:, a quantity known at time zero, and ${Object.keys(quantileRules).join(', ')} or cut-points: parts:ageYears:50,65`,
  zh: `parts:、时间零点即已知的数值变量，及 ${Object.keys(quantileRules).join('、')} 之一或分界值：parts:ageYears:50,65`,
};

const aQuantity: Label = { en: 'a quantity known at time zero', zh: '时间零点即已知的数值变量' };

const cutPoints: Label = {
  en: `one of ${Object.keys(quantileRules).join(', ')}, or 1 to ${mostCuts} numbers in ascending order, parted by commas`,
  zh: `${Object.keys(quantileRules).join('、')} 之一，或 1 至 ${mostCuts} 个由小到大、以逗号分隔的数`,
};
