import { type Cohort, type FollowUpNeeded } from '../../../columns/index.ts';
import { type Cells } from './cox-columns.ts';
import { type EndpointName, endpoints } from './endpoints.ts';

/** The patients of a cohort whom its curves count, in columns of equal length. */
export interface TimedPatients {
  /** From time zero. */
  readonly days: Float64Array;
  /** 1 where the event was observed, 0 where the patient was censored. */
  readonly event: Uint8Array;
  /** By variable. */
  readonly cells: readonly Cells[];
}

/** Patients with a time to the endpoint, and their values of these variables; who could not be followed is left out if the study says so. */
export function timedPatients(
  cohort: Cohort,
  endpoint: EndpointName,
  variables: readonly string[],
  followUp: FollowUpNeeded | null,
): TimedPatients {
  const { days: time, event: flag } = endpoints[endpoint];
  const [days = [], event = [], start = [], ...columns] = cohort.rows([time, flag, 'startedOn', ...variables]);
  const isLate = (row: number) => followUp?.excludes === true && Number(start[row] ?? 0) > followUp.latestStart;
  const rows: number[] = [];
  days.forEach((day, row) => {
    if (day !== null && !isLate(row)) rows.push(row);
  });
  const everybody = rows.length === days.length;
  return {
    days: Float64Array.from(rows, (row) => Number(days[row])),
    event: Uint8Array.from(rows, (row) => (event[row] === 'true' ? 1 : 0)),
    cells: columns.map((column) => (everybody ? column : rows.map((row) => column[row] ?? null))),
  };
}
