import {
  type LesionRole,
  lesionRoles,
  mostTargets,
  mostTargetsOfOrgan,
  type NonTargetState,
  nonTargetStates,
  type SpecialRules,
} from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';

export interface Lesion {
  readonly id: string;
  /** `atypical`: a new lesion that does not look like HCC; it is measured, and counts as new once it has grown. */
  readonly role: LesionRole;
  /** The special rules know `portalVein` (a thrombus) and `effusion`. */
  readonly organ: string;
  /** Of an effusion: whether malignant cells were found in it. */
  readonly proven?: boolean;
  /** Day of the visit at which it was first seen; the baseline if left out. A target is chosen at the baseline. */
  readonly firstSeenDay?: number;
}

export interface LesionVisit {
  /** Days from time zero. */
  readonly day: number;
  /**
   * Viable diameter of each target, mm: 0 is no enhancement, null (or left out) not evaluated. Of an atypical new lesion its
   * diameter, null before it is seen.
   */
  readonly measurementsMm: Readonly<Record<string, number | null>>;
  /** State of each non-target lesion: `absent` is no enhancement; left out it is `not-evaluated`. */
  readonly nonTarget: Readonly<Record<string, NonTargetState>>;
  readonly newLesion: boolean;
}

const NONE_IS_NEW = 'a lesion seen at the baseline is target or non-target, never new';

/**
 * @throws StatsInputError naming the lesion or visit: a sixth target or a third in one organ; two lesions of one id; visits
 *   that are not in the order of their days, or two of one day; a lesion measured that is unknown, of the other role, or
 *   before it was first seen, or first seen on a day without a visit; a negative diameter; a new lesion or a progression at
 *   the baseline; a target that cannot be measured by the special rules.
 */
export function checkLesions(
  lesions: readonly Lesion[],
  visits: readonly LesionVisit[],
  { thrombusAsTarget }: Pick<SpecialRules, 'thrombusAsTarget'>,
): void {
  const baseline = visits[0];
  if (baseline === undefined) throw new StatsInputError('visits', 'needs the baseline visit');
  checkRoles(lesions, baseline.day);
  lesions.forEach(({ id, role, organ }, i) => {
    const isUnfit = organ === 'effusion' || (organ === 'portalVein' && !thrombusAsTarget);
    if (role === 'target' && isUnfit)
      throw new StatsInputError(`lesions[${i}].role`, `${id} (${organ}) cannot be measured: it is non-target`);
  });
  visits.forEach((visit, i) => checkDay(visit, visits[i - 1], i));
  if (baseline.newLesion) throw new StatsInputError('visits[0].newLesion', `is false: ${NONE_IS_NEW}`);
  checkFirstSeen(lesions, visits, baseline.day);
  const known = new Map(lesions.map((lesion) => [lesion.id, lesion]));
  visits.forEach((visit, i) => {
    const lesionOf = (part: string, id: string, roles: readonly LesionRole[]) =>
      judgedLesion(known.get(id), `visits[${i}].${part}.${id}`, roles);
    for (const [id, mm] of Object.entries(visit.measurementsMm)) {
      const { role, firstSeenDay } = lesionOf('measurementsMm', id, ['target', 'atypical']);
      if (mm === null) continue;
      const place = `visits[${i}].measurementsMm.${id}`;
      checkDiameter(mm, place);
      if (i === 0 && role === 'atypical') throw new StatsInputError(place, `is null: ${NONE_IS_NEW}`);
      checkSeen(visit.day, firstSeenDay, place);
    }
    for (const [id, state] of Object.entries(visit.nonTarget)) {
      const { firstSeenDay } = lesionOf('nonTarget', id, ['non-target']);
      const place = `visits[${i}].nonTarget.${id}`;
      checkSeen(visit.day, firstSeenDay, place);
      if (!nonTargetStates.includes(state))
        throw new StatsInputError(place, `is one of ${nonTargetStates.join(', ')}, not ${String(state)}`);
      if (i === 0 && state === 'progressed') throw new StatsInputError(place, 'nothing has progressed at the baseline');
    }
  });
}

