import { statement } from '@haim/schema';
import { bestOfAssessments, type MrecistResponse } from '@haim/stats';
import { type SubjectRow } from '../../../columns/index.ts';
import { countsOf, type IntervalMethod, type ResponseCounts } from '../tables/response-table.ts';
import { imagesAfterBaseline } from './response-course.ts';
import { type ResponseImage } from './response-images.query.ts';

/** Best responses of a group, as they are, and with CR and PR only where a later image confirms them. */
export interface ConfirmedCounts {
  readonly value: string;
  readonly unconfirmed: ResponseCounts;
  readonly confirmed: ResponseCounts;
  /** Patients with CR or PR that no later image confirms. */
  readonly lost: number;
}

const onRecord = statement('responseOnRecord');

/**
 * Best response of a patient's images where CR and PR have to be seen again.
 *
 * @param confirmationDays - least days between the two images; 0: not needed.
 * @returns null where images have no order or none counts.
 */
export function bestOfImages(images: readonly ResponseImage[], confirmationDays: number): MrecistResponse | null {
  const { after } = imagesAfterBaseline(images);
  const judged = (after ?? []).filter(({ response }) => response !== null);
  if (judged.length === 0) return null;
  return bestOfAssessments(
    judged.map(({ response }) => ({ response, rule: onRecord })),
    judged.map(({ at }) => at),
    { confirmationDays },
  ).response;
}

/**
 * Both best responses by group. The unconfirmed ones are those that every other page counts.
 *
 * @param groups - in the order in which they are shown.
 */
export function confirmedCounts(
  patients: readonly { readonly row: SubjectRow; readonly group: string }[],
  groups: readonly string[],
  images: readonly ResponseImage[],
  confirmationDays: number,
  interval: IntervalMethod,
): { readonly rows: readonly ConfirmedCounts[]; readonly total: ConfirmedCounts | null } {
  const imagesOf = Map.groupBy(images, ({ patientId }) => patientId);
  const both = patients.map(({ row, group }) => ({
    group,
    as: row.word('bestResponse'),
    confirmed: bestOfImages(imagesOf.get(row.id) ?? [], confirmationDays),
  }));
  const byGroup = Map.groupBy(both, ({ group }) => group);
  const rowOf = (value: string, of: typeof both): ConfirmedCounts => {
    const tally = (responses: readonly (string | null)[]) => {
      const n = (code: string) => responses.filter((one) => one === code).length;
      return countsOf(value, of.length, { cr: n('CR'), pr: n('PR'), sd: n('SD'), pd: n('PD') }, interval);
    };
    const unconfirmed = tally(of.map(({ as }) => as));
    const confirmed = tally(of.map((one) => one.confirmed));
    return { value, unconfirmed, confirmed, lost: unconfirmed.orr.numerator - confirmed.orr.numerator };
  };
  return {
    rows: groups.map((value) => rowOf(value, byGroup.get(value) ?? [])),
    total: both.length === 0 ? null : rowOf('All', both),
  };
}
