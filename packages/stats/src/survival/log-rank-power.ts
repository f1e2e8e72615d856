import { normalCumulative, normalQuantile } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';

export interface LogRankDesign {
  /** Hazard ratio to be found, > 0 and not 1. */
  readonly hazardRatio: number;
  /** Two-sided level, default 0.05. */
  readonly alpha?: number;
  /** Share of subjects in the comparison arm, default 0.5. */
  readonly comparisonShare?: number;
}

/**
 * Events a log-rank test needs.
 *
 * @param power - in (0, 1).
 * @param design - `hazardRatio` > 0 and not 1; `alpha`, default 0.05; `comparisonShare`, default 0.5.
 * @returns a real number; round it up.
 * @throws StatsInputError on a value outside its range.
 *
 * Source: Schoenfeld 1981: (z_alpha + z_power)² / (p (1 - p) (log HR)²).
 * Checked against: reference/two-by-two.R.
 * Common wrong use: taking it for the number of patients; that is events divided by the share who will have one.
 */
export function logRankEvents(design: LogRankDesign, power: number): number {
  const { effect, z } = read(design);
  if (!(power > 0 && power < 1)) throw new StatsInputError('power', `must lie between 0 and 1, not ${power}`);
  return ((z + normalQuantile(power)) / effect) ** 2;
}

/**
 * Power of a log-rank test with a number of events.
 *
 * @param events - >= 0.
 * @param design - as logRankEvents.
 * @returns power in (0, 1).
 * @throws StatsInputError on a value outside its range.
 *
 * Source: Schoenfeld 1981; the chance of a finding in the wrong direction is left out.
 * Checked against: reference/two-by-two.R (the formula with qnorm and pnorm).
 */
export function logRankPower(design: LogRankDesign, events: number): number {
  const { effect, z } = read(design);
  if (!(events >= 0 && events < Infinity)) throw new StatsInputError('events', `must be at least 0, not ${events}`);
  return normalCumulative(Math.sqrt(events) * effect - z);
}

/**
 * Hazard ratio that a log-rank test finds with a given power and number of events.
 *
 * @param design - `events` > 0; `alpha`, default 0.05; `comparisonShare`, default 0.5.
 * @param power - in (0, 1), above alpha / 2.
 * @returns the ratio below 1; a harm of the same size is its inverse.
 * @throws StatsInputError on a value outside its range.
 *
 * Source: Schoenfeld 1981, solved for the ratio. Checked against: reference/planning.R.
 * Common wrong use: computing it after the trial from the events seen, to explain a large p away.
 */
export function detectableHazardRatio(
  design: { readonly events: number; readonly alpha?: number; readonly comparisonShare?: number },
  power: number,
): number {
  const { events, ...rest } = design;
  const { z, root } = readShares(rest);
  if (!(events > 0 && events < Infinity)) throw new StatsInputError('events', `must be above 0, not ${events}`);
  if (!(power > 0 && power < 1)) throw new StatsInputError('power', `must lie between 0 and 1, not ${power}`);
  const reach = z + normalQuantile(power);
  if (!(reach > 0)) throw new StatsInputError('power', `must be above half the level, not ${power}`);
  return Math.exp(-reach / (root * Math.sqrt(events)));
}

function read({ hazardRatio, ...shares }: LogRankDesign): { effect: number; z: number } {
  if (!(hazardRatio > 0 && hazardRatio < Infinity) || hazardRatio === 1) {
    throw new StatsInputError('hazardRatio', `must be above 0 and not 1, not ${hazardRatio}`);
  }
  const { z, root } = readShares(shares);
  return { effect: Math.abs(Math.log(hazardRatio)) * root, z };
}

function readShares({ alpha = 0.05, comparisonShare = 0.5 }: { alpha?: number; comparisonShare?: number }) {
  if (!(alpha > 0 && alpha < 1)) throw new StatsInputError('alpha', `must lie between 0 and 1, not ${alpha}`);
  if (!(comparisonShare > 0 && comparisonShare < 1)) {
    throw new StatsInputError('comparisonShare', `must lie between 0 and 1, not ${comparisonShare}`);
  }
  return { z: normalQuantile(1 - alpha / 2), root: Math.sqrt(comparisonShare * (1 - comparisonShare)) };
}
