import { type CohortFilter, statement } from '@haim/schema';
import { type ConfType } from '@haim/stats';
import { LRUCache } from 'lru-cache';
import {
  type FollowUpNeeded,
  type StudyAnswers,
  type StudyQuestion,
  type SubjectColumns,
  type SubjectStore,
  toFigures,
} from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import {
  type AnalysisScope,
  cohortFilter,
  type CohortInput,
  leftOutOfAllSaid,
  leftOutSaid,
  protectionOfCurves,
  refuseSnapshotOfAll,
} from '../../cohort/index.ts';
import { type ContradictionCount, contradictionCounts } from '../../patients/index.ts';
import { readArms, readStudy, type StudyRow, type StudyScope, type StudyService } from '../../studies/index.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { type TableFiles } from '../table-files.ts';
import { MOST_GROUPS } from '../table-groups.ts';
import { endpointRule, endpointSaid, originOf } from './endpoint-rule.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { columnsAtLandmark, landmarkFiles, landmarkOf, landmarkSaid, landmarkTimes } from './landmark-times.ts';
import { followUpNeeded, followUpSaid } from './minimum-follow-up.ts';
import { survivalFiles } from './survival-files.ts';
import { dropped, inOrder, refuseQuestion } from './survival-question.ts';
import { statistics } from './survival-statistics.ts';
import { timedPatients } from './timed-patients.ts';

