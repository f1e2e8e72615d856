import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type CoxData } from './cox-design.ts';
import { coxRegression } from './cox.ts';

/** Two groups of patients in subgroups, with covariates; columns of one length n >= 1. */
export interface AdjustedInteractionData {
  /** [n] days from time zero, at least 0. */
  readonly days: ArrayLike<number>;
  /** [n] 1 where the event was observed, 0 where the patient was censored. */
  readonly event: Uint8Array;
  /** [n] 1 in the comparison, 0 in the reference. */
  readonly compared: Uint8Array;
  /** [n] the place of the patient's subgroup among `labels`. */
  readonly subgroup: ArrayLike<number>;
  readonly labels: readonly string[];
  readonly covariates: CoxData['covariates'];
}

export interface AdjustedInteraction {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** null, like the fields below, where fewer than two subgroups have a ratio. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
  /** Subgroups whose ratios are compared, by their places. */
  readonly used: readonly number[];
}

/**
 * Whether the adjusted hazard ratio of two groups differs between subgroups: likelihood ratio of a Cox model with a ratio for
 * each subgroup against one with a common ratio, both with the covariates, alike in all subgroups, and with a baseline hazard
 * for each subgroup (Efron ties).
 *
 * @param data - patients without a missing value; a subgroup in which the ratio is not finite is left out, with a warning.
 * @returns the statistic with as many degrees of freedom as there are ratios, less one.
 * @throws StatsInputError on columns of unequal lengths, and as `coxRegression`.
 *
 * Source: Therneau & Grambsch 2000, section 3.2.1 (strata by covariate interaction).
 * Checked against: reference/adjusted-interaction.R (survival::coxph).
 * Common wrong use: adjusting for the variable that makes the subgroups, which is constant in each of them.
 */
export function adjustedInteraction(data: AdjustedInteractionData): AdjustedInteraction {
  const { days, event, compared, subgroup, labels } = data;
  const lengths = [event, compared, subgroup, ...data.covariates.map(({ values }) => values)].map(
    ({ length }) => length,
  );
  if (lengths.some((length) => length !== days.length)) {
    throw new StatsInputError('data', 'must have columns of one length');
  }
  const method = statement('adjustedInteraction');
  const everybody = Array.from({ length: days.length }, (_, row) => row);
  const apart = fitApart(data, everybody, [...labels.keys()]);
  const used = apart.ratios;
  const without = labels.filter((_, place) => !used.includes(place));
  const warnings = without.length > 0 ? [statement('interactionWithout', { groups: without })] : [];
  const none = { method, statistic: null, df: null, pValue: null, used: [] };
  if (used.length < 2) return { ...none, warnings: [statement('interactionNotEstimable')] };
  const rows = everybody.filter((row) => used.includes(subgroup[row] as number));
  const full = without.length > 0 ? fitApart(data, rows, used) : apart;
  const common = fitted(data, rows, [{ name: 'group', values: rows.map((row) => compared[row] as number) }]);
  if (full.logLikelihood === null || common === null || full.ratios.length < used.length) {
    return { ...none, warnings: [statement('interactionNotEstimable')] };
  }
  const statistic = Math.max(0, 2 * (full.logLikelihood - common.logLikelihood[1]));
  const df = used.length - 1;
  return { method, warnings, statistic, df, pValue: chiSquareUpperTail(statistic, df), used };
}

/** A ratio for each of these subgroups; those that are finite. */
function fitApart(data: AdjustedInteractionData, rows: readonly number[], places: readonly number[]) {
  const { compared, subgroup } = data;
  const result = fitted(
    data,
    rows,
    places.map((place) => ({
      name: `group in ${place}`,
      values: rows.map((row) => (subgroup[row] === place ? (compared[row] as number) : 0)),
    })),
  );
  const isFinite = (k: number) => (result?.coefficients[k]?.hazardRatio ?? null) !== null;
  return { logLikelihood: result?.logLikelihood[1] ?? null, ratios: places.filter((_, k) => isFinite(k)) };
}

/** null where nobody had an event. */
function fitted(data: AdjustedInteractionData, rows: readonly number[], groups: CoxData['covariates']) {
  if (!rows.some((row) => data.event[row] === 1)) return null;
  return coxRegression({
    days: rows.map((row) => data.days[row] as number),
    event: Uint8Array.from(rows, (row) => data.event[row] as number),
    covariates: [
      ...groups,
      ...data.covariates.map(({ values, ...named }) => ({
        ...named,
        values: rows.map((row) => values[row] as number),
      })),
    ],
    strata: rows.map((row) => data.subgroup[row] as number),
  });
}
