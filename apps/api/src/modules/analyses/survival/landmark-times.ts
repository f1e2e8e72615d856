import {
  groupsAtLandmark,
  groupsOfLandmark,
  isLandmark,
  isOfLandmark,
  type LandmarkGroups,
  landmarkOutcomes,
  readLandmark,
  statement,
  type Statement,
} from '@haim/schema';
import { type Call, landmark, runCall, type NamedCall, type Table, tally, toRTogether } from '@haim/stats';
import {
  type Cohort,
  type FollowUpNeeded,
  type GroupedTimes,
  type SubjectColumns,
  withReadColumn,
} from '../../../columns/index.ts';
import { badInput } from '../../../context/portal-error.ts';
import { type ReadTransaction } from '../../../db/study-db.ts';
import { type StudyRow, type StudyScope } from '../../studies/index.ts';
import { bestByDay, responses } from '../counted-images.ts';
import { needImages } from '../kept-parts.ts';
import { imagesOfPatients } from '../response-images.query.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { type CurvesInR, curveCalls } from './survival-files.ts';
import { timedPatients, type TimedPatients } from './timed-patients.ts';

export interface LandmarkTimes extends GroupedTimes {
  /** Patients whose time ended by the landmark. */
  readonly ended: number;
}

/** Of the images up to a landmark, read from the records: the analysis row has the day of a response alone. */
const bestByThen = 'bestResponseByThen';
/** The variables that say when each outcome was there, and why that is not known; null days: never. */
const columns = {
  response: ['ttrDays', 'ttrMissing', 'ttrEvent'],
  bestResponse: [bestByThen, 'ttrMissing'],
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
  const groups =
    outcome === 'bestResponse'
      ? statement('groupsByBestResponse', { days })
      : statement('groupsAtLandmark', { outcome, days });
  return [groups, statement('landmarkBeforehand')];
}

/**
 * The columns with what a grouping at a landmark needs of the records.
 *
 * @param settings - of the study, by which images count.
 * @throws BAD_USER_INPUT for a snapshot that keeps no images.
 */
export async function columnsAtLandmark(
  columns: SubjectColumns,
  tx: ReadTransaction,
  scope: StudyScope,
  landmark: LandmarkGroups | null,
  { recipe, cutoffOn }: Pick<StudyRow, 'recipe' | 'cutoffOn'>,
): Promise<SubjectColumns> {
  if (landmark?.outcome !== 'bestResponse') return columns;
  const { frozen } = columns;
  needImages(frozen);
  const { days } = landmark;
  const key = JSON.stringify([days, recipe, cutoffOn]);
  return withReadColumn(columns, { name: bestByThen, key, words: responses }, async (ids) => {
    const imagesOf = Map.groupBy(await imagesOfPatients(tx, scope, ids, frozen), ({ patientId }) => patientId);
    return new Map(
      ids.flatMap((id): [string, string][] => {
        const best = bestByDay(imagesOf.get(id) ?? [], days);
        return best === null ? [] : [[id, best]];
      }),
    );
  });
}

/** Times from the landmark on, of the patients whose time had not ended by then, by whether they had the outcome. */
export function landmarkTimes(
  cohort: Cohort,
  endpoint: EndpointName,
  at: LandmarkGroups,
  followUp: FollowUpNeeded | null,
): LandmarkTimes {
  const { missing, short } = cohort.times(endpoints[endpoint], null, followUp);
  const { followed, others, unknown, ended } = splitOf(cohort, endpoint, at, followUp);
  const groups = groupsOfLandmark(at.outcome).flatMap((label) => {
    const rows = followed.filter(({ group }) => group === label);
    const times = rows.map(({ row }) => ({
      days: (others.days[row] as number) - at.days,
      event: others.event[row] === 1,
    }));
    return times.length === 0 ? [] : [{ label, times: tally(times) }];
  });
  return { groups, ungrouped: unknown, missing, short, ended };
}

