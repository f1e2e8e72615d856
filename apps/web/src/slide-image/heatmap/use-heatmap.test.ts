import { expect, it } from 'vitest';
import { attentionRows } from './attention-rows.ts';
import { type Heatmap } from './heatmap.ts';
import { type HeatmapState, layersOf } from './use-heatmap.ts';

const layer = (kind: Heatmap['kind']) => ({ kind }) as Heatmap;
const asked = (kind: HeatmapState['kind']) => ({ kind, choose: () => undefined }) as unknown as HeatmapState;

it('the layer that was asked for lies over the slide, otherwise the first that is there', () => {
  const both = [layer('sensitivity'), layer('attention')];
  expect(layersOf(both, asked(null)).heatmap?.kind).toBe('sensitivity');
  expect(layersOf(both, asked('attention')).heatmap?.kind).toBe('attention');
  // An explanation that was asked for and is not made yet does not hide what is there.
  expect(layersOf([null, layer('attention')], asked('sensitivity'))).toMatchObject({
    heatmap: { kind: 'attention' },
    kinds: ['attention'],
  });
  expect(layersOf([undefined, null], asked(null)).heatmap).toBeNull();
});

it('the rows of a file hold every patch, the one with the most attention first, in full precision', () => {
  const { columns, rows } = attentionRows(
    {
      map: { sizePx: 448, x: [0, 448, 896], y: [0, 0, 448], block: [0, 1, 2], value: [0.25, 2.123456789, 0.6] },
      percentile: [100 / 3, 100, 200 / 3],
    },
    { slide: 'S', inference: 'r', model: 'm', modelSha256: 'h', prps: 0.5, weights: 'trained', method: 'Attention.' },
  );
  expect(columns.slice(0, 6).map(({ file }) => file)).toEqual(['rank', 'x_px', 'y_px', 'side_px', 'attention_relative', 'attention_percentile']); // prettier-ignore
  expect(rows.map((row) => row.slice(0, 6))).toEqual([
    [1, 448, 0, 448, 2.123456789, 100],
    [2, 896, 448, 448, 0.6, 200 / 3],
    [3, 0, 0, 448, 0.25, 100 / 3],
  ]);
});
