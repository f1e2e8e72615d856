import { ctcaeTermOf, inBoth, type Label, statement, type Statement } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import {
  type Attribution,
  type EventCounts,
  type EventQuestion,
  type PatientWithEvent,
  type StudyAnswers,
  type SubjectColumns,
  type SubjectStore,
} from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { type ReadTransaction } from '../../../db/study-db.ts';
import {
  type AnalysisScope,
  cohortFilter,
  type CohortInput,
  leftOutOfAllSaid,
  leftOutSaid,
  type Protection,
  protectedWorst,
  protectionOfCounts,
  refuseNoGrouping,
  refuseSnapshotOfAll,
} from '../../cohort/index.ts';
import { learnImportedTerms } from '../../ctcae/index.ts';
import { readArms, type StudyScope, type StudyService } from '../../studies/index.ts';
import { groupsInFileName, orderOfGroups, withFixedGroups } from '../fixed-groups.ts';
import { type TableFiles } from '../table-files.ts';
import { MOST_GROUPS } from '../table-groups.ts';
import { safetyFiles } from './safety-files.ts';
import {
  type ComparedGroups,
  protectedRowsOf,
  rowIdOf,
  rowsOf,
  type SafetyRow,
  termOf,
  unjudgedEvents,
} from './safety.ts';

export interface SafetyRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly groupBy: string | null;
  readonly relatedTo: Attribution | null;
  readonly seriousOnly: boolean;
  readonly treatedOnly: boolean;
  /** Groups to compare; null: the first two. */
  readonly reference: string | null;
  readonly comparison: string | null;
  readonly scope?: AnalysisScope;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

export interface SafetyTable {
  readonly dataVersion: number;
  readonly population: readonly Statement[];
  readonly protection: Protection | null;
  readonly groupBy: string | null;
  readonly groups: readonly SafetyGroup[];
  /** Null where fewer than two groups have patients, or one that was named has none. */
  readonly compared: ComparedGroups | null;
  readonly rows: readonly SafetyRow[];
  readonly method: readonly Statement[];
}

export interface SafetyGroup {
  /** Null: without a value of the grouping variable; everybody where there is no grouping. */
  readonly value: string | null;
  readonly n: number;
  readonly atMost: boolean;
}

/** The number whose patients are asked for. */
export interface SafetyPlace {
  readonly group: string | null;
  /** `SafetyRow.id`. */
  readonly row: string;
  readonly gradeThreeOrMore: boolean;
}

export interface PatientsWithEvent {
  readonly total: number;
  readonly dataVersion: number;
  readonly rows: readonly PatientWithEvent[];
}

/** Patients that are listed behind one number; whoever needs more narrows the selection. */
export const MOST_LISTED = 500;

/** Answers that are kept; one of a hundred terms in two groups takes some 100 kB. */
const KEPT_ANSWERS = 50;

const causes: Readonly<Record<Attribution, Label>> = {
  haic: { en: 'HAIC', zh: ' HAIC ' },
  tki: { en: 'TKI', zh: ' TKI ' },
  ici: { en: 'ICI', zh: ' ICI ' },
  systemic: { en: 'TKI or ICI', zh: ' TKI 或 ICI ' },
  disease: { en: 'the disease', zh: '疾病' },
  other: { en: 'another cause', zh: '其他因素' },
};

