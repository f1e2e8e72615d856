import { confusion, roc } from '@haim/stats';
import { badInput, notFound } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { inTurn, type StudyDb } from '../../db/study-db.ts';
import { type ModelService } from '../models/index.ts';
import { readStudy, type StudyService } from '../studies/study.service.ts';
import { scoredPatients, type ScoredRow, type ScoreSourceRow, scoreSources } from './evaluation.query.ts';

/** PRPS: 0 favours CR/PR, 1 favours SD/PD; a score at or above the threshold predicts SD/PD. */
const positiveClass = 'SD/PD';
const negativeClass = 'CR/PR';
const direction = 'higher-is-positive' as const;

/** Lin et al., where the threshold is said to be the Youden point "derived from the ROC curves" of the test sets. */
const publishedThreshold = 0.532;
const publishedProvenance =
  'Youden point published with the model; the only ROC curves shown with it are those of the test sets, so it was probably chosen on them';

export const evaluationSets = {
  ENTIRE: ['internal', 'external'],
  INTERNAL: ['internal'],
  EXTERNAL: ['external'],
  TRAINING: ['training'],
} as const;
export type EvaluationSetName = keyof typeof evaluationSets;

export class EvaluationService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly models: ModelService,
  ) {}

  async sources(ctx: PortalContext, study: string) {
    const scope = this.studies.scope(ctx, study);
    const { synthetic, rows } = await this.db.read(ctx.asker, async (tx) => ({
      synthetic: (await readStudy(tx, scope.studyId)).synthetic,
      rows: await scoreSources(tx, scope),
    }));
    return inTurn(rows, (row) => this.describe(row, synthetic));
  }

  /**
   * ROC, AUC and the matrix at a threshold for one source and one set.
   *
   * @param threshold - null: the source's own.
   * @throws NOT_FOUND for an unknown source; BAD_USER_INPUT for a threshold outside [0, 1].
   */
  async evaluate(
    ctx: PortalContext,
    study: string,
    sourceId: string,
    set: EvaluationSetName,
    threshold: number | null,
  ) {
    if (threshold !== null && !(threshold >= 0 && threshold <= 1)) throw badInput('threshold must be from 0 to 1');
    const scope = this.studies.scope(ctx, study);
    const { synthetic, row, rows } = await this.db.read(ctx.asker, async (tx) => {
      const wanted = (await scoreSources(tx, scope)).find((candidate) => idOf(candidate) === sourceId);
      if (!wanted) throw notFound('score source');
      const { synthetic } = await readStudy(tx, scope.studyId);
      return { synthetic, row: wanted, rows: await scoredPatients(tx, scope, wanted) };
    });
    const source = await this.describe(row, synthetic);
    const inSet = rows.filter(({ set: of }) => isIn(set, of));
    return { source, set, ...figures(inSet, threshold ?? source.threshold) };
  }

  private async describe(row: ScoreSourceRow, studyIsSynthetic: boolean) {
    const { kind, name, sha256, weights, threshold, n } = row;
    const provenance = sha256 === null ? publishedProvenance : await this.models.thresholdProvenance(name, sha256);
    return {
      id: idOf(row),
      kind,
      modelName: name,
      weights,
      n,
      threshold: threshold ?? publishedThreshold,
      thresholdProvenance: provenance ?? 'the manifest of a model version that this portal no longer holds',
      synthetic: studyIsSynthetic || weights === 'synthetic',
    };
  }
}

function figures(rows: readonly ScoredRow[], threshold: number) {
  const cases = rows.flatMap((row) => {
    const positive = isPositive(row.bestResponse);
    return positive === null ? [] : [{ ...row, positive }];
  });
  const withoutResponse = rows.length - cases.length;
  const scores = cases.map(({ score }) => score);
  const positives = cases.map(({ positive }) => positive);
  const nPositive = positives.filter(Boolean).length;
  const nNegative = cases.length - nPositive;
  const curve = nPositive > 0 && nNegative > 0 ? roc(scores, positives, { direction }) : null;
  const matrix = cases.length > 0 ? confusion(scores, positives, threshold, { direction }) : null;
  const warnings = [
    ...(withoutResponse ? [`${withoutResponse} scored without an evaluable best response are left out`] : []),
    ...(curve
      ? curve.warnings
      : [`a ROC curve needs both classes; here ${nPositive} ${positiveClass} and ${nNegative} ${negativeClass}`]),
    ...(matrix?.warnings ?? []),
  ];
  return {
    n: cases.length,
    nPositive,
    nNegative,
    positiveClass,
    negativeClass,
    direction: `PRPS >= threshold predicts ${positiveClass}`,
    auc: curve?.auc ?? null,
    aucLower: curve?.aucLower ?? null,
    aucUpper: curve?.aucUpper ?? null,
    aucMethod: curve?.method ?? 'not estimable',
    ...vertices(curve),
    youden: curve?.youden.map(finitePoint) ?? [],
    threshold,
    confusion: {
      truePositive: matrix?.tp ?? 0,
      falsePositive: matrix?.fp ?? 0,
      falseNegative: matrix?.fn ?? 0,
      trueNegative: matrix?.tn ?? 0,
      metrics: matrix?.metrics.map((metric) => ({ ...metric, method: matrix.method })) ?? [],
    },
    cases,
    warnings,
  };
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

/** null where the response is missing or not evaluable: such a patient has no class. */
function isPositive(bestResponse: string | null): boolean | null {
  if (bestResponse === 'SD' || bestResponse === 'PD') return true;
  return bestResponse === 'CR' || bestResponse === 'PR' ? false : null;
}

function isIn(set: EvaluationSetName, of: string | null): boolean {
  return evaluationSets[set].some((name) => name === of);
}

function idOf({ kind, name, sha256 }: ScoreSourceRow): string {
  return sha256 === null ? `${kind}:${name}` : `${kind}:${name}@${sha256.slice(0, 12)}`;
}