/** The patients whose time had not ended by the landmark, with their time from it on and the group that they are in then. */
export interface PatientsAtLandmark extends TimedPatients {
  readonly groups: readonly string[];
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
  const { followed, unknown, others, ended } = splitOf(cohort, endpoint, at, followUp, variables);
  const rows = followed.map(({ row }) => row);
  return {
    days: Float64Array.from(rows, (row) => (others.days[row] as number) - at.days),
    event: Uint8Array.from(rows, (row) => others.event[row] as number),
    cells: others.cells.map((cells) => rows.map((row) => cells[row] ?? null)),
    groups: followed.map(({ group }) => group),
    ended,
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
  const { followed, others } = splitOf(cohort, endpoint, at, followUp);
  const of = (value: (one: FollowedPatient) => string | null) => followed.map(value);
  const isOfTwo = at.outcome !== 'bestResponse';
  const table: Table = {
    days_from_time_zero: of(({ row }) => String(others.days[row])),
    ...(isOfTwo && { outcome_day: of(({ day }) => (day === null ? null : String(day))) }),
    days: of(({ row }) => String((others.days[row] as number) - at.days)),
    event: of(({ row }) => (others.event[row] === 1 ? '1' : '0')),
    group: of(({ group }) => group),
  };
  const present = groupsOfLandmark(at.outcome).filter((label) => followed.some(({ group }) => group === label));
  const haveEvents = present.every((label) =>
    followed.some(({ group, row }) => group === label && others.event[row] === 1),
  );
  const groups: Call = {
    fn: 'landmark',
    args: { time: 'days_from_time_zero', event: 'event', exposureTime: 'outcome_day', landmark: at.days },
  };
  const calls = [
    ...(isOfTwo && present.length === 2 && haveEvents ? [{ name: 'groups at the landmark', call: groups }] : []),
    ...curveCalls({ ...about, groups: present }, true),
  ].map(({ name, call }): NamedCall => ({ name, call, result: runCall(call, table) }));
  const by = isOfTwo ? at.outcome : 'best response of the images';
  const title = `${about.title}: groups by ${by} by day ${at.days}, days from there`;
  return { name: about.name, ...csvOfTable(table), script: toRTogether(calls, [title], `${about.name}.csv`) };
}

/** A patient whose time had not ended by the landmark. */
interface FollowedPatient {
  /** The place among those who have a time. */
  readonly row: number;
  readonly group: string;
  /** Of the outcome, whenever it was; null: never, or of no single day. */
  readonly day: number | null;
}

function splitOf(
  cohort: Cohort,
  endpoint: EndpointName,
  { outcome, days: landmarkDays }: LandmarkGroups,
  followUp: FollowUpNeeded | null,
  variables: readonly string[] = [],
) {
  const [value, missing, flag] = columns[outcome];
  const asked = [value, missing, kept, ...(flag ? [flag] : [])];
  const { days, event, cells } = timedPatients(cohort, endpoint, [...asked, ...variables], followUp);
  const [found = [], why = [], isKept = [], has] = cells.slice(0, asked.length);
  const others = { days, event, cells: cells.slice(asked.length) };
  const isBest = outcome === 'bestResponse';
  const known = [...days.keys()].filter(
    (row) => why[row] === null && isKept[row] !== 'notKept' && !(isBest && found[row] === null),
  );
  const subjects = known.map((row) => {
    const at = isBest || (has && has[row] !== 'true') ? null : (found[row] ?? null);
    return { days: days[row] as number, event: event[row] === 1, exposedAtDays: at === null ? null : Number(at) };
  });
  const { exposedIndices, unexposedIndices, excluded } = landmark(subjects, landmarkDays);
  const groupOf = new Map([
    ...unexposedIndices.map((subject) => [subject, groupsAtLandmark[0]] as const),
    ...exposedIndices.map((subject) => [subject, groupsAtLandmark[1]] as const),
  ]);
  const followed = [...groupOf.keys()]
    .toSorted((a, b) => a - b)
    .map((subject): FollowedPatient => {
      const row = known[subject] as number;
      const group = isBest ? String(found[row]) : (groupOf.get(subject) ?? groupsAtLandmark[0]);
      return { row, group, day: subjects[subject]?.exposedAtDays ?? null };
    });
  return { followed, others, ended: excluded, unknown: days.length - known.length };
}
