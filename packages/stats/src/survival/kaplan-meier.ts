import { statement } from '@haim/schema';
import { type CurveOptions, productLimit, type SurvivalCurve } from './survival-curve.ts';
import { type SurvivalData, tally } from './tally.ts';

export interface KaplanMeierOptions extends CurveOptions {
  /** Curve of follow-up: censoring becomes the event and the event censors (reverse Kaplan-Meier). */
  readonly reverse?: boolean;
}

/**
 * Kaplan-Meier product-limit estimate. Not for competing risks: see cumulative-incidence.
 *
 * @param times - n >= 1 subjects or day counts, any order; `days` from the endpoint's time zero.
 * @param options - `confidence` in (0, 1), default 0.95; `confType`, default 'log-log' (R's own default is 'log').
 * @returns columns over the distinct days, ascending; events precede censoring on the same day.
 * @throws StatsInputError on an empty cohort, a negative or non-finite `days`, or a confidence outside (0, 1).
 *
 * Source: Kaplan & Meier 1958; variance Greenwood 1926; limits Kalbfleisch & Prentice 1980.
 * Checked against: reference/goldens/km_lung.json and the edge_*.json (survival::survfit).
 * Common wrong use: reading S after the last day at risk; use `survivalAt`, which returns null there.
 */
export function kaplanMeier(times: SurvivalData, options: KaplanMeierOptions = {}): SurvivalCurve {
  const table = tally(times);
  const { confType = 'log-log', reverse = false } = options;
  const method = statement(reverse ? 'reverseKaplanMeier' : 'kaplanMeier', { limits: confType });
  if (!reverse) return productLimit(table, method, options);
  const counts = {
    ...table,
    eventTotal: table.n - table.eventTotal,
    events: table.censored,
    censored: table.events,
  };
  return productLimit(counts, method, options);
}

/**
 * Follow-up by the reverse Kaplan-Meier method (Schemper & Smith 1996): its median is the median potential follow-up.
 *
 * @param times - as kaplanMeier.
 * @param options - as kaplanMeier.
 * @returns the curve of still being followed; its `median.estimate` is null where that is not reached.
 * @throws StatsInputError as kaplanMeier.
 *
 * Source: Schemper & Smith 1996.
 * Checked against: the `reverse` calls of reference/goldens (survfit on 1 - event).
 */
export function followUp(times: SurvivalData, options: CurveOptions = {}): SurvivalCurve {
  return kaplanMeier(times, { ...options, reverse: true });
}
