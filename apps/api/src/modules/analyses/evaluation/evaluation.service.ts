import { type Statement, statement } from '@haim/schema';
import { confusion, roc } from '@haim/stats';
import { type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import {
  cohortFilter,
  type CohortInput,
  isPositive,
  leftOutSaid,
  negativeClass,
  positiveClass,
} from '../../cohort/index.ts';
import { contradictionsAmong } from '../../patients/index.ts';
import { type StudyService } from '../../studies/index.ts';
import { evaluationSets, type EvaluationSetName, isIn } from './evaluation-sets.ts';
import { type EvaluationSources, type ScoreSource } from './evaluation-sources.ts';
import { noteOfSet, type ScoredRow } from './evaluation.query.ts';
import { onePerPatient } from './one-per-patient.ts';

const direction = 'higher-is-positive' as const;

export class EvaluationService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly scores: EvaluationSources,
  ) {}

  /** @param covariates - of the clinical model that is listed beside the stored scores; null: the usual ones. */
  async sources(ctx: PortalContext, study: string, covariates: readonly string[] | null): Promise<ScoreSource[]> {
    const scope = this.studies.scope(ctx, study);
    return this.columns.answer(ctx.asker, scope.studyId, (columns, tx) =>
      this.scores.list({ tx, columns, scope }, covariates),
    );
  }

  /**
   * ROC, AUC and the matrix at a threshold for one source and one set.
   *
   * @param threshold - null: the source's own; if that is unknown too, there is no matrix.
   * @param cohort - whose scores are looked at; the source, its threshold and what it was fitted to stay as they are.
   * @throws NOT_FOUND for an unknown source; BAD_USER_INPUT for a threshold outside [0, 1] or an invalid filter.
   */
  async evaluate(
    ctx: PortalContext,
    study: string,
    sourceId: string,
    set: EvaluationSetName,
    threshold: number | null,
    cohort: CohortInput | null = null,
  ) {
    if (threshold !== null && !(threshold >= 0 && threshold <= 1)) throw badInput('threshold must be from 0 to 1');
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    const { source, rows, warnings, setNote, dataVersion, population } = await this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (columns, tx) => {
        const [name, ...more] = evaluationSets[set];
        const note = more.length === 0 ? await noteOfSet(tx, scope, name) : null;
        const read = await this.scores.read({ tx, columns, scope }, sourceId);
        const chosen = columns.cohort(filter).among(read.rows.map(({ patientId }) => patientId));
        const rows = read.rows.filter(({ patientId }) => chosen.has(patientId));
        const population = leftOutSaid(columns.leftOut(filter), columns.counted);
        return { ...read, rows, setNote: note, dataVersion: columns.version, population };
      },
    );
    const inSet = rows.filter(({ set: of }) => isIn(set, of));
    const found = figures(inSet, threshold ?? source.threshold);
    return { source, set, setNote, dataVersion, ...found, warnings: [...population, ...warnings, ...found.warnings] };
  }
}

/** The results for the patients of one set; no matrix without a threshold. */
export function figures(rows: readonly ScoredRow[], threshold: number | null) {
  const { rows: counted, nRepeated } = onePerPatient(rows);
  const cases = counted.flatMap((row) => {
    const positive = isPositive(row.bestResponse);
    return positive === null ? [] : [{ ...row, positive }];
  });
  const withoutResponse = counted.length - cases.length;
  const scores = cases.map(({ score }) => score);
  const positives = cases.map(({ positive }) => positive);
  const nPositive = positives.filter(Boolean).length;
  const nNegative = cases.length - nPositive;
  const curve = nPositive > 0 && nNegative > 0 ? roc(scores, positives, { direction }) : null;
  const matrix = threshold !== null && cases.length > 0 ? confusion(scores, positives, threshold, { direction }) : null;
  const warnings: Statement[] = [
    ...(nRepeated > 0 ? [statement('severalSlides', { n: nRepeated })] : []),
    ...mixture(cases),
    ...(withoutResponse ? [statement('scoredWithoutResponse', { n: withoutResponse })] : []),
    ...(curve
      ? curve.warnings
      : [statement('bothClassesNeeded', { nPositive, positive: positiveClass, nNegative, negative: negativeClass })]),
    ...(matrix?.warnings ?? []),
  ];
  return {
    n: cases.length,
    nPositive,
    nNegative,
    positiveClass,
    negativeClass,
    direction: statement('scorePredicts', { positive: positiveClass }),
    auc: curve?.auc ?? null,
    aucLower: curve?.aucLower ?? null,
    aucUpper: curve?.aucUpper ?? null,
    aucMethod: curve?.method ?? statement('notEstimable'),
    ...vertices(curve),
    youden: curve?.youden.map(finitePoint) ?? [],
    threshold,
    confusion:
      threshold === null
        ? null
        : {
            truePositive: matrix?.tp ?? 0,
            falsePositive: matrix?.fp ?? 0,
            falseNegative: matrix?.fn ?? 0,
            trueNegative: matrix?.tn ?? 0,
            metrics: matrix?.metrics.map((metric) => ({ ...metric, method: matrix.method })) ?? [],
          },
    cases,
    contradictions: contradictionsAmong(cases),
    warnings,
  };
}

/** A model scores a whole slide differently from the tumour outlined on it: a figure that mixes both states so. */
function mixture(cases: readonly Pick<ScoredRow, 'isOutlined'>[]): Statement[] {
  const computed = cases.filter(({ isOutlined }) => isOutlined !== null);
  const outlined = computed.filter(({ isOutlined }) => isOutlined).length;
  if (outlined === 0 || outlined === computed.length) return [];
  return [statement('outlinedAndWhole', { outlined, computed: computed.length })];
}

/** By descending threshold, from (0, 0) to (1, 1), as a curve is drawn; an infinite threshold travels as null. */
function vertices(curve: ReturnType<typeof roc> | null) {
  if (!curve) return { thresholds: [], sensitivity: [], specificity: [] };
  const order = curve.thresholds
    .map((_, i) => i)
    .toSorted((a, b) => (curve.thresholds[b] ?? 0) - (curve.thresholds[a] ?? 0));
  return {
    thresholds: order.map((i) => finite(curve.thresholds[i])),
    sensitivity: order.map((i) => curve.sensitivity[i] ?? 0),
    specificity: order.map((i) => curve.specificity[i] ?? 0),
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function finitePoint({
  threshold,
  sensitivity,
  specificity,
}: {
  threshold: number;
  sensitivity: number;
  specificity: number;
}) {
  return { threshold: finite(threshold), sensitivity, specificity };
}
