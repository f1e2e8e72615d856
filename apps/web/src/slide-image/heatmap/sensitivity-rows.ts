import { type FigureRows } from '@/charts/figure-table.tsx';
import { byStrength, type SensitivityMap } from './sensitivity-map.ts';

/** What accompanies every value of the table, so that a value is never read without it. */
export interface ValueProvenance {
  readonly slide: string;
  readonly inference: string;
  readonly model: string;
  readonly modelSha256: string;
  readonly prps: number | null;
  readonly positiveClass: string;
  readonly negativeClass: string;
  /** The mark of demonstration weights; otherwise how they were made. */
  readonly weights: string;
  readonly method: string;
}

/** Every patch, the strongest first, in full precision. */
export function sensitivityRows(map: SensitivityMap, about: ValueProvenance): FigureRows {
  const columns = [
    'rank', 'x_px', 'y_px', 'side_px', 'prps_change', 'pushes_toward', 'block', 'slide', 'inference', 'model',
    'model_sha256', 'prps', 'weights', 'method',
  ]; // prettier-ignore
  const { slide, inference, model, modelSha256, prps, positiveClass, negativeClass, weights, method } = about;
  const toward = (value: number): string => (value === 0 ? '' : value > 0 ? positiveClass : negativeClass);
  const rows = byStrength(map).map(({ x, y, value, block }, i) => [
    ...[i + 1, x, y, map.sizePx, value, toward(value), block],
    ...[slide, inference, model, modelSha256, prps, weights, method],
  ]);
  return { columns: columns.map((file) => ({ file, header: file })), rows };
}
