import {
  groupsAtLandmark,
  isLandmark,
  isOfLandmark,
  type LandmarkGroups,
  landmarkOutcomes,
  readLandmark,
  statement,
  type Statement,
  type SurvivalTime,
} from '@haim/schema';
import { type Call, landmark, runCall, type NamedCall, type Table, tally, toRTogether } from '@haim/stats';
import { type Cohort, type FollowUpNeeded, type GroupedTimes } from '../../../columns/index.ts';
import { badInput } from '../../../context/portal-error.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { type CurvesInR, curveCalls } from './survival-files.ts';
import { timedPatients, type TimedPatients } from './timed-patients.ts';

export interface LandmarkTimes extends GroupedTimes {
  /** Patients whose time ended by the landmark. */
  readonly ended: number;
}

/** The variables that say when each outcome was there, and why that is not known; null days: never. */
const columns = {
  response: ['ttrDays', 'ttrMissing', 'ttrEvent'],
  progression: ['daysToProgression', 'pfsMissing'],
  nextTreatment: ['daysToNextTreatment', 'ttntMissing'],
} as const;
/** A snapshot that is older than these endpoints keeps none of the days. */
const kept = 'ttrMissing';

/**
 * The landmark of a grouping, null for any other.
 *
 * @throws BAD_USER_INPUT where it is not understood, or where the time ends with the outcome or begins with it.
 */
export function landmarkOf(groupBy: string | null, endpoint: EndpointName): LandmarkGroups | null {
  if (groupBy === null || !isLandmark(groupBy)) return null;
  const { landmark: found, issues } = readLandmark(groupBy);
  const [issue] = issues;
  if (!found) {
    const expected = issue?.expected ?? { en: 'a landmark', zh: '界标' };
    throw badInput(`groupBy: ${groupBy.slice(0, 200)} is not understood; expected ${expected.en}`, [
      { field: 'groupBy', problem: 'rule', severity: 'error', expected },
    ]);
  }
  if (isOfLandmark(endpoint, found.outcome)) return found;
  const offered = landmarkOutcomes[found.outcome].join(', ');
  throw badInput(
    `endpoint must be one of ${offered} for groups by ${found.outcome}: ${endpoint} is a part of what they are made by`,
    [
      {
        field: 'endpoint',
        problem: 'rule',
        severity: 'error',
        expected: {
          en: `one of ${offered} for groups by this outcome`,
          zh: `按该结局分组时为 ${offered} 之一`,
        },
      },
    ],
  );
}

/** What a caption says of groups at a landmark. */
export function landmarkSaid({ outcome, days }: LandmarkGroups): Statement[] {
  return [statement('groupsAtLandmark', { outcome, days }), statement('landmarkBeforehand')];
}

/** Times from the landmark on, of the patients whose time had not ended by then, by whether they had the outcome. */
export function landmarkTimes(
  cohort: Cohort,
  endpoint: EndpointName,
  at: LandmarkGroups,
  followUp: FollowUpNeeded | null,
): LandmarkTimes {
  const { missing, short } = cohort.times(endpoints[endpoint], null, followUp);
  const { split, unknown } = splitOf(cohort, endpoint, at, followUp);
  const groups = [split.unexposed, split.exposed].flatMap((times, g) =>
    times.length === 0 ? [] : [{ label: groupsAtLandmark[g] ?? '', times: tally(times) }],
  );
  return { groups, ungrouped: unknown, missing, short, ended: split.excluded };
}

/** The patients whose time had not ended by the landmark, with their time from it on and the group that they are in then. */
export interface PatientsAtLandmark extends TimedPatients {
  readonly groups: readonly (typeof groupsAtLandmark)[number][];
  readonly ended: number;
  /** Of whom it is not known whether they had the outcome. */
  readonly unknown: number;
}