export class SafetyService {
  private readonly counted = new LRUCache<string, EventCounts>({ max: KEPT_ANSWERS });

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly shared: StudyAnswers,
  ) {}

  /**
   * Adverse events by term, class and what is said of them, in each group; of one version of the study.
   *
   * @throws BAD_USER_INPUT for a variable that may not group, or too many groups; of all centres also for another grouping
   *   than the arm, a cause, or serious events alone: such counts could be subtracted from each other.
   */
  async table(ctx: PortalContext, asked: SafetyRequest): Promise<SafetyTable> {
    const own = this.studies.scope(ctx, asked.study);
    if (asked.scope === 'study' && !(await this.studies.coversStudy(ctx, own))) {
      return this.ofAllCentres(ctx, own, asked);
    }
    const filter = cohortFilter(asked.cohort);
    return this.columns.answer(
      ctx.asker,
      own.studyId,
      async (columns, tx) => {
        const request = await fixed(asked, columns);
        const counts = await this.count(columns, tx, request);
        const inOrder = ordered(counts, await this.orderOf(columns, tx, own.studyId, request));
        const groups = inOrder.groups.map((group) => ({ ...group, atMost: false }));
        const compared = comparedOf(groups, request);
        return {
          dataVersion: columns.version,
          population: leftOutSaid(columns.leftOut(filter), columns.counted),
          protection: null,
          groupBy: request.groupBy,
          groups,
          compared,
          rows: rowsOf(inOrder, compared),
          method: [...methodOf(request, groups, compared, counts), ...request.said],
        };
      },
      asked.snapshot,
    );
  }

  /** The events themselves and a script that counts them again in R; null where numbers are protected. @throws as `table`. */
  async files(ctx: PortalContext, asked: SafetyRequest): Promise<TableFiles | null> {
    const own = this.studies.scope(ctx, asked.study);
    if (asked.scope === 'study' && !(await this.studies.coversStudy(ctx, own))) return null;
    const { study } = asked;
    return this.columns.answer(
      ctx.asker,
      own.studyId,
      async (columns, tx) => {
        const request = await fixed(asked, columns);
        const { groupBy } = request;
        const counts = await this.count(columns, tx, request);
        const inOrder = ordered(counts, await this.orderOf(columns, tx, own.studyId, request));
        const compared = comparedOf(inOrder.groups, request);
        const records = columns.cohort(cohortFilter(request.cohort)).eventRows(questionOf(request));
        const name = `${study}-safety${groupBy === null ? '' : `-${groupsInFileName(groupBy)}`}`;
        const title = `Adverse events of ${study}, ${columns.origin}`;
        return safetyFiles(records, { groups: inOrder.groups, compared, rows: rowsOf(inOrder, compared) }, name, title);
      },
      asked.snapshot,
    );
  }

  /** The patients behind one number, of the centres that the asker may read. @throws as `table`. */
  async patients(ctx: PortalContext, asked: SafetyRequest, place: SafetyPlace): Promise<PatientsWithEvent> {
    const own = this.studies.scope(ctx, asked.study);
    return this.columns.answer(
      ctx.asker,
      own.studyId,
      async (columns, tx) => {
        const request = await fixed(asked, columns);
        const chosen = columns.cohort(cohortFilter(request.cohort));
        await learnTerms(chosen.eventTexts(), tx);
        const all = chosen.withEvent(questionOf(request), place.group, (key) => rowIdOf(key) === place.row);
        const found = place.gradeThreeOrMore ? all.filter(({ grade }) => grade >= 3) : all;
        return { total: found.length, dataVersion: columns.version, rows: found.slice(0, MOST_LISTED) };
      },
      asked.snapshot,
    );
  }

  /** Protected: by arm alone and every event, as the cohort page has them. */
  private async ofAllCentres(ctx: PortalContext, own: StudyScope, request: SafetyRequest): Promise<SafetyTable> {
    refuseSnapshotOfAll(request.snapshot);
    const { groupBy, relatedTo, seriousOnly } = request;
    if (groupBy !== 'arm' || relatedTo !== null || seriousOnly) throw onlyByArm(request);
    const { disclosure } = await this.studies.one(ctx, request.study);
    const arms = (await this.studies.arms(ctx, own.studyId)).map(({ code }) => code);
    const question = { filter: cohortFilter(request.cohort), groupBy, check: () => undefined };
    return this.shared.answer(ctx.asker, own, disclosure, question, (shown, { version, leavesOut }) => {
      const known = (shown.values('arm') ?? []).filter(({ count }) => !count.atMost && count.n > 0);
      const inOrder = known.toSorted((a, b) => placeOf(arms, a.value) - placeOf(arms, b.value));
      const groups = inOrder.map(({ value, count }) => ({ value, ...count }));
      const compared = comparedOf(groups, request);
      return {
        dataVersion: version,
        population: leftOutOfAllSaid(leavesOut),
        protection: protectionOfCounts(disclosure),
        groupBy,
        groups,
        compared,
        rows: protectedRowsOf(inOrder, protectedWorst(shown), shown.worstGrades('arm'), compared),
        method: [statement('worstGradeCounts'), statement('ofAllPatients'), ...differenceSaid(groups, compared)],
      };
    });
  }

  private async orderOf(
    columns: SubjectColumns,
    tx: ReadTransaction,
    studyId: number,
    { groupBy }: SafetyRequest,
  ): Promise<readonly string[]> {
    return orderOfGroups(groupBy, groupBy === 'arm' ? await readArms(tx, studyId, columns.frozen) : []);
  }

  /** Counted once for the same patients and the same question, for whoever may read exactly these patients. */
  private async count(columns: SubjectColumns, tx: ReadTransaction, request: SafetyRequest): Promise<EventCounts> {
    const filter = cohortFilter(request.cohort);
    const chosen = columns.cohort(filter);
    const texts = chosen.eventTexts();
    await learnTerms(texts, tx);
    const { groupBy, relatedTo, seriousOnly, treatedOnly } = request;
    // Terms may have been imported since.
    const unknown = texts.filter((text) => ctcaeTermOf(text) === null).length;
    const key = JSON.stringify([columns.identity, filter, groupBy, relatedTo, seriousOnly, treatedOnly, unknown]);
    const counts = this.counted.get(key) ?? chosen.eventCounts(questionOf(request));
    this.counted.set(key, counts);
    const values = counts.groups.filter(({ value }) => value !== null);
    if (values.length > MOST_GROUPS) {
      throw badInput(
        `${groupBy} has ${values.length} groups here; at most ${MOST_GROUPS} are shown beside each other`,
        [
          {
            field: 'groupBy',
            problem: 'rule',
            severity: 'error',
            expected: { en: `a variable with at most ${MOST_GROUPS} groups`, zh: `至多分为 ${MOST_GROUPS} 组的变量` },
          },
        ],
      );
    }
    return counts;
  }
}

