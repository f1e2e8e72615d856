import { type Label, statement, type Statement, type SubjectVariable } from '@haim/schema';
import { aucHeterogeneity, confusion, confusionFromCounts, roc } from '@haim/stats';
import { type SubjectColumns, type SubjectRow } from '../../../columns/index.ts';
import { chosenRows } from '../row-variables.ts';
import { type EvaluatedCase } from './evaluation-figures.ts';

/** What a score is looked at by that is not a row of a table of patients. */
export const ofScores = ['centre', 'scanner'] as const;
export const usualSubgroups: readonly string[] = [
  ...ofScores,
  'sex',
  'ageYears',
  'childPughClass',
  'tumourSizeMm',
  'portalVeinThrombus',
  'bclcStage',
];

export interface PerformanceGroup {
  /** Null for a part of a quantity. */
  readonly value: string | null;
  readonly from: number | null;
  readonly below: number | null;
  readonly n: number;
  readonly nPositive: number;
  readonly auc: number | null;
  readonly aucLower: number | null;
  readonly aucUpper: number | null;
  readonly sensitivity: Share | null;
  readonly specificity: Share | null;
  readonly warnings: readonly Statement[];
}

interface Share {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly numerator: number;
  readonly denominator: number;
}

export interface PerformanceByVariable {
  readonly variable: string;
  readonly groups: readonly PerformanceGroup[];
  /** Cases without a value. */
  readonly missing: number;
  readonly pValue: number | null;
  readonly method: Statement;
  readonly warnings: readonly Statement[];
}

interface Question {
  readonly cases: readonly EvaluatedCase[];
  readonly isFlipped: boolean;
  readonly threshold: number | null;
  readonly columns: SubjectColumns;
}

/**
 * Area, sensitivity and specificity within subgroups, with a test of whether the areas differ.
 *
 * @param names - null: the usual ones. @throws BAD_USER_INPUT naming what groups no cases, and what does.
 */
export function performanceBy(question: Question, names: readonly string[] | null): PerformanceByVariable[] {
  return groupedCases(question, names).map(({ performance }) => performance);
}

interface GroupedCases {
  readonly performance: PerformanceByVariable;
  /** What the groups are made by. */
  readonly valueOf: (one: EvaluatedCase) => string | number | null;
}

/** The same with the value of each case. @throws as `performanceBy`. */
export function groupedCases(question: Question, names: readonly string[] | null): GroupedCases[] {
  const { cases, columns } = question;
  const asked = names ?? usualSubgroups;
  const rows = asked.filter((name) => !ofScores.some((own) => own === name));
  const known = new Map((rows.length > 0 ? chosenRows(rows, columns.own) : []).map((one) => [one.name, one]));
  const patients = columns.find(cases.map(({ patientId }) => patientId));
  return asked.map((name) => {
    const valueOf = valueIn(patients, name, known.get(name) ?? null);
    const parts = partsOf(cases, valueOf, known.get(name) ?? null);
    const groups = parts.map(({ of, ...part }) => ({ part, of, ...measured(of, question) }));
    const { pValue, method, warnings } = aucHeterogeneity(
      groups.map(({ auc }) => auc),
      groups.map(({ stdErr }) => stdErr),
    );
    const performance = {
      variable: name,
      groups: groups.map(({ part, of: _of, stdErr: _stdErr, ...numbers }) => ({ ...part, ...numbers })),
      missing: cases.length - parts.reduce((sum, { of }) => sum + of.length, 0),
      pValue,
      method,
      warnings: groups.length < 2 ? [] : warnings,
    };
    return { performance, valueOf };
  });
}

interface Part {
  readonly value: string | null;
  readonly from: number | null;
  readonly below: number | null;
  readonly of: readonly EvaluatedCase[];
}

function valueIn(
  patients: ReadonlyMap<string, SubjectRow>,
  name: string,
  variable: SubjectVariable | null,
): GroupedCases['valueOf'] {
  if (variable?.kind === 'quantity') return ({ patientId }) => numberOf(patients.get(patientId)?.value(name));
  if (name === 'scanner') return ({ scanner }) => scanner;
  return ({ patientId }) => patients.get(patientId)?.word(name) ?? null;
}

function partsOf(
  cases: readonly EvaluatedCase[],
  valueOf: GroupedCases['valueOf'],
  variable: SubjectVariable | null,
): Part[] {
  if (variable?.kind === 'quantity') return halves(cases, (one) => numberOf(valueOf(one)));
  const groups = Map.groupBy(cases, valueOf);
  return [...groups]
    .flatMap(([value, of]) => (typeof value === 'string' ? [{ value, from: null, below: null, of }] : []))
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
}

function numberOf(value: string | number | null | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** Below the median of the cases, and from it on. */
function halves(cases: readonly EvaluatedCase[], valueOf: (one: EvaluatedCase) => number | null): Part[] {
  const values = cases.flatMap((one) => valueOf(one) ?? []).toSorted((a, b) => a - b);
  if (values.length === 0) return [];
  const middle = values.length >> 1;
  const cut = values.length % 2 ? (values[middle] ?? 0) : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2;
  const of = (isAbove: boolean) =>
    cases.filter((one) => {
      const value = valueOf(one);
      return value !== null && value >= cut === isAbove;
    });
  return [
    { value: null, from: null, below: cut, of: of(false) },
    { value: null, from: cut, below: null, of: of(true) },
  ].filter(({ of: part }) => part.length > 0);
}

function measured(cases: readonly EvaluatedCase[], { isFlipped, threshold }: Question) {
  const scores = cases.map(({ score }) => score);
  const isHigh = cases.map(({ positive }) => positive !== isFlipped);
  const nPositive = cases.filter(({ positive }) => positive).length;
  const hasBoth = nPositive > 0 && nPositive < cases.length;
  const curve = hasBoth ? roc(scores, isHigh, { direction: 'higher-is-positive' }) : null;
  const cut = threshold === null ? null : confusion(scores, isHigh, threshold, { direction: 'higher-is-positive' });
  const table = cut && (isFlipped ? confusionFromCounts({ tp: cut.tn, fp: cut.fn, fn: cut.fp, tn: cut.tp }) : cut);
  const share = (name: 'sensitivity' | 'specificity') => table?.metrics.find((metric) => metric.name === name) ?? null;
  return {
    n: cases.length,
    nPositive,
    auc: curve?.auc ?? null,
    stdErr: curve?.aucStdErr ?? null,
    aucLower: curve?.aucLower ?? null,
    aucUpper: curve?.aucUpper ?? null,
    sensitivity: share('sensitivity'),
    specificity: share('specificity'),
    warnings: hasBoth ? (curve?.warnings ?? []) : [statement('oneClassInGroup')],
  };
}

/** What the two that are no variable of patients are called. */
export const ofScoresLabels: Readonly<Record<(typeof ofScores)[number], Label>> = {
  centre: { en: 'Centre', zh: '中心' },
  scanner: { en: 'Scanner (format of the image)', zh: '扫描仪（图像格式）' },
};
