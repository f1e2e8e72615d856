import { type ScoreOfPatient, type Statement, statement } from '@haim/schema';
import {
  type ConfusionMetric,
  confusion,
  delongPaired,
  type Reclassification,
  reclassification,
  roc,
} from '@haim/stats';
import { isPositive } from '../../cohort/index.ts';
import { type ContradictionCount, contradictionsAmong } from '../../patients/index.ts';
import { vertices } from './evaluation-figures.ts';
import { isIn, type EvaluationSetName } from './evaluation-sets.ts';
import { type ScoreSource, type SourceScores } from './evaluation-sources.ts';
import { type ScoredRow } from './evaluation.query.ts';
import { type CalibrationView, calibrationOf, decisionCurveOf } from './evaluation-views.ts';
import { onePerPatient } from './one-per-patient.ts';

/** One source on the patients whom all compared sources scored. */
export interface ComparedSource {
  readonly source: ScoreSource;
  /** Scored patients of the set with a class, before the others are asked. */
  readonly nOwn: number;
  readonly auc: number | null;
  readonly aucLower: number | null;
  readonly aucUpper: number | null;
  /** Every vertex; empty where a class is. */
  readonly curve: ReturnType<typeof vertices>;
  /** At its own threshold; empty where it has none. */
  readonly metrics: readonly (ConfusionMetric & { readonly method: Statement })[];
  /** As a probability of SD/PD: null where nobody is compared. */
  readonly calibration: CalibrationView | null;
  readonly decision: ReturnType<typeof decisionCurveOf>;
  readonly warnings: readonly Statement[];
}

export interface ComparedPair {
  readonly a: string;
  readonly b: string;
  readonly difference: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pValue: number | null;
  /** From b to a at their own thresholds; null where one has none. */
  readonly reclassified: Reclassification | null;
  readonly warnings: readonly Statement[];
}

export interface ScoreComparison {
  readonly n: number;
  readonly nPositive: number;
  readonly nNegative: number;
  readonly sources: readonly ComparedSource[];
  readonly pairs: readonly ComparedPair[];
  readonly method: Statement;
  readonly patientRule: Statement;
  readonly contradictions: readonly ContradictionCount[];
  /** Statements about the patients compared; those about one source or pair are listed with it. */
  readonly warnings: readonly Statement[];
  /** The patients compared: their class, and the score that each source gives them, source by source. */
  readonly compared: { readonly positive: readonly boolean[]; readonly scores: readonly (readonly number[])[] };
}

const direction = 'higher-is-positive' as const;

/** Areas of several scores on the same patients, and each pair's difference by DeLong's paired test. */
export function compareScores(
  all: readonly SourceScores[],
  set: EvaluationSetName,
  scoreOfPatient: ScoreOfPatient,
): ScoreComparison {
  const scored = all.map(({ source, rows, warnings }) => {
    const counted = onePerPatient(
      rows.filter((row) => isIn(set, row.set)),
      scoreOfPatient,
    );
    const repeated = counted.nRepeated > 0 ? [statement('severalSlides', { n: counted.nRepeated })] : [];
    return { source, byPatient: byPatientOf(counted.rows), warnings: [...warnings, ...repeated] };
  });
  const [first, ...others] = scored;
  const patients = [...(first?.byPatient.keys() ?? [])].filter((id) =>
    others.every(({ byPatient }) => byPatient.has(id)),
  );
  const positive = patients.map((id) => first?.byPatient.get(id)?.positive ?? false);
  const nPositive = positive.filter(Boolean).length;
  const isEstimable = nPositive > 0 && nPositive < patients.length;
  const scoresOf = ({ byPatient }: (typeof scored)[number]) => patients.map((id) => byPatient.get(id)?.score ?? 0);
  return {
    n: patients.length,
    nPositive,
    nNegative: patients.length - nPositive,
    sources: scored.map((one) => {
      const curve = isEstimable ? roc(scoresOf(one), positive, { direction }) : null;
      const { auc = null, aucLower = null, aucUpper = null } = curve ?? {};
      const { threshold } = one.source;
      const cut =
        threshold === null || patients.length === 0
          ? null
          : confusion(scoresOf(one), positive, threshold, { direction });
      const evaluated = {
        isFlipped: false,
        cases: scoresOf(one).map((score, i) => ({ score, positive: positive[i] ?? false })),
      };
      return {
        source: one.source,
        nOwn: one.byPatient.size,
        ...{ auc, aucLower, aucUpper },
        curve: vertices(curve, false),
        metrics: cut?.metrics.map((metric) => ({ ...metric, method: cut.method })) ?? [],
        calibration: calibrationOf(evaluated),
        decision: decisionCurveOf(evaluated),
        warnings: one.warnings,
      };
    }),
    pairs: scored.flatMap((a, i) =>
      scored.slice(i + 1).map((b) => {
        const pair = { a: a.source.id, b: b.source.id };
        if (!isEstimable) {
          const nothing = { difference: null, lower: null, upper: null, pValue: null, reclassified: null };
          return { ...pair, ...nothing, warnings: [] };
        }
        const [cutA, cutB] = [a.source.threshold, b.source.threshold];
        const reclassified =
          cutA === null || cutB === null
            ? null
            : reclassification(scoresOf(b), scoresOf(a), positive, { a: cutB, b: cutA });
        const test = delongPaired(scoresOf(a), scoresOf(b), positive, { direction });
        const { difference, lower, upper, pValue, warnings } = test;
        return { ...pair, difference, lower, upper, pValue, reclassified, warnings };
      }),
    ),
    compared: { positive, scores: scored.map(scoresOf) },
    method: statement('delongPaired'),
    patientRule: statement('scoreOfPatient', { rule: scoreOfPatient }),
    contradictions: contradictionsAmong(patients.flatMap((id) => first?.byPatient.get(id) ?? [])),
    warnings: isEstimable ? [] : [statement('noCommonPatients')],
  };
}

type ClassedRow = ScoredRow & { readonly positive: boolean };

/** Patients with a class of response. */
function byPatientOf(rows: readonly ScoredRow[]): ReadonlyMap<string, ClassedRow> {
  return new Map(
    rows.flatMap((row) => {
      const positive = isPositive(row.bestResponse);
      return positive === null ? [] : [[row.patientId, { ...row, positive }] as const];
    }),
  );
}
