import { LRUCache } from 'lru-cache';
import {
  type ConfType,
  type DrawnCurve,
  drawnCurves,
  type DrawnOptions,
  hazardRatio,
  kaplanMeier,
  logRank,
  type SurvivalCurve,
} from '@haim/stats';
import { type CohortFilter, inBoth, type Label, statement } from '@haim/schema';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type GroupedTimes, type SubjectColumns, type SubjectStore } from '../../columns/index.ts';
import { type ContradictionCount, contradictionCounts } from '../patients/index.ts';
import {
  cohortFilter,
  type CohortInput,
  type CountedReason,
  outcomeConditions,
  refuseNoGrouping,
} from '../cohort/index.ts';
import { readArms, readStudy, type StudyService, timeZeroOf } from '../studies/index.ts';
import { dropReasons, type EndpointName, endpoints } from './endpoints.ts';

export interface SurvivalRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  readonly groupBy: string | null;
  readonly cohort: CohortInput | null;
  readonly confType: ConfType;
}

const outcomeRefused: Label = {
  en: 'known at time zero: who has a best response lived long enough to show it, so survival among them flatters',
  zh: '在时间零点即已知的条件：有最佳疗效者必已存活至可评估之时，在其中计算的生存会偏高',
};

/** More curves than this cannot be told apart, in a figure or in words. */
export const MOST_GROUPS = 8;

/** Steps of all curves that are kept; one takes about 250 bytes, and as much again in its last drawing. */
const MOST_KEPT_STEPS = 100_000;

/** Everything in a request but the patients that decides what is computed. */
interface Question {
  readonly endpoint: EndpointName;
  readonly groupBy: string | null;
  readonly filter: CohortFilter | null;
  readonly confType: ConfType;
  /** Codes in the order in which they are compared. */
  readonly arms: readonly string[];
}

type Computed = ReturnType<typeof computeFrom>;

export class SurvivalService {
  private readonly computed = new LRUCache<string, Computed>({
    maxSize: MOST_KEPT_STEPS,
    sizeCalculation: ({ curves }) => curves.reduce((sum, { curve }) => sum + curve.days.length, 1),
  });

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * Curves, tests and ratios of one version of the study: all numbers of the answer come from the same rows.
   *
   * @throws BAD_USER_INPUT for a variable by which curves may not be grouped, a cohort chosen by an outcome (named in the
   * issues), or too many groups.
   */
  async analyse(ctx: PortalContext, { study, endpoint, groupBy, cohort, confType }: SurvivalRequest) {
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    const { row, dataVersion, computed } = await this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      refuseOutcomes(outcomeConditions(cohort, columns.own));
      if (groupBy !== null) refuseNoGrouping(groupBy, columns.own);
      const [row, arms] = await Promise.all([readStudy(tx, scope.studyId), readArms(tx, scope.studyId)]);
      const computed = this.compute(columns, { endpoint, groupBy, filter, confType, arms });
      return { row, dataVersion: columns.version, computed };
    });
    return {
      endpoint,
      groupBy,
      monthDays: row.monthDays,
      recipe: row.recipe,
      timeZero: timeZeroOf(row),
      confType,
      dataVersion,
      ...computed,
    };
  }

  /** Computed once for the same patients and the same question, for whoever may read exactly these patients. */
  private compute(columns: SubjectColumns, question: Question): Computed {
    const key = JSON.stringify([columns.identity, question]);
    const known = this.computed.get(key);
    if (known) return known;
    const computed = computeFrom(columns, question);
    this.computed.set(key, computed);
    return computed;
  }
}

function refuseOutcomes(outcomes: readonly string[]): void {
  if (outcomes.length === 0) return;
  throw badInput(
    `survival may not be filtered by ${outcomes.join(', ')}: every condition must be ${outcomeRefused.en}`,
    outcomes.map((field) => ({ field, problem: 'rule', severity: 'error', expected: outcomeRefused })),
  );
}

/** Depends on the columns and the question alone, so that its result may be kept. */
function computeFrom(columns: SubjectColumns, { endpoint, groupBy, filter, confType, arms }: Question) {
  const chosen = columns.cohort(filter);
  const times = chosen.times(endpoints[endpoint], groupBy);
  if (times.groups.length > MOST_GROUPS) {
    throw badInput(`${groupBy} has ${times.groups.length} groups here; at most ${MOST_GROUPS} curves are drawn`);
  }
  const order = groupBy === 'arm' ? arms : [];
  const groups = times.groups.toSorted((a, b) => order.indexOf(a.label) - order.indexOf(b.label));
  const contradictions = contradictionCounts(chosen.contradictions());
  return {
    ...dropped(times),
    contradictions,
    contradictionWarnings: contradictions.length ? [warningOf(contradictions)] : [],
    ...statistics(groups, confType),
  };
}

/** The statistics of grouped times; pure, so that a script can repeat them. */
function statistics(groups: GroupedTimes['groups'], confType: ConfType) {
  const curves = groups.map(({ label, times }) => ({ label, curve: kaplanMeier(times, { confType }) }));
  const all = pooled(groups);
  const followUp = all ? kaplanMeier(all, { confType, reverse: true }).median : null;
  const [reference, comparison] = groups;
  const isPair = groups.length === 2 && reference !== undefined && comparison !== undefined;
  return {
    n: curves.reduce((sum, { curve }) => sum + curve.n, 0),
    bandMethod: curves[0]?.curve.method ?? statement('noCurve'),
    curves,
    draw: keepingLast(curves.map(({ curve }) => curve)),
    logRank: groups.length > 1 ? logRank(groups) : null,
    hazardRatios: isPair
      ? (['cox', 'mantel-haenszel', 'log-rank'] as const).map((estimator) => ({
          reference: reference.label,
          comparison: comparison.label,
          ...hazardRatio(reference.times, comparison.times, { estimator }),
        }))
      : [],
    followUp,
  };
}

/** Draws curves, and keeps the last drawing: most readers have pages of one width. */
function keepingLast(curves: readonly SurvivalCurve[]): (options: DrawnOptions) => DrawnCurve[] {
  let last: { readonly key: string; readonly drawn: DrawnCurve[] } | null = null;
  return (options) => {
    const key = JSON.stringify(options);
    if (last?.key !== key) last = { key, drawn: drawnCurves(curves, options) };
    return last.drawn;
  };
}

function pooled(groups: GroupedTimes['groups']) {
  if (groups.length === 0) return null;
  const join = (column: 'days' | 'events' | 'censored') => groups.flatMap(({ times }) => Array.from(times[column]));
  return { days: join('days'), events: join('events'), censored: join('censored') };
}

function dropped({ missing, ungrouped }: GroupedTimes) {
  const droppedReasons = dropReasons.flatMap((reason): CountedReason[] => {
    const n = reason === 'noGroup' ? ungrouped : (missing.get(reason) ?? 0);
    return n === 0 ? [] : [{ reason, n, ...inBoth(statement(reason, { n })) }];
  });
  return {
    dropped: droppedReasons.reduce((sum, { n }) => sum + n, 0),
    droppedReason: droppedReasons.length ? droppedReasons.map(({ en }) => en).join('; ') : null,
    droppedReasons,
  };
}

function warningOf(contradictions: readonly ContradictionCount[]): string {
  return `patients with contradictory outcomes: ${contradictions.map(({ en }) => en).join('; ')}`;
}
