import { type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { inTurn } from '../../../db/study-db.ts';
import { cohortFilter, type CohortInput, isPositive, leftOutSaid } from '../../cohort/index.ts';
import { type FieldService } from '../../fields/index.ts';
import { contradictionsAmong } from '../../patients/index.ts';
import { readStudy, type StudyService } from '../../studies/index.ts';
import { chosenCovariates, covariatesOfStudy, usualCovariates } from '../covariates.ts';
import { type TableFiles } from '../table-files.ts';
import { comparisonFiles } from './comparison-files.ts';
import { compareScores, type ScoreComparison } from './evaluation-comparison.ts';
import { nameOfSet } from './independence.query.ts';
import { type EvaluationSetName, isIn } from './evaluation-sets.ts';
import { clinicalSourceId, type EvaluationSources } from './evaluation-sources.ts';
import { figures } from './evaluation-figures.ts';

const sets = ['TRAINING', 'INTERNAL', 'EXTERNAL', 'ENTIRE'] as const;
const MOST_SOURCES = 6;

/** What the paper compares its score with: a model of baseline covariates, and other systems' scores. */
export class ClinicalModelService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly scores: EvaluationSources,
    private readonly fields: FieldService,
  ) {}

  /** @param study - with those of its own fields; null: those that every study has. @throws NOT_FOUND. */
  async covariates(ctx: PortalContext, study: string | null) {
    const own = study === null ? [] : await this.fields.variables(ctx, study);
    return covariatesOfStudy(own).map(({ name, label }) => ({
      name,
      labelEn: label.en,
      labelZh: label.zh,
      usual: usualCovariates.some((usual) => usual === name),
    }));
  }

  /** @param names - null: the usual ones. @throws BAD_USER_INPUT naming an invalid covariate. */
  async model(ctx: PortalContext, study: string, names: readonly string[] | null) {
    const scope = this.studies.scope(ctx, study);
    const { fit, rows, notScored, covariates, dataVersion, population } = await this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (columns, tx) => {
        const covariates = chosenCovariates(names ?? usualCovariates, columns.own);
        const fitted = await this.scores.clinical({ tx, columns, scope }, covariates);
        const population = leftOutSaid(columns.leftOut(null), columns.counted);
        return { ...fitted, covariates, dataVersion: columns.version, population };
      },
    );
    const { score: _, threshold, ...told } = fit;
    const missing = notScored.map(({ set }) => set);
    const counted = rows.filter(
      (row) => sets.some((set) => isIn(set, row.set)) && isPositive(row.bestResponse) !== null,
    );
    return {
      ...told,
      warnings: [...population, ...told.warnings],
      dataVersion,
      threshold,
      contradictions: contradictionsAmong(counted),
      sourceId: threshold === null ? null : clinicalSourceId(covariates),
      covariates: covariates.map(({ name }) => name),
      evaluations:
        threshold === null
          ? []
          : sets.map((set) => {
              const inSet = rows.filter((row) => isIn(set, row.set));
              const { n, nPositive, auc, aucLower, aucUpper, confusion } = figures(inSet, {
                threshold,
                scoreOfPatient: 'first',
              });
              const nNotScored = missing.filter((of) => isIn(set, of)).length;
              return { set, n, nPositive, nNotScored, auc, aucLower, aucUpper, metrics: confusion?.metrics ?? [] };
            }),
    };
  }

  /** @throws BAD_USER_INPUT for fewer than two or repeated sources; NOT_FOUND for an unknown one. */
  async compare(
    ctx: PortalContext,
    study: string,
    sources: readonly string[],
    set: EvaluationSetName,
    cohort: CohortInput | null = null,
  ): Promise<ScoreComparison & { readonly dataVersion: number; readonly toFiles: () => TableFiles }> {
    if (sources.length < 2 || sources.length > MOST_SOURCES) throw badInput(`compare 2 to ${MOST_SOURCES} sources`);
    if (new Set(sources).size < sources.length) throw badInput('a source is compared with others, not with itself');
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    const { all, dataVersion, population, scoreOfPatient, setName } = await this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (columns, tx) => ({
        all: (await inTurn(sources, (id) => this.scores.read({ tx, columns, scope }, id))).map((one) => {
          const chosen = columns.cohort(filter).among(one.rows.map(({ patientId }) => patientId));
          return { ...one, rows: one.rows.filter(({ patientId }) => chosen.has(patientId)) };
        }),
        dataVersion: columns.version,
        population: leftOutSaid(columns.leftOut(filter), columns.counted),
        scoreOfPatient: (await readStudy(tx, scope.studyId)).scoreOfPatient,
        setName: await nameOfSet({ tx, columns, scope }, set),
      }),
    );
    const compared = compareScores(all, set, scoreOfPatient);
    const title = `Comparison of scores, ${setName.replaceAll('-', ' ')} set; ${study}, version ${dataVersion} of its data`;
    return {
      ...compared,
      warnings: [...population, ...compared.warnings],
      dataVersion,
      toFiles: () => comparisonFiles(compared, `${study}-score-comparison-${setName}`, title),
    };
  }
}
