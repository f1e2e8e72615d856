import { readStatement, type Statement, statement, type SubjectCovariate } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { notFound } from '../../../context/portal-error.ts';
import { isPositive } from '../../cohort/index.ts';
import { readStudy } from '../../studies/index.ts';
import { chosenCovariates, usualCovariates } from '../covariates.ts';
import { type StudyMoment } from '../study-moment.ts';
import { clinicalCases } from './clinical-model.query.ts';
import { type ClinicalCase, type ClinicalFit, fitClinicalModel } from './clinical-model.ts';
import { scoredPatients, type ScoredRow, type ScoreSourceRow, scoreSources } from './evaluation.query.ts';

/** Where scores come from, as a page lists it. */
export interface ScoreSource {
  readonly id: string;
  readonly kind: 'imported' | 'portal' | 'clinical';
  readonly modelName: string;
  readonly weights: string;
  /** Patients with a score whom analyses count, in the centres that the asker may read. */
  readonly n: number;
  /** Null, as is its provenance, where none was declared. */
  readonly threshold: number | null;
  readonly thresholdProvenance: Statement | null;
  readonly synthetic: boolean;
  /** Of a registered model that ran here. */
  readonly versionId: string | null;
}

export interface SourceScores {
  readonly source: ScoreSource;
  readonly rows: readonly ScoredRow[];
  readonly warnings: readonly Statement[];
}

const CLINICAL = 'clinical:';

export function clinicalSourceId(covariates: readonly SubjectCovariate[]): string {
  return `${CLINICAL}${covariates.map(({ name }) => name).join(',')}`;
}

/** Reads scores of every kind as rows of one form. */
export class EvaluationSources {
  private readonly fits = new LRUCache<string, ClinicalFit>({ max: 50 });

  /**
   * Imported and computed scores; the clinical model where there is something to train it on.
   *
   * @param names - its covariates; null: the usual ones. @throws BAD_USER_INPUT naming an invalid one.
   */
  async list(moment: StudyMoment, names: readonly string[] | null): Promise<ScoreSource[]> {
    const { tx, columns, scope } = moment;
    const covariates = chosenCovariates(names ?? usualCovariates, columns.own);
    const { synthetic } = await readStudy(tx, scope.studyId);
    const stored = (await scoreSources(moment)).map((row) => storedSource(row, synthetic));
    const { fit, rows } = await this.clinical(moment, covariates);
    if (fit.threshold === null || rows.length === 0) return stored;
    const described = clinicalSource(covariates, rows.length, fit.threshold, synthetic);
    // Between the scores of other systems and those computed here.
    return [
      ...stored.filter(({ kind }) => kind === 'imported'),
      described,
      ...stored.filter(({ kind }) => kind === 'portal'),
    ];
  }

  /** @throws NOT_FOUND for an unknown source; BAD_USER_INPUT for an invalid covariate. */
  async read(moment: StudyMoment, id: string): Promise<SourceScores> {
    const { tx, columns, scope } = moment;
    const { synthetic } = await readStudy(tx, scope.studyId);
    if (id.startsWith(CLINICAL)) {
      const covariates = chosenCovariates(id.slice(CLINICAL.length).split(',').filter(Boolean), columns.own);
      const { fit, rows, notScored } = await this.clinical(moment, covariates);
      if (fit.threshold === null) throw notFound('score source');
      const source = clinicalSource(covariates, rows.length, fit.threshold, synthetic);
      const warnings = notScored.length > 0 ? [statement('covariateLacking', { n: notScored.length })] : [];
      return { source, rows, warnings: [...fit.warnings, ...warnings] };
    }
    const wanted = (await scoreSources(moment)).find((candidate) => idOf(candidate) === id);
    if (!wanted) throw notFound('score source');
    const rows = await scoredPatients(moment, wanted);
    return { source: storedSource(wanted, synthetic), rows, warnings: [] };
  }

  /** Fitted to the training cases that the asker may read; kept under their very values, so it cannot become stale. */
  async clinical(
    moment: StudyMoment,
    covariates: readonly SubjectCovariate[],
  ): Promise<{ fit: ClinicalFit; rows: ScoredRow[]; notScored: ClinicalCase[] }> {
    const cases = await clinicalCases(moment, covariates);
    const training = cases.flatMap((one) => {
      const positive = isPositive(one.bestResponse);
      return one.set === 'training' && positive !== null ? [{ ...one, positive }] : [];
    });
    const fit = this.fitted(training, covariates);
    const scored = cases.map((one) => ({ one, score: fit.score(one) }));
    const rows = scored.flatMap(({ one: { values: _, ...row }, score }) =>
      score === null ? [] : [{ ...row, score, isOutlined: null }],
    );
    const notScored = scored.flatMap(({ one, score }) => (score === null ? [one] : []));
    return { fit, rows, notScored };
  }

  /** A page asks for sources, curves and coefficients of one fit, each on its own. */
  private fitted(
    training: Parameters<typeof fitClinicalModel>[0],
    covariates: readonly SubjectCovariate[],
  ): ClinicalFit {
    const cases = training.map(({ patientCode, positive, values }) => [patientCode, positive, values]);
    const question = JSON.stringify([covariates.map(({ name, label, levels }) => [name, label, levels]), cases]);
    const known = this.fits.get(question);
    if (known !== undefined) return known;
    const fit = fitClinicalModel(training, covariates);
    this.fits.set(question, fit);
    return fit;
  }
}

function storedSource(row: ScoreSourceRow, studyIsSynthetic: boolean): ScoreSource {
  const { kind, name, weights, threshold, n, line, version, declaredProvenance } = row;
  return {
    id: idOf(row),
    kind,
    modelName: line === null || version === null ? name : `${line} v${version}`,
    weights,
    n,
    threshold,
    thresholdProvenance: kind === 'imported' ? declared(declaredProvenance) : ofVersion(row),
    synthetic: studyIsSynthetic || weights === 'synthetic',
    versionId: row.versionId,
  };
}

/** In the words of the person who declared it with the study. */
function declared(provenance: string | null): Statement | null {
  return provenance === null ? null : readStatement(provenance);
}

function ofVersion({ thresholdRule: rule, thresholdChosenOn: chosenOn }: ScoreSourceRow): Statement {
  if (rule === null) return statement('thresholdOfUnregistered');
  return chosenOn === null
    ? statement('thresholdOfClosedCentres', { rule })
    : statement('thresholdOfVersion', { rule, chosenOn });
}

function clinicalSource(
  covariates: readonly SubjectCovariate[],
  n: number,
  threshold: number,
  synthetic: boolean,
): ScoreSource {
  return {
    id: clinicalSourceId(covariates),
    kind: 'clinical',
    modelName: 'Clinical logistic model',
    weights: 'fitted to the training cases of this study',
    n,
    threshold,
    thresholdProvenance: statement('thresholdOfClinicalModel'),
    synthetic,
    versionId: null,
  };
}

function idOf({ kind, name, sha256 }: ScoreSourceRow): string {
  return sha256 === null ? `${kind}:${name}` : `${kind}:${name}@${sha256.slice(0, 12)}`;
}