function checkRoles(lesions: readonly Lesion[], baselineDay: number): void {
  const ids = new Set<string>();
  const targetsOf = new Map<string, number>();
  let targets = 0;
  lesions.forEach(({ id, role, organ, firstSeenDay }, i) => {
    const place = `lesions[${i}]`;
    if (id === '') throw new StatsInputError(`${place}.id`, 'is a name that is not empty');
    if (ids.has(id)) throw new StatsInputError(`${place}.id`, `${id} is the id of another lesion`);
    ids.add(id);
    if (!lesionRoles.includes(role))
      throw new StatsInputError(`${place}.role`, `is one of ${lesionRoles.join(', ')}, not ${String(role)}`);
    if (role !== 'target') return;
    if (firstSeenDay !== undefined && firstSeenDay > baselineDay)
      throw new StatsInputError(`${place}.firstSeenDay`, `target ${id} has to be there at the baseline`);
    targets += 1;
    if (targets > mostTargets)
      throw new StatsInputError(place, `${id} is target ${targets}; at most ${mostTargets} are targets`);
    const ofOrgan = (targetsOf.get(organ) ?? 0) + 1;
    targetsOf.set(organ, ofOrgan);
    if (ofOrgan > mostTargetsOfOrgan) {
      const limit = `at most ${mostTargetsOfOrgan} of an organ are targets`;
      throw new StatsInputError(place, `${id} is target ${ofOrgan} in ${organ}; ${limit}`);
    }
  });
}

function checkDay({ day }: LesionVisit, before: LesionVisit | undefined, i: number): void {
  if (!Number.isFinite(day)) throw new StatsInputError(`visits[${i}].day`, `is a number of days, not ${String(day)}`);
  if (before === undefined || day > before.day) return;
  const why = day === before.day ? `day ${day} is that of the visit before` : `day ${day} is before day ${before.day}`;
  throw new StatsInputError(`visits[${i}].day`, `visits are in order, each of its own day: ${why}`);
}

/** A lesion is first seen at a visit: an atypical one after the baseline, and any other after it is a new lesion there. */
function checkFirstSeen(lesions: readonly Lesion[], visits: readonly LesionVisit[], baselineDay: number): void {
  const days = visits.map(({ day }) => day);
  lesions.forEach(({ id, role, firstSeenDay }, i) => {
    if (firstSeenDay === undefined) return;
    const place = `lesions[${i}].firstSeenDay`;
    const visit = visits[days.indexOf(firstSeenDay)];
    if (visit === undefined) {
      const known = days.join(', ');
      throw new StatsInputError(place, `is the day of a visit, one of ${known}; ${id} has day ${firstSeenDay}`);
    }
    if (role === 'non-target' && firstSeenDay > baselineDay && !visit.newLesion) {
      const expected = `newLesion of that visit is true, or its role is atypical`;
      throw new StatsInputError(place, `${id}, first seen on day ${firstSeenDay}, is a new lesion: ${expected}`);
    }
    if (role === 'atypical' && firstSeenDay <= baselineDay)
      throw new StatsInputError(place, `is after the baseline: ${NONE_IS_NEW}`);
  });
}

function judgedLesion(lesion: Lesion | undefined, place: string, roles: readonly LesionRole[]): Lesion {
  if (lesion === undefined) throw new StatsInputError(place, 'is judged and not among the lesions');
  if (!roles.includes(lesion.role)) throw new StatsInputError(place, `is a ${lesion.role} lesion`);
  return lesion;
}

function checkSeen(day: number, firstSeenDay: number | undefined, place: string): void {
  if (firstSeenDay === undefined || day >= firstSeenDay) return;
  throw new StatsInputError(place, `is judged on day ${day}, before it was first seen on day ${firstSeenDay}`);
}

function checkDiameter(mm: number, place: string): void {
  if (mm >= 0 && mm < Infinity) return;
  throw new StatsInputError(place, `a diameter is a number of at least 0 mm, not ${String(mm)}`);
}
