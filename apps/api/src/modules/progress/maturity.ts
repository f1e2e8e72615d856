import { kaplanMeier } from '@haim/stats';
import { type Cohort, type Endpoint, type GroupedTimes } from '../../columns/index.ts';
import { endpoints } from '../analyses/index.ts';

/** Follow-up and events of an arm, or of everybody. */
export interface Maturity {
  /** null: everybody whom analyses count. */
  readonly arm: string | null;
  readonly n: number;
  /** With a time of overall survival. */
  readonly followed: number;
  readonly deaths: number;
  /** With a time of progression-free survival, and how many of these progressed or died. */
  readonly imaged: number;
  readonly progressions: number;
  /** Reverse Kaplan-Meier median of overall survival; null where it is not reached. */
  readonly medianDays: number | null;
  readonly lowerDays: number | null;
  readonly upperDays: number | null;
}

type Times = GroupedTimes['groups'][number]['times'];

/** Everybody first, then the arms in the order of the study. */
export function maturityOf(cohort: Cohort, arms: readonly string[]): Maturity[] {
  const byArm = (endpoint: Endpoint) =>
    new Map(cohort.times(endpoint, 'arm').groups.map((one) => [one.label, one.times]));
  const all = (endpoint: Endpoint) => cohort.times(endpoint, null).groups[0]?.times;
  const [os, pfs] = [byArm(endpoints.OS), byArm(endpoints.PFS)];
  const sizes = new Map(cohort.values('arm').map(({ value, n }) => [value, n]));
  return [
    oneOf(null, cohort.n, all(endpoints.OS), all(endpoints.PFS)),
    ...arms.map((arm) => oneOf(arm, sizes.get(arm) ?? 0, os.get(arm), pfs.get(arm))),
  ];
}

function oneOf(arm: string | null, n: number, os: Times | undefined, pfs: Times | undefined): Maturity {
  const [died, progressed] = [tallyOf(os), tallyOf(pfs)];
  const median = os && died.n > 0 ? kaplanMeier(os, { reverse: true, confType: 'log' }).median : null;
  return {
    ...{ arm, n, followed: died.n, deaths: died.events, imaged: progressed.n, progressions: progressed.events },
    medianDays: median?.estimate ?? null,
    lowerDays: median?.lower ?? null,
    upperDays: median?.upper ?? null,
  };
}

function tallyOf(times: Times | undefined): { n: number; events: number } {
  const sum = (column: ArrayLike<number> | undefined) => Array.from(column ?? []).reduce((total, n) => total + n, 0);
  const events = sum(times?.events);
  return { n: events + sum(times?.censored), events };
}
