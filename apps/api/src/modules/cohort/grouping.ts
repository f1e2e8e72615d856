import {
  type AddressIssue,
  isCompared,
  isLandmark,
  isParted,
  type Label,
  outcomesOfCompared,
  readCompared,
  readParted,
  type SubjectVariable,
  subjectVariables,
  variableIn,
  variableOfGroups,
} from '@haim/schema';
import { badInput } from '../../context/portal-error.ts';

/** A variable with few values, known at time zero: curves and counts may be split by it. */
export interface Grouping {
  readonly variable: string;
  readonly label: Label;
  /** An expression over `subject s`, text or null. */
  readonly sql: string;
}

/** Outcomes are not groupings: splitting survival by response compares patients who lived long enough to respond. */
export const groupings: readonly Grouping[] = subjectVariables
  .filter(({ groups }) => groups)
  .map(({ name, label, column }) => ({ variable: name, label, sql: `s.${column}::text` }));

/** Why what is known only after time zero neither groups curves nor predicts. */
export const knownLater: Label = {
  en: 'known at time zero: whoever lives longer has more time to have an outcome, so that groups by it differ in survival whatever the treatment (guarantee time)',
  zh: '在时间零点即已知：存活越久者越有时间出现该结果，按其分组会使生存产生与治疗无关的差异（保证时间偏倚）',
};

/**
 * @param own - the variables that fields of the study are.
 * @throws BAD_USER_INPUT for a variable by which curves may not be grouped: why, and by which they may.
 */
export function refuseNoGrouping(name: string, own: readonly SubjectVariable[], field = 'groupBy'): void {
  if (field === 'groupBy' && isCompared(name)) return refuseIssue(readCompared(name, { own }).issues[0]);
  if (field === 'groupBy' && isParted(name)) return refuseParts(name, own);
  if (isLandmark(name)) throw ofCurvesAlone(field);
  const names = [
    ...groupings.map(({ variable }) => variable),
    ...own.filter(({ groups }) => groups).map(({ name: key }) => key),
  ];
  if (names.includes(name)) return;
  const list = `${field} must be one of ${names.join(', ')}`;
  if (variableIn(name, { own })?.known !== 'outcome') throw badInput(list);
  const instead =
    name === 'bestResponse' ? '; curves may be grouped by it at a landmark: landmark:bestResponse:90' : '';
  throw badInput(`${list}; ${name} is not, since a grouping must be ${knownLater.en}${instead}`, [
    { field, problem: 'rule', severity: 'error', expected: knownLater },
  ]);
}

/** Times begin anew at a landmark: only what says so can be of such groups. */
function ofCurvesAlone(field: string): Error {
  const expected: Label = {
    en: 'a grouping known at time zero: groups at a landmark are of curves, times read from them and models, of one’s own centres',
    zh: '时间零点即已知的分组：界标分组仅用于曲线、由其读取的时间及模型，且仅限可读取记录的中心',
  };
  return badInput(`${field} must be ${expected.en}`, [{ field, problem: 'rule', severity: 'error', expected }]);
}

/** A quantity, parted at its quantiles or at cut-points: of an outcome only the reason why not. */
function refuseParts(groupBy: string, own: readonly SubjectVariable[]): void {
  const variable = variableOfGroups(groupBy);
  if (variableIn(variable, { own })?.known === 'outcome') {
    throw badInput(`groupBy must not part ${variable}, since a grouping must be ${knownLater.en}`, [
      { field: 'groupBy', problem: 'rule', severity: 'error', expected: knownLater },
    ]);
  }
  refuseIssue(readParted(groupBy, { own }).issues[0]);
}

/** What of a grouping is not understood. */
function refuseIssue(issue: AddressIssue | undefined): void {
  if (!issue) return;
  throw badInput(`groupBy: ${issue.part} is not understood; expected ${issue.expected.en}`, [
    { field: 'groupBy', problem: 'rule', severity: 'error', expected: issue.expected },
  ]);
}

/** The outcomes by which the groups of a grouping are chosen: survival is not compared between such groups. */
export function outcomesOfGroups(groupBy: string, own: readonly SubjectVariable[]): string[] {
  const compared = isCompared(groupBy) ? readCompared(groupBy, { own }).compared : null;
  return compared ? outcomesOfCompared(compared, own) : [];
}
