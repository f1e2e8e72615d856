import { type CohortFilter } from '@haim/schema';
import { type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
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
import { readStudy, type StudyService } from '../../studies/index.ts';
import { type TableFiles } from '../table-files.ts';
import { type EvaluationFigure, evaluationFiles } from './evaluation-files.ts';
import { type EvaluatedCase, figures } from './evaluation-figures.ts';
import { type MissingReason, missingReasons, withoutScore } from './evaluation-missing.ts';
import { evaluationSets, type EvaluationSetName, isIn } from './evaluation-sets.ts';
import { type EvaluationSources, type ScoreSource } from './evaluation-sources.ts';
import { noteOfSet } from './evaluation.query.ts';
import { type Independence, type IndependenceLevel, independenceOf } from './independence.ts';
import { levelOfExternalSet, nameOfSet, placed, trainingOf } from './independence.query.ts';
import { patientRule } from './one-per-patient.ts';

export interface EvaluationQuestion {
  readonly sourceId: string;
  readonly set: EvaluationSetName;
  /** Null: the source's own; if that is unknown too, there is no matrix. */
  readonly threshold?: number | null;
  /** Whose scores are looked at; the source, its threshold and what it was fitted to stay as they are. */
  readonly cohort?: CohortInput | null;
  /** The class that sensitivity is of; by default the one that high scores predict. */
  readonly positive?: string | null;
}

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

  /** Scores and classes behind it, and a script that makes curve and matrix again in R. @throws as `evaluate`. */
  async files(
    ctx: PortalContext,
    study: string,
    question: EvaluationQuestion,
    { figure, variables }: { readonly figure: EvaluationFigure; readonly variables: readonly string[] | null },
  ): Promise<TableFiles> {
    const found = await this.evaluate(ctx, study, question);
    const { set, sourceId } = question;
    const scope = this.studies.scope(ctx, study);
    const name = await this.columns.answer(ctx.asker, scope.studyId, (columns, tx) =>
      nameOfSet({ tx, columns, scope }, set),
    );
    const words = figure.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return evaluationFiles(found, figure, {
      variables,
      name: `${study}-${figure === 'curve' ? 'roc' : words}-${found.source.kind}-${name}`,
      title: `${titles[figure]} of ${sourceId}, ${name.replaceAll('-', ' ')} set; ${study}, version ${found.dataVersion} of its data`,
    });
  }

  /**
   * ROC, AUC and the matrix at a threshold for one source and one set.
   *
   * @throws NOT_FOUND for an unknown source; BAD_USER_INPUT for a threshold outside [0, 1], an unknown class or an invalid
   *   filter.
   */
  async evaluate(ctx: PortalContext, study: string, question: EvaluationQuestion) {
    const { sourceId, set, threshold = null, cohort = null } = question;
    if (threshold !== null && !(threshold >= 0 && threshold <= 1)) throw badInput('threshold must be from 0 to 1');
    const isFlipped = isFlippedBy(question.positive ?? null);
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    const { source, rows, warnings, setNote, columns, population, scoreOfPatient } = await this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (columns, tx) => {
        const { scoreOfPatient } = await readStudy(tx, scope.studyId);
        const [name, ...more] = evaluationSets[set] ?? [];
        const note = name === undefined || more.length > 0 ? null : await noteOfSet(tx, scope, name);
        const read = await this.scores.read({ tx, columns, scope }, sourceId);
        const chosen = columns.cohort(filter).among(read.rows.map(({ patientId }) => patientId));
        const rows = read.rows.filter(({ patientId }) => chosen.has(patientId));
        const population = leftOutSaid(columns.leftOut(filter), columns.counted);
        return { ...read, rows, setNote: note, columns, population, scoreOfPatient };
      },
    );
    const inSet = rows.filter(({ set: of }) => isIn(set, of));
    const found = figures(inSet, { threshold: threshold ?? source.threshold, scoreOfPatient, isFlipped });
    return {
      source,
      set,
      setNote,
      dataVersion: columns.version,
      columns,
      inTurn: oneAfterTheOther(),
      asked: { study, set, filter, question },
      scoredIds: new Set(inSet.map(({ patientId }) => patientId)),
      patientRule: patientRule(source, scoreOfPatient),
      ...found,
      warnings: [...population, ...warnings, ...found.warnings],
    };
  }

  /** How far the set that the study calls external is from its training set, in the centres that the asker reads. */
  externalSet(ctx: PortalContext, study: string): Promise<IndependenceLevel> {
    const scope = this.studies.scope(ctx, study);
    return this.columns.answer(ctx.asker, scope.studyId, (columns, tx) => levelOfExternalSet({ tx, columns, scope }));
  }

  /** How far the cases are from those that the score was made of, as far as the asker may read them. */
  independence(ctx: PortalContext, { asked, cases, source }: Evaluated): Promise<Independence> {
    const scope = this.studies.scope(ctx, asked.study);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const moment = { tx, columns, scope };
      return independenceOf(placed(moment, cases), await trainingOf(moment, source), asked.set);
    });
  }

  /** Patients of the set who have no score, by reason, and of which class they are. */
  async withoutScore(ctx: PortalContext, { asked, scoredIds, source, isFlipped }: Evaluated): Promise<Unscored[]> {
    const scope = this.studies.scope(ctx, asked.study);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const chosen = columns.cohort(asked.filter).patientIds();
      const found = await withoutScore({ tx, scope }, source, asked.set, chosen, scoredIds);
      const patients = columns.find(found.map(({ patientId }) => patientId));
      const classes = found.map(({ patientId, reason }) => {
        const isHigh = isPositive(patients.get(patientId)?.word('bestResponse') ?? null);
        return { reason, positive: isHigh === null ? null : isHigh !== isFlipped };
      });
      return missingReasons.map((reason) => {
        const of = classes.filter((one) => one.reason === reason);
        const count = (positive: boolean | null) => of.filter((one) => one.positive === positive).length;
        return { reason, n: of.length, nPositive: count(true), nNegative: count(false) };
      });
    });
  }
}

