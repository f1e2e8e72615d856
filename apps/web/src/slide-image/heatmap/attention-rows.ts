import { type FigureRows } from '@/charts/figure-table.tsx';
import { type HeatmapContent } from './heatmap.ts';
import { byStrength } from './sensitivity-map.ts';
import { type ValueProvenance } from './sensitivity-rows.ts';

/** Every patch, the one with the most attention first, in full precision. */
export function attentionRows(
  { map, percentile }: Pick<HeatmapContent, 'map' | 'percentile'>,
  about: Omit<ValueProvenance, 'positiveClass' | 'negativeClass'>,
): FigureRows {
  const columns = [
    'rank', 'x_px', 'y_px', 'side_px', 'attention_relative', 'attention_percentile', 'slide', 'inference', 'model',
    'model_sha256', 'prps', 'weights', 'method',
  ]; // prettier-ignore
  const { slide, inference, model, modelSha256, prps, weights, method } = about;
  const rows = byStrength(map).map(({ index, x, y, value }, i) => [
    ...[i + 1, x, y, map.sizePx, value, percentile?.[index] ?? ''],
    ...[slide, inference, model, modelSha256, prps, weights, method],
  ]);
  return { columns: columns.map((file) => ({ file, header: file })), rows };
}