/** @param variables - of which each patient's value is wanted. */
export function patientsAtLandmark(
  cohort: Cohort,
  endpoint: EndpointName,
  at: LandmarkGroups,
  variables: readonly string[],
  followUp: FollowUpNeeded | null,
): PatientsAtLandmark {
  const { split, known, unknown, others } = splitOf(cohort, endpoint, at, followUp, variables);
  const groupOf = new Map([
    ...split.unexposedIndices.map((row) => [row, groupsAtLandmark[0]] as const),
    ...split.exposedIndices.map((row) => [row, groupsAtLandmark[1]] as const),
  ]);
  const subjects = [...groupOf.keys()].toSorted((a, b) => a - b);
  const rows = subjects.map((subject) => known[subject] as number);
  return {
    days: Float64Array.from(rows, (row) => (others.days[row] as number) - at.days),
    event: Uint8Array.from(rows, (row) => others.event[row] as number),
    cells: others.cells.map((cells) => rows.map((row) => cells[row] ?? null)),
    groups: subjects.map((subject) => groupOf.get(subject) ?? groupsAtLandmark[0]),
    ended: split.excluded,
    unknown,
  };
}

/** The patients who are still followed at the landmark, and a script that makes groups and curves of them in R. */
export function landmarkFiles(
  cohort: Cohort,
  endpoint: EndpointName,
  at: LandmarkGroups,
  followUp: FollowUpNeeded | null,
  about: Omit<CurvesInR, 'groups'>,
): TableFiles {
  const { split, subjects } = splitOf(cohort, endpoint, at, followUp);
  const rows = [...split.unexposedIndices, ...split.exposedIndices].toSorted((a, b) => a - b);
  const isExposed = new Set(split.exposedIndices);
  const of = (value: (subject: (typeof subjects)[number], row: number) => string | null) =>
    rows.map((row) => value(subjects[row] as (typeof subjects)[number], row));
  const table: Table = {
    days_from_time_zero: of(({ days }) => String(days)),
    outcome_day: of(({ exposedAtDays }) => (exposedAtDays === null ? null : String(exposedAtDays))),
    days: of(({ days }) => String(days - at.days)),
    event: of(({ event }) => (event ? '1' : '0')),
    group: of((_, row) => groupsAtLandmark[isExposed.has(row) ? 1 : 0]),
  };
  const present = groupsAtLandmark.filter((_, g) => (g === 0 ? split.unexposed : split.exposed).length > 0);
  const hasEvents = (times: readonly SurvivalTime[]) => times.some(({ event }) => event);
  const groups: Call = {
    fn: 'landmark',
    args: { time: 'days_from_time_zero', event: 'event', exposureTime: 'outcome_day', landmark: at.days },
  };
  const calls = [
    ...(hasEvents(split.exposed) && hasEvents(split.unexposed)
      ? [{ name: 'groups at the landmark', call: groups }]
      : []),
    ...curveCalls({ ...about, groups: present }, true),
  ].map(({ name, call }): NamedCall => ({ name, call, result: runCall(call, table) }));
  const title = `${about.title}: groups by ${at.outcome} by day ${at.days}, days from there`;
  return { name: about.name, ...csvOfTable(table), script: toRTogether(calls, [title], `${about.name}.csv`) };
}

function splitOf(
  cohort: Cohort,
  endpoint: EndpointName,
  { outcome, days: landmarkDays }: LandmarkGroups,
  followUp: FollowUpNeeded | null,
  variables: readonly string[] = [],
) {
  const [day, missing, flag] = columns[outcome];
  const asked = [day, missing, kept, ...(flag ? [flag] : [])];
  const { days, event, cells } = timedPatients(cohort, endpoint, [...asked, ...variables], followUp);
  const [when = [], why = [], isKept = [], has] = cells.slice(0, asked.length);
  const others = { days, event, cells: cells.slice(asked.length) };
  const known = [...days.keys()].filter((row) => why[row] === null && isKept[row] !== 'notKept');
  const subjects = known.map((row) => {
    const at = has && has[row] !== 'true' ? null : (when[row] ?? null);
    return { days: days[row] as number, event: event[row] === 1, exposedAtDays: at === null ? null : Number(at) };
  });
  return { split: landmark(subjects, landmarkDays), subjects, known, others, unknown: days.length - known.length };
}