function questionOf({ groupBy, relatedTo, seriousOnly, treatedOnly }: SafetyRequest): EventQuestion {
  return { groupBy, relatedTo, seriousOnly, treatedOnly, termOf };
}

/** The imported terms of CTCAE, where a stored text is none of those that this process knows. */
async function learnTerms(texts: readonly string[], tx: ReadTransaction): Promise<void> {
  if (texts.some((text) => ctcaeTermOf(text) === null)) await learnImportedTerms(tx);
}

/** @throws BAD_USER_INPUT for a variable that may not group. */
async function fixed(request: SafetyRequest, columns: SubjectColumns) {
  if (request.groupBy !== null) refuseNoGrouping(request.groupBy, columns.own);
  return withFixedGroups(columns, cohortFilter(request.cohort), request);
}

function onlyByArm({ groupBy, relatedTo }: SafetyRequest): Error {
  const field = groupBy !== 'arm' ? 'groupBy' : relatedTo === null ? 'seriousOnly' : 'relatedTo';
  const expected: Label = {
    en: 'for numbers of all centres: by arm, every event, whatever its cause',
    zh: '全部中心的数值仅可按治疗组、计全部事件（不限原因）',
  };
  return badInput(`${field} of adverse events must be ${expected.en}`, [
    { field, problem: 'rule', severity: 'error', expected },
  ]);
}

/** Groups that have an order in it, others by name; without a value last. */
function ordered(counts: EventCounts, arms: readonly string[]): EventCounts {
  const places = counts.groups.map((_, place) => place);
  const order = places.toSorted(
    (a, b) => placeOf(arms, counts.groups[a]?.value ?? null) - placeOf(arms, counts.groups[b]?.value ?? null) || a - b,
  );
  const inOrder = <T>(list: readonly T[]): T[] => order.flatMap((place) => list.slice(place, place + 1));
  return {
    ...counts,
    groups: inOrder(counts.groups),
    rows: counts.rows.map(({ key, cells }) => ({ key, cells: inOrder(cells) })),
  };
}

function placeOf(codes: readonly string[], value: string | null): number {
  if (value === null) return codes.length + 1;
  const place = codes.indexOf(value);
  return place < 0 ? codes.length : place;
}

function comparedOf(
  groups: readonly Pick<SafetyGroup, 'value'>[],
  { reference, comparison }: SafetyRequest,
): ComparedGroups | null {
  const named = groups.flatMap(({ value }, place) => (value === null ? [] : [{ value, place }]));
  const first =
    reference === null
      ? named.find(({ value }) => value !== comparison)
      : named.find(({ value }) => value === reference);
  const second =
    comparison === null
      ? named.find(({ value }) => value !== first?.value)
      : named.find(({ value }) => value === comparison);
  if (!first || !second || first.place === second.place) return null;
  return { reference: first.place, comparison: second.place };
}

function methodOf(
  { relatedTo, seriousOnly, treatedOnly }: SafetyRequest,
  groups: readonly SafetyGroup[],
  compared: ComparedGroups | null,
  counts: EventCounts,
): Statement[] {
  const { untreated, withoutDay, beforeStart } = counts;
  return [
    statement('worstGradeCounts'),
    treatedOnly ? statement('ofTreatedPatients', { untreated }) : statement('ofAllPatients'),
    ...(relatedTo === null
      ? []
      : [statement('attributedEvents', { cause: causes[relatedTo], unjudged: unjudgedEvents(counts, relatedTo) })]),
    ...(seriousOnly ? [statement('seriousEventsAlone')] : []),
    ...differenceSaid(groups, compared),
    statement('daysToFirstEvent', { timeZero: inBoth(statement('firstHaicIsTimeZero')), withoutDay, beforeStart }),
  ];
}

function differenceSaid(groups: readonly SafetyGroup[], compared: ComparedGroups | null): Statement[] {
  if (!compared) return [];
  const nameOf = (place: number) => groups[place]?.value ?? '';
  const names = { comparison: nameOf(compared.comparison), reference: nameOf(compared.reference) };
  return [statement('newcombeDifference', names)];
}
