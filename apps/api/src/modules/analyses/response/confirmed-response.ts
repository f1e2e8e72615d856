import { type MrecistResponse } from '@haim/stats';
import { type PairCount } from '../../../columns/index.ts';
import { countsOf, type IntervalMethod, type ResponseCounts, responsesOf } from '../tables/response-table.ts';
import { bestOfImages } from '../counted-images.ts';
import { type ResponseImage } from '../response-images.query.ts';

/** Best responses of a group, as they are, and with CR and PR only where a later image confirms them. */
export interface ConfirmedCounts {
  readonly value: string;
  readonly unconfirmed: ResponseCounts;
  readonly confirmed: ResponseCounts;
  /** Patients with CR or PR that no later image confirms. */
  readonly lost: number;
}

/** The confirmed best response of each of some patients who have one, by id. */
export function confirmedOf(
  images: readonly ResponseImage[],
  confirmationDays: number,
): ReadonlyMap<string, MrecistResponse> {
  const found = new Map<string, MrecistResponse>();
  for (const [id, own] of Map.groupBy(images, ({ patientId }) => patientId)) {
    const best = bestOfImages(own, confirmationDays);
    if (best !== null) found.set(id, best);
  }
  return found;
}

/**
 * Both best responses by group. The unconfirmed ones are those that every other page counts.
 *
 * @param pairs - how many patients of each group have each of them.
 * @param groups - in the order in which they are shown.
 */
export function confirmedCounts(
  pairs: { readonly unconfirmed: readonly PairCount[]; readonly confirmed: readonly PairCount[] },
  groups: readonly string[],
  interval: IntervalMethod,
): { readonly rows: readonly ConfirmedCounts[]; readonly total: ConfirmedCounts | null } {
  const both = (unconfirmed: ResponseCounts, confirmed: ResponseCounts): ConfirmedCounts => ({
    ...{ value: unconfirmed.value, unconfirmed, confirmed },
    lost: unconfirmed.orr.numerator - confirmed.orr.numerator,
  });
  const [as, later] = [
    responsesOf(pairs.unconfirmed, groups, interval),
    responsesOf(pairs.confirmed, groups, interval),
  ];
  const rows = as.flatMap((one, i) => {
    const confirmed = later[i];
    return confirmed ? [both(one, confirmed)] : [];
  });
  const sum = (of: readonly ResponseCounts[]) => {
    const total = (key: 'n' | 'cr' | 'pr' | 'sd' | 'pd') => of.reduce((n, row) => n + row[key], 0);
    const counts = { cr: total('cr'), pr: total('pr'), sd: total('sd'), pd: total('pd') };
    return countsOf('All', total('n'), counts, interval);
  };
  return { rows, total: rows.length === 0 ? null : both(sum(as), sum(later)) };
}
