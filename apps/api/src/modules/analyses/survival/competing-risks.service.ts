import { type CohortFilter, type Statement } from '@haim/schema';
import { type Call, type NamedCall, runCall, type Table, toRTogether } from '@haim/stats';
import { LRUCache } from 'lru-cache';
import { type FollowUpNeeded, type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, leftOutSaid } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyRow, type StudyService } from '../../studies/index.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { inTableOrder, MOST_GROUPS, orderOfValues } from '../table-groups.ts';
import {
  competingCells,
  type CompetingEndpoint,
  competingEvents,
  competingRisks,
  type CompetingNumbers,
  type CompetingTimes,
  competingTimes,
} from './competing-risks.ts';
import { endpointSaid, originOf } from './endpoint-rule.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { followUpNeeded } from './minimum-follow-up.ts';
import { dropped, refuseQuestion } from './survival-question.ts';
import { timedPatients } from './timed-patients.ts';

export interface CompetingRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  readonly groupBy: string | null;
  readonly cohort: CohortInput | null;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

interface Question {
  readonly endpoint: CompetingEndpoint;
  readonly groupBy: string | null;
  /** What a caption says of the groups. */
  readonly said: readonly Statement[];
  readonly filter: CohortFilter | null;
  readonly arms: readonly string[];
  readonly followUp: FollowUpNeeded | null;
}

type Groups = readonly { readonly label: string; readonly times: CompetingTimes }[];

const MOST_KEPT = 20;
/** Where the script compares the curves. */
const scriptMonths = [6, 12, 24, 36, 48, 60];
const everybody = 'All';
/** In the head of the script. */
const inWords = {
  progression: 'progression',
  death: 'death',
  response: 'response',
  progressionOrDeath: 'progression or death without response',
  nextTreatment: 'later treatment',
} as const;

export class CompetingRisksService {
  private readonly kept = new LRUCache<string, CompetingNumbers>({ max: MOST_KEPT });

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * What happened first in each group, the event of interest or what competes with it, of the centres that the asker may read.
   *
   * @throws BAD_USER_INPUT for an endpoint with which nothing competes, a variable by which curves may not be grouped, too
   * many groups, and a cohort chosen by an outcome.
   */
  risks(ctx: PortalContext, request: CompetingRequest) {
    return this.asked(ctx, request, (columns, question, row) => {
      const key = JSON.stringify([columns.identity, columns.own, question]);
      const { endpoint } = question;
      const numbers = this.kept.get(key) ?? competingRisks(endpoint, groupsOf(columns, question));
      this.kept.set(key, numbers);
      const chosen = columns.cohort(question.filter);
      const times = chosen.times(endpoints[endpoint], question.groupBy, question.followUp);
      return {
        endpoint,
        groupBy: question.groupBy,
        groups: numbers.groups,
        tests: numbers.tests,
        recipe: row.recipe,
        timeZero: originOf(endpoint, row),
        monthDays: row.monthDays,
        dataVersion: columns.version,
        droppedReasons: dropped(times, question.followUp).droppedReasons,
        population: leftOutSaid(columns.leftOut(question.filter), columns.counted),
        // The rule of the endpoint comes first, and what comes first here has its own words.
        method: [...numbers.method, ...endpointSaid(endpoint, row, chosen).slice(1), ...question.said],
        request,
      };
    });
  }

  /** The patients' times and first events, and a script that makes curves and tests of them in R. */
  files(ctx: PortalContext, request: CompetingRequest): Promise<TableFiles> {
    return this.asked(ctx, request, (columns, question, row) => {
      const groups = groupsOf(columns, question);
      const data = `${request.study}-${question.endpoint}-competing-risks-data`;
      const table: Table = {
        days: groups.flatMap(({ times }) => Array.from(times.days, String)),
        first: groups.flatMap(({ times }) => Array.from(times.cause, String)),
        group: groups.flatMap(({ label, times }) => Array.from(times.days, () => label)),
      };
      const [interest, competing] = competingEvents[question.endpoint].map((event) => inWords[event]);
      const title = `Competing risks of ${request.study}, ${columns.origin}: 1 is ${interest}, 2 is ${competing}`;
      const last = Math.max(0, ...groups.flatMap(({ times }) => Array.from(times.days)));
      const times = scriptMonths.map((month) => month * row.monthDays).filter((day) => day <= last);
      const by = groups.length > 1 ? { group: 'group' } : {};
      const call: Call = { fn: 'cif', args: { time: 'days', status: 'first', ...by, times } };
      const isAny = groups.some(({ times: own }) => own.cause.some((cause) => cause > 0));
      const calls: NamedCall[] = isAny ? [{ name: 'competing risks', call, result: runCall(call, table) }] : [];
      return { name: data, ...csvOfTable(table), script: toRTogether(calls, [title], `${data}.csv`) };
    });
  }

  private asked<T>(
    ctx: PortalContext,
    request: CompetingRequest,
    work: (columns: SubjectColumns, question: Question, row: StudyRow) => T,
  ): Promise<T> {
    const { studyId } = this.studies.scope(ctx, request.study);
    const endpoint = competingEndpoint(request.endpoint);
    const filter = cohortFilter(request.cohort);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (columns, tx) => {
        refuseQuestion(request, columns.own);
        const [row, arms] = await Promise.all([
          readStudy(tx, studyId, columns.frozen),
          readArms(tx, studyId, columns.frozen),
        ]);
        const { groupBy, said } = await withFixedGroups(columns, filter, request);
        return work(columns, { endpoint, groupBy, said, filter, arms, followUp: followUpNeeded(row) }, row);
      },
      request.snapshot,
    );
  }
}

function competingEndpoint(endpoint: EndpointName): CompetingEndpoint {
  if (endpoint !== 'OS') return endpoint;
  const offered = Object.keys(competingEvents).join(', ');
  throw badInput(`endpoint must be one of ${offered}: nothing competes with a death from any cause`, [
    {
      field: 'endpoint',
      problem: 'rule',
      severity: 'error',
      expected: {
        en: `one of ${offered}: nothing competes with a death from any cause`,
        zh: `${offered} 之一：全因死亡没有竞争事件`,
      },
    },
  ]);
}

/** In the order of the study or of the code list. @throws BAD_USER_INPUT where there are more than curves can show. */
function groupsOf(columns: SubjectColumns, { endpoint, groupBy, filter, arms, followUp }: Question): Groups {
  const names = [...competingCells, ...(groupBy === null ? [] : [groupBy])];
  const timed = timedPatients(columns.cohort(filter), endpoint, names, followUp);
  const { days, cause } = competingTimes(endpoint, timed);
  const labels = groupBy === null ? null : (timed.cells[competingCells.length] ?? []);
  const rows = new Map<string, number[]>();
  days.forEach((_, row) => {
    const label = labels === null ? everybody : labels[row];
    if (label === null || label === undefined) return;
    const own = rows.get(String(label)) ?? [];
    own.push(row);
    rows.set(String(label), own);
  });
  if (rows.size > MOST_GROUPS) {
    throw badInput(`${groupBy} has ${rows.size} groups here; at most ${MOST_GROUPS} are drawn`);
  }
  const order = groupBy === null ? [] : orderOfValues(groupBy, arms, columns.own);
  return inTableOrder([...rows.keys()].toSorted(), (label) => label, order).map((label) => {
    const own = rows.get(label) ?? [];
    return {
      label,
      times: {
        days: Float64Array.from(own, (row) => days[row] as number),
        cause: Uint8Array.from(own, (row) => cause[row] as number),
      },
    };
  });
}