/** What is computed later of an evaluation. */
export interface Evaluated {
  readonly asked: {
    readonly study: string;
    readonly set: EvaluationSetName;
    readonly filter: CohortFilter | null;
    readonly question: EvaluationQuestion;
  };
  readonly source: ScoreSource;
  readonly cases: readonly EvaluatedCase[];
  /** Every scored patient of the set, with an evaluable response or without. */
  readonly scoredIds: ReadonlySet<string>;
  readonly isFlipped: boolean;
  readonly threshold: number | null;
  readonly columns: SubjectColumns;
  /** What reads more of the same evaluation does so one after the other: statements are always in one order. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

const titles: Readonly<Record<EvaluationFigure, string>> = {
  curve: 'ROC curve',
  matrix: 'Confusion matrix with its measures',
  precisionRecall: 'Precision and recall',
  calibration: 'Calibration',
  decision: 'Decision curve',
  scores: 'Scores by class',
  subgroups: 'Performance in subgroups',
};

function oneAfterTheOther(): Evaluated['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}

export interface Unscored {
  readonly reason: MissingReason;
  readonly n: number;
  readonly nPositive: number;
  readonly nNegative: number;
}

/** @throws BAD_USER_INPUT naming the two classes. */
function isFlippedBy(positive: string | null): boolean {
  if (positive === null || positive === positiveClass) return false;
  if (positive === negativeClass) return true;
  const expected = `${positiveClass} or ${negativeClass}`;
  throw badInput(`positive must be ${expected}`, [
    {
      field: 'positive',
      problem: 'notInList',
      severity: 'error',
      expected: { en: expected, zh: `${positiveClass} 或 ${negativeClass}` },
    },
  ]);
}
