import { type Drawing } from './figure-props.ts';
import { roundSignificant } from '@/numbers/round.ts';

/** One epoch of a training. */
export interface LearningRow {
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly tuningLoss: number;
}

export interface LearningPicture {
  readonly rows: readonly LearningRow[];
  readonly bestEpoch: number | null;
  readonly epochTicks: readonly number[];
  readonly lastEpoch: number;
  readonly lossTicks: readonly number[];
  readonly mostLoss: number;
}

/**
 * Axes of a learning curve: epochs on a log scale, because most happens in the first ones; losses from 0.
 *
 * @param rows - by epoch, ascending; at least one.
 * @param epochs - the requested maximum, so that a growing curve does not move its axis.
 */
export function learningPicture(
  rows: readonly LearningRow[],
  epochs: number,
  bestEpoch: number | null,
): LearningPicture {
  const lastEpoch = Math.max(2, epochs, rows.at(-1)?.epoch ?? 0);
  const powers = Array.from({ length: Math.floor(Math.log10(lastEpoch)) + 1 }, (_, i) => 10 ** i);
  const lastPower = powers.at(-1) ?? 1;
  const largest = rows.reduce((most, row) => Math.max(most, row.trainingLoss, row.tuningLoss), 0);
  const step = niceStep(largest);
  const mostLoss = Math.max(step, Math.ceil(largest / step) * step);
  return {
    rows,
    bestEpoch,
    // The end of the axis is labelled unless it would overlap the last power of ten.
    epochTicks: lastEpoch >= lastPower * 1.6 ? [...powers, lastEpoch] : powers,
    lastEpoch,
    lossTicks: Array.from({ length: Math.round(mostLoss / step) + 1 }, (_, i) => roundSignificant(i * step, 6)),
    mostLoss: roundSignificant(mostLoss, 6),
  };
}

/** 1, 2 or 5 times a power of ten, such that about five steps reach the value. */
function niceStep(value: number): number {
  const raw = (value > 0 ? value : 1) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10);
}

export interface LearningTexts {
  readonly x: string;
  readonly y: string;
  readonly training: string;
  readonly tuning: string;
  /** Beside the line of the epoch whose weights are kept. */
  readonly best: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
  readonly epoch: (epoch: number) => string;
}

export interface LearningCurveChartProps extends Drawing {
  readonly picture: LearningPicture;
  readonly texts: LearningTexts;
}

export function learningCurveHeight(widthPx: number): number {
  return Math.min(420, Math.max(260, widthPx * 0.42));
}
