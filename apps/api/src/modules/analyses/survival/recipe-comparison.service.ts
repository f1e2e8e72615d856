import { type CohortFilter, type Statement, statement } from '@haim/schema';
import { type ConfType, type NamedCall, runCall, type Table, toRTogether } from '@haim/stats';
import { type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput, notFound } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, leftOutSaid } from '../../cohort/index.ts';
import {
  type ComparedRecipe,
  readArms,
  readComparedRecipes,
  readStudy,
  type StudyRow,
  type StudyService,
} from '../../studies/index.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { MOST_GROUPS } from '../table-groups.ts';
import { endpointRule, originOf } from './endpoint-rule.ts';
import { type EndpointName } from './endpoints.ts';
import { followUpNeeded } from './minimum-follow-up.ts';
import { isChanged, isLate, type PatientByTwo, patientsByTwo, timesBy } from './recipe-comparison.ts';
import { dropped, inOrder, refuseQuestion } from './survival-question.ts';
import { statistics } from './survival-statistics.ts';

export interface RecipeComparisonRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  /** By its id; null: the first that the study keeps beside its own. */
  readonly recipe: number | null;
  readonly groupBy: string | null;
  readonly cohort: CohortInput | null;
  readonly confType: ConfType;
  /** Rows that this snapshot keeps; null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

/** Patients whose times differ that one answer lists. */
export const MOST_CHANGED = 1000;

interface Asked {
  readonly patients: readonly PatientByTwo[];
  readonly columns: SubjectColumns;
  readonly row: StudyRow;
  readonly other: ComparedRecipe;
  readonly arms: readonly string[];
  readonly groupBy: string | null;
  readonly said: readonly Statement[];
  readonly filter: CohortFilter | null;
}

export class RecipeComparisonService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /** The recipes that the study, or a snapshot of it, may be compared by. */
  recipes(ctx: PortalContext, study: string, snapshot: string | null = null): Promise<ComparedRecipe[]> {
    const { studyId } = this.studies.scope(ctx, study);
    return this.columns.answer(
      ctx.asker,
      studyId,
      (columns, tx) => readComparedRecipes(tx, studyId, columns.frozen),
      snapshot,
    );
  }

  /**
   * One endpoint by the study's recipe and by another that it keeps rows of: curves of the same patients, and whose time or
   * end is another, of the centres that the asker may read.
   *
   * @throws NOT_FOUND for a recipe of which the study keeps no rows, or where it keeps none but its own; BAD_USER_INPUT for a
   * variable by which curves may not be grouped, too many groups, and a cohort chosen by an outcome.
   */
  compare(ctx: PortalContext, request: RecipeComparisonRequest) {
    return this.asked(ctx, request, ({ patients, columns, row, other, arms, groupBy, said, filter }) => {
      const sides = (
        [
          ['own', row.recipe, row.endpointRules],
          ['other', other.name, other.rules],
        ] as const
      ).map(([side, recipe, endpointRules]) => {
        const times = timesBy(patients, side, groupBy !== null, followUpNeeded(row));
        if (times.groups.length > MOST_GROUPS) {
          throw badInput(`${groupBy} has ${times.groups.length} groups here; at most ${MOST_GROUPS} are drawn`);
        }
        const { curves, logRank, hazardRatios, n, bandMethod } = statistics(
          inOrder(times.groups, groupBy, arms),
          request.confType,
        );
        return {
          ...{ recipe, n, events: times.events, curves, logRank, bandMethod },
          ratio: hazardRatios.find(({ estimator }) => estimator === 'cox') ?? null,
          droppedReasons: dropped(times, followUpNeeded(row)).droppedReasons,
          endpointRule: endpointRule(request.endpoint, { endpointRules }),
        };
      });
      const changed = patients.filter(isChanged).toSorted((a, b) => (a.code < b.code ? -1 : 1));
      return {
        endpoint: request.endpoint,
        groupBy,
        sides,
        patients: patients.length,
        changedTotal: changed.length,
        changed: changed.slice(0, MOST_CHANGED),
        timeZero: originOf(request.endpoint, row),
        monthDays: row.monthDays,
        dataVersion: columns.version,
        population: leftOutSaid(columns.leftOut(filter), columns.counted),
        method: [statement('twoRecipes', { own: row.recipe, other: other.name }), ...said],
        request,
      };
    });
  }

  /** The patients' times by both recipes, and a script that makes the curves of either in R. */
  files(ctx: PortalContext, request: RecipeComparisonRequest): Promise<TableFiles> {
    return this.asked(ctx, request, ({ patients, columns, row, other, arms, groupBy }) => {
      const name = `${request.study}-${request.endpoint}-recipes-data`;
      const followUp = followUpNeeded(row);
      const counted = patients.filter((patient) => !(followUp?.excludes && isLate(patient, followUp)));
      const text = (value: number | boolean | null) => (value === null ? null : String(Number(value)));
      const table: Table = {
        own_days: counted.map(({ own }) => text(own.days)),
        own_event: counted.map(({ own }) => text(own.event)),
        other_days: counted.map((patient) => text(patient.other.days)),
        other_event: counted.map((patient) => text(patient.other.event)),
        ...(groupBy !== null && { group: counted.map(({ group }) => group) }),
      };
      const calls = (['own', 'other'] as const).flatMap((side): NamedCall[] => {
        const { groups } = timesBy(patients, side, groupBy !== null, followUpNeeded(row));
        const levels = inOrder(groups, groupBy, arms).map(({ label }) => label);
        if (levels.length === 0) return [];
        const args = {
          ...{ time: `${side}_days`, event: `${side}_event` },
          ...(groupBy !== null && { group: 'group', levels }),
        };
        const named = [
          { name: `curves, ${side}`, call: { fn: 'km', args: { ...args, confType: request.confType } } } as const,
        ];
        const tests = levels.length > 1 ? [{ name: `log-rank, ${side}`, call: { fn: 'logrank', args } } as const] : [];
        return [...named, ...tests].map(({ name: what, call }) => ({ name: what, call, result: runCall(call, table) }));
      });
      const title = `${request.endpoint} of ${request.study}, ${columns.origin}: own is ${row.recipe}, other is ${other.name}`;
      return { name, ...csvOfTable(table), script: toRTogether(calls, [title], `${name}.csv`) };
    });
  }

  private async asked<T>(ctx: PortalContext, request: RecipeComparisonRequest, work: (asked: Asked) => T): Promise<T> {
    const { studyId } = this.studies.scope(ctx, request.study);
    const filter = cohortFilter(request.cohort);
    const snapshot = request.snapshot ?? null;
    const recipe = request.recipe ?? (await this.recipes(ctx, request.study, snapshot))[0]?.id;
    if (recipe === undefined) throw notFound('recipe');
    return this.columns.answerOfTwo(
      ...([ctx.asker, studyId, recipe] as const),
      async (columns, otherColumns, tx) => {
        refuseQuestion(request, columns.own);
        const [row, arms, recipes] = await Promise.all([
          readStudy(tx, studyId, columns.frozen),
          readArms(tx, studyId, columns.frozen),
          readComparedRecipes(tx, studyId, columns.frozen),
        ]);
        const other = recipes.find(({ id }) => id === recipe);
        if (!other) throw notFound('recipe');
        const { groupBy, said } = await withFixedGroups(columns, filter, request);
        const cohort = columns.cohort(filter);
        const patients = patientsByTwo(columns, otherColumns, cohort, request.endpoint, groupBy);
        return work({ patients, columns, row, other, arms, groupBy, said, filter });
      },
      snapshot,
    );
  }
}
