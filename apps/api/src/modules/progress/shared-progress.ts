import { type DayCounts, type DisclosureRule, statement, type StudyPlan, variableIn } from '@haim/schema';
import { kaplanMeier } from '@haim/stats';
import { type FollowUpNeeded, type ProtectedCohort } from '../../columns/index.ts';
import { endpoints } from '../analyses/index.ts';
import { accrualDay, protectedHistogram } from '../cohort/index.ts';
import { informationOf } from './information.ts';

/** An arm of all centres; null is what its curve does not tell. */
export interface SharedArm {
  readonly arm: string;
  readonly n: number;
  readonly deaths: number | null;
  readonly progressions: number | null;
  readonly medianDays: number | null;
  readonly lowerDays: number | null;
  readonly upperDays: number | null;
}

/**
 * How far the whole study has come, from what the pages *Cohort* and *Survival* tell of it and nothing besides: patients by
 * arm, recruitment, and events and follow-up of the protected curves.
 *
 * @param arms - in the order of the study.
 * @param followUp - as curves have it.
 */
export function sharedProgress(
  whole: ProtectedCohort,
  arms: readonly string[],
  plan: StudyPlan,
  { monthDays, disclosure }: { readonly monthDays: number; readonly disclosure: DisclosureRule },
  followUp: FollowUpNeeded | null,
) {
  const sizes = whole.values('arm') ?? [];
  const times = (name: 'OS' | 'PFS') =>
    new Map(whole.times(endpoints[name], 'arm', monthDays, followUp).groups.map((one) => [one.label, one.times]));
  const [os, pfs] = [times('OS'), times('PFS')];
  const told = arms.flatMap((arm): SharedArm[] => {
    const size = sizes.find(({ value }) => value === arm)?.count;
    if (!size || size.atMost) return [];
    const [survival, progression] = [os.get(arm), pfs.get(arm)];
    const median = survival ? kaplanMeier(survival, { reverse: true, confType: 'log' }).median : null;
    return [
      {
        ...{ arm, n: size.n, deaths: eventsOf(survival), progressions: eventsOf(progression) },
        medianDays: median?.estimate ?? null,
        lowerDays: median?.lower ?? null,
        upperDays: median?.upper ?? null,
      },
    ];
  });
  const day = variableIn(accrualDay, { own: [] });
  return {
    ...{ n: whole.n, groups: told },
    withheldArms: arms.filter((arm) => !told.some((one) => one.arm === arm)),
    accrual: day ? protectedHistogram(whole, whole, day) : null,
    information: sharedInformation(plan, told, disclosure),
  };
}

function sharedInformation(plan: StudyPlan, arms: readonly SharedArm[], { minimumAtRisk }: DisclosureRule) {
  const counted = arms.flatMap(({ arm, n, deaths, progressions }) => {
    const events = plan.endpoint === 'OS' ? deaths : progressions;
    return events === null ? [] : [{ arm, n, events }];
  });
  // Events of one arm against a plan of two would say nothing.
  const found = counted.length === arms.length ? informationOf(plan, counted) : null;
  return (
    found && { ...found, statements: [...found.statements, statement('eventsOfProtectedCurves', { minimumAtRisk })] }
  );
}

/** Of a protected curve; null where there is none. */
function eventsOf(times: DayCounts | undefined): number | null {
  return times ? Array.from(times.events).reduce((sum, n) => sum + n, 0) : null;
}
