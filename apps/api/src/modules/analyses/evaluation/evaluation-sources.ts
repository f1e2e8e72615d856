import { readStatement, type Statement, statement, type SubjectCovariate } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { notFound } from '../../../context/portal-error.ts';
import { inTurn } from '../../../db/study-db.ts';
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
    const { synthetic } = await readStudy(moment.tx, moment.scope.studyId);
    const stored = (await scoreSources(moment)).map((row) => storedSource(row, synthetic));
    const found = await this.ofClinicalModel(moment, names, synthetic);
    return inOrder(stored, found && found.rows.length > 0 ? found.source : null, (source) => source);
  }

  /** @throws NOT_FOUND for an unknown source; BAD_USER_INPUT for an invalid covariate. */
  async read(moment: StudyMoment, id: string): Promise<SourceScores> {
    const { synthetic } = await readStudy(moment.tx, moment.scope.studyId);
    if (id.startsWith(CLINICAL)) {
      const names = id.slice(CLINICAL.length).split(',').filter(Boolean);
      const found = await this.ofClinicalModel(moment, names, synthetic);
      if (!found) throw notFound('score source');
      return found;
    }
    const wanted = (await scoreSources(moment)).find((candidate) => idOf(candidate) === id);
    if (!wanted) throw notFound('score source');
    return ofStored(moment, wanted, synthetic);
  }

  /** Every source of `list` with its scores, of which the sources themselves are read once. */
  async readAll(moment: StudyMoment): Promise<SourceScores[]> {
    const { synthetic } = await readStudy(moment.tx, moment.scope.studyId);
    const stored = await inTurn(await scoreSources(moment), (row) => ofStored(moment, row, synthetic));
    const found = await this.ofClinicalModel(moment, null, synthetic);
    return inOrder(stored, found && found.rows.length > 0 ? found : null, ({ source }) => source);
  }

  /** The scores of the clinical model; null where there is nothing to train it on. */
  private async ofClinicalModel(
    moment: StudyMoment,
    names: readonly string[] | null,
    synthetic: boolean,
  ): Promise<SourceScores | null> {
    const covariates = chosenCovariates(names ?? usualCovariates, moment.columns.own);
    const { fit, rows, notScored } = await this.clinical(moment, covariates);
    if (fit.threshold === null) return null;
    const source = clinicalSource(covariates, rows.length, fit.threshold, synthetic);
    const warnings = notScored.length > 0 ? [statement('covariateLacking', { n: notScored.length })] : [];
    return { source, rows, warnings: [...fit.warnings, ...warnings] };
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

/** The clinical model between the scores of other systems and those computed here. */
function inOrder<Item>(stored: readonly Item[], clinical: Item | null, sourceOf: (item: Item) => ScoreSource): Item[] {
  const of = (kind: ScoreSource['kind']) => stored.filter((item) => sourceOf(item).kind === kind);
  return [...of('imported'), ...(clinical === null ? [] : [clinical]), ...of('portal')];
}

async function ofStored(moment: StudyMoment, row: ScoreSourceRow, synthetic: boolean): Promise<SourceScores> {
  return { source: storedSource(row, synthetic), rows: await scoredPatients(moment, row), warnings: [] };
}

function storedSource(row: ScoreSourceRow, studyIsSynthetic: boolean): ScoreSource {
  const { kind, name, weights, threshold, n, line, version, declaredProvenance, declaredProvenanceZh } = row;
  return {
    id: idOf(row),
    kind,
    modelName: line === null || version === null ? name : `${line} v${version}`,
    weights,
    n,
    threshold,
    thresholdProvenance: kind === 'imported' ? declared(declaredProvenance, declaredProvenanceZh) : ofVersion(row),
    synthetic: studyIsSynthetic || weights === 'synthetic',
    versionId: row.versionId,
  };
}

/** In the words of the person who declared it with the study. */
function declared(provenance: string | null, provenanceZh: string | null): Statement | null {
  if (provenance === null) return null;
  if (provenanceZh === null) return readStatement(provenance);
  return statement('thresholdAsStated', { words: { en: provenance, zh: provenanceZh } });
}

function ofVersion(row: ScoreSourceRow): Statement {
  const { thresholdRule: rule, thresholdRuleZh: ruleZh } = row;
  const { thresholdChosenOn: chosenOn, thresholdChosenOnZh: chosenOnZh } = row;
  if (rule === null) return statement('thresholdOfUnregistered');
  if (chosenOn === null) return statement('thresholdOfClosedCentres', { rule });
  if (ruleZh === null || chosenOnZh === null) return statement('thresholdOfVersion', { rule, chosenOn });
  return statement('thresholdAsStated', {
    words: { en: `${rule}; chosen on ${chosenOn}`, zh: `${ruleZh}；选自${chosenOnZh}` },
  });
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
    weights: 'fitted',
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