export interface SurvivalRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  readonly groupBy: string | null;
  readonly cohort: CohortInput | null;
  readonly confType: ConfType;
  readonly scope?: AnalysisScope;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

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
  readonly followUp: FollowUpNeeded | null;
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
    private readonly shared: StudyAnswers,
  ) {}

  /**
   * Curves, tests and ratios of one version of the study: all numbers of the answer come from the same rows.
   *
   * @throws BAD_USER_INPUT for a variable by which curves may not be grouped, a cohort chosen by an outcome (named in the
   * issues), or too many groups.
   */
  async analyse(ctx: PortalContext, request: SurvivalRequest) {
    const scope = this.studies.scope(ctx, request.study);
    const filter = cohortFilter(request.cohort);
    if (request.scope === 'study' && !(await this.studies.coversStudy(ctx, scope))) {
      return this.ofAllCentres(ctx, scope, request, filter);
    }
    const { endpoint, confType } = request;
    const { row, dataVersion, computed, population, rule, fixed } = await this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (known, tx) => {
        const landmark = landmarkOf(request.groupBy, endpoint);
        refuseQuestion(landmark ? { ...request, groupBy: null } : request, known.own);
        const [row, arms] = await Promise.all([
          readStudy(tx, scope.studyId, known.frozen),
          readArms(tx, scope.studyId, known.frozen),
        ]);
        const columns = await columnsAtLandmark(known, tx, scope, landmark, row);
        const followUp = followUpNeeded(row);
        const { groupBy, said } = landmark
          ? { groupBy: request.groupBy, said: landmarkSaid(landmark) }
          : await withFixedGroups(columns, filter, request);
        const computed = this.compute(columns, { endpoint, groupBy, filter, confType, arms, followUp });
        const population = leftOutSaid(columns.leftOut(filter), columns.counted);
        const isEmpty = landmark !== null && computed.curves.length === 1;
        const rule = endpointSaid(endpoint, row, columns.cohort(filter));
        return {
          row,
          dataVersion: columns.version,
          computed,
          population,
          rule,
          fixed: { groupBy, said: isEmpty ? [...said, statement('landmarkGroupEmpty')] : said },
        };
      },
      request.snapshot,
    );
    const { short, ...rest } = computed;
    const shown = { n: short, atMost: false };
    return {
      ...about({ ...request, groupBy: fixed.groupBy }, row, dataVersion),
      ...rest,
      population,
      endpointRule: rule,
      grouping: fixed.said,
      protection: null,
      droppedAtMost: false,
      withheldGroups: [],
      minimumFollowUp: row.minimumFollowUp && { ...shown, rule: followUpSaid(row.minimumFollowUp, shown) },
    };
  }

  /** The patients' times and a script that makes the curves of them in R, of the centres that the asker may read. @throws as `analyse`. */
  files(ctx: PortalContext, request: SurvivalRequest, untilDays: number): Promise<TableFiles> {
    const { study, endpoint, confType } = request;
    const scope = this.studies.scope(ctx, study);
    const { studyId } = scope;
    const filter = cohortFilter(request.cohort);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (known, tx) => {
        const landmark = landmarkOf(request.groupBy, endpoint);
        refuseQuestion(landmark ? { ...request, groupBy: null } : request, known.own);
        const [row, arms] = await Promise.all([
          readStudy(tx, studyId, known.frozen),
          readArms(tx, studyId, known.frozen),
        ]);
        const columns = await columnsAtLandmark(known, tx, scope, landmark, row);
        const followUp = followUpNeeded(row);
        const name = `${study}-${endpoint}-curves-data`;
        const title = `${endpoint} of ${study}, ${columns.origin}`;
        if (landmark) {
          return landmarkFiles(columns.cohort(filter), endpoint, landmark, followUp, {
            name,
            title,
            confType,
            untilDays,
          });
        }
        const { groupBy } = await withFixedGroups(columns, filter, request);
        const chosen = columns.cohort(filter);
        const { groups } = chosen.times(endpoints[endpoint], groupBy, followUp);
        refuseManyGroups(groupBy, groups.length);
        return survivalFiles(timedPatients(chosen, endpoint, groupBy === null ? [] : [groupBy], followUp), {
          ...{ name, title, confType, untilDays },
          groups: inOrder(groups, groupBy, arms).map(({ label }) => label),
        });
      },
      request.snapshot,
    );
  }

  /** The same from the protected numbers of all centres: curves, test and ratios are made of nothing else. */
  private async ofAllCentres(
    ctx: PortalContext,
    scope: StudyScope,
    request: SurvivalRequest,
    filter: CohortFilter | null,
  ) {
    refuseSnapshotOfAll(request.snapshot);
    refuseRespondersOfAll(request.endpoint);
    const { endpoint, groupBy, confType } = request;
    const row = await this.studies.one(ctx, scope.code);
    const arms = (await this.studies.arms(ctx, scope.studyId)).map(({ code }) => code);
    const question: StudyQuestion = {
      filter,
      groupBy,
      check: (own) => refuseQuestion(request, own),
    };
    return this.shared.answer(ctx.asker, scope, row.disclosure, question, (cohort, { version, leavesOut }) => {
      const times = cohort.times(endpoints[endpoint], groupBy, row.monthDays, followUpNeeded(row));
      refuseManyGroups(groupBy, times.groups.length);
      const { followUp, ...found } = statistics(inOrder(times.groups, groupBy, arms), confType);
      const short = times.short ?? { n: 0, atMost: true };
      return {
        ...about(request, row, version),
        ...found,
        population: leftOutOfAllSaid(leavesOut),
        endpointRule: endpointRule(endpoint, row),
        grouping: [],
        ...inFigures(found),
        followUp,
        dropped: times.dropped?.n ?? 0,
        droppedAtMost: times.dropped?.atMost ?? true,
        droppedReason: null,
        droppedReasons: [],
        contradictions: [],
        contradictionWarnings: [],
        withheldGroups: [...times.withheld],
        protection: protectionOfCurves(row.disclosure),
        minimumFollowUp: row.minimumFollowUp && { ...short, rule: followUpSaid(row.minimumFollowUp, short) },
      };
    });
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

/** Depends on the columns and the question alone, so that its result may be kept. */
function computeFrom(columns: SubjectColumns, { endpoint, groupBy, filter, confType, arms, followUp }: Question) {
  const chosen = columns.cohort(filter);
  const landmark = landmarkOf(groupBy, endpoint);
  const times = landmark
    ? landmarkTimes(chosen, endpoint, landmark, followUp)
    : chosen.times(endpoints[endpoint], groupBy, followUp);
  refuseManyGroups(groupBy, times.groups.length);
  const contradictions = contradictionCounts(chosen.contradictions());
  return {
    ...dropped(times, followUp),
    short: times.short,
    contradictions,
    contradictionWarnings: contradictions.length ? [warningOf(contradictions)] : [],
    ...statistics(inOrder(times.groups, groupBy, arms), confType),
  };
}

/** What every answer tells of its question. */
function about({ endpoint, groupBy, confType }: SurvivalRequest, row: StudyRow, dataVersion: number) {
  const { monthDays, recipe } = row;
  const landmark = landmarkOf(groupBy, endpoint);
  const timeZero = landmark ? statement('landmarkIsTimeZero', { days: landmark.days }) : originOf(endpoint, row);
  return { endpoint, groupBy, monthDays, recipe, timeZero, confType, dataVersion };
}

/** Whoever responded is a selection by an outcome, which all centres are never asked about. */
function refuseRespondersOfAll(endpoint: EndpointName): void {
  if (endpoint !== 'DOR') return;
  throw badInput('endpoint DOR is of responders, whom only their own centres tell apart: ask with the scope OWN', [
    {
      field: 'scope',
      problem: 'rule',
      severity: 'error',
      expected: {
        en: 'OWN: duration of response is of responders, whom only their own centres tell apart',
        zh: 'OWN：缓解持续时间仅针对缓解者，只有其所属中心可加以区分',
      },
    },
  ]);
}

function refuseManyGroups(groupBy: string | null, n: number): void {
  if (n > MOST_GROUPS) throw badInput(`${groupBy} has ${n} groups here; at most ${MOST_GROUPS} curves are drawn`);
}

/** Of tests two figures, of ratios three: they are made of rounded numbers. */
function inFigures({ logRank, hazardRatios }: Pick<ReturnType<typeof statistics>, 'logRank' | 'hazardRatios'>) {
  return {
    logRank: logRank && {
      ...logRank,
      chiSquare: toFigures(logRank.chiSquare, 2),
      pValue: toFigures(logRank.pValue, 2),
    },
    hazardRatios: hazardRatios.map((ratio) => ({
      ...ratio,
      hazardRatio: toFigures(ratio.hazardRatio, 3),
      lower: toFigures(ratio.lower, 3),
      upper: toFigures(ratio.upper, 3),
      pValue: toFigures(ratio.pValue, 2),
    })),
  };
}

function warningOf(contradictions: readonly ContradictionCount[]): string {
  return `patients with contradictory outcomes: ${contradictions.map(({ en }) => en).join('; ')}`;
}
