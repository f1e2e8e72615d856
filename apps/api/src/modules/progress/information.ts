import { statement, type Statement, type StudyPlan } from '@haim/schema';
import { detectableHazardRatio, logRankEvents, logRankPower } from '@haim/stats';

/** An arm with its patients who have a time to the endpoint of the plan, and their events. */
export interface ArmEvents {
  readonly arm: string;
  readonly n: number;
  readonly events: number;
}

export interface Information {
  /** Of both arms. */
  readonly events: number;
  readonly planned: number | null;
  /** Events as a share of those planned; above 1 where there are more. */
  readonly fraction: number | null;
  /** By Schoenfeld's formula for the ratio of the plan, rounded up; null without one. */
  readonly needed: number | null;
  /** Ratio below 1 that the present events find; null without events. */
  readonly detectable: number | null;
  readonly statements: readonly Statement[];
}

/**
 * Events of the endpoint against the plan, for a study of two arms.
 *
 * @param arms - in the order of the study: reference, comparison.
 * @returns null unless there are two arms with patients: a comparison needs both.
 */
export function informationOf(plan: StudyPlan, arms: readonly ArmEvents[]): Information | null {
  const [reference, comparison, more] = arms;
  if (!reference || !comparison || more || reference.n === 0 || comparison.n === 0) return null;
  const { endpoint, alpha, power, hazardRatio, comparisonShare, plannedEvents: planned } = plan;
  const events = reference.events + comparison.events;
  const share = comparison.n / (reference.n + comparison.n);
  const design = hazardRatio === null ? null : { hazardRatio, alpha, comparisonShare };
  const needed = design && Math.ceil(logRankEvents(design, power));
  const detectable = events > 0 ? detectableHazardRatio({ events, alpha, comparisonShare: share }, power) : null;
  const statements: Statement[] = [statement('informationCounted', { endpoint })];
  if (design && needed !== null) {
    const { hazardRatio: ratio } = design;
    statements.push(
      statement('eventsNeeded', { endpoint, events: needed, hazardRatio: ratio, alpha, power, share: comparisonShare }),
    );
    if (planned !== null && planned < needed) {
      const reached = hundredths(logRankPower(design, planned));
      statements.push(statement('fewerEventsPlanned', { planned, needed, power: reached }));
    }
  }
  if (detectable !== null) {
    statements.push(
      statement('detectableNow', {
        ...{ endpoint, events, hazardRatio: hundredths(detectable), alpha, power },
        ...{ share: hundredths(share), comparison: comparison.arm },
      }),
    );
  }
  return { events, planned, fraction: planned === null ? null : events / planned, needed, detectable, statements };
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
