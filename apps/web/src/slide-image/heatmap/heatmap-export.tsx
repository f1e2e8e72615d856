'use client';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { FigureExport } from '@/charts/figure-export.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showScore } from '@/numbers/show.ts';
import { type Pyramid } from '../viewer/tile-url.ts';
import { type CropTile, cropTiles } from './crop-tiles.ts';
import { embedded } from './embedded-tiles.ts';
import { HeatmapPicture, pictureHeight, pictureWidth } from './heatmap-picture.tsx';
import { sensitivityRows } from './sensitivity-rows.ts';
import { type Heatmap } from './heatmap.ts';
import { type Explanation } from './sensitivity-progress.tsx';
import { useHeatmapText } from './use-heatmap-text.ts';

interface HeatmapExportProps {
  readonly slide: { readonly id: string; readonly barcode: string; readonly file: Pyramid };
  readonly heatmap: Heatmap;
  readonly explanation: Explanation;
}

/** The heatmap as files: the whole coloured slide with scale, method and origin, and every value as a table. */
export function HeatmapExport({ slide, heatmap, explanation }: HeatmapExportProps) {
  const t = useTranslations('sensitivity');
  const say = useSay();
  const { ends, ticks } = useHeatmapText(heatmap);
  const tiles = useRef<readonly CropTile[]>([]);
  const whole = { x: 0, y: 0, width: slide.file.widthPx, height: slide.file.heightPx };
  const { positiveClass, negativeClass, map } = heatmap;
  const { prps, modelId, modelSha256, inferenceId, weights, methodStatement, blockPatches, blockCount } = explanation;
  const isByBlock = (blockPatches ?? 1) > 1;
  return (
    <FigureExport
      title={t('file.title', { barcode: slide.barcode })}
      caption={[
        t('file.scored', { prps: showScore(prps), opacity: Math.round(heatmap.opacity * 100) }),
        t('method.what', { positive: positiveClass, negative: negativeClass }),
        isByBlock ? t('method.blocks', { count: blockCount ?? 0, size: blockPatches ?? 0 }) : t('method.each'),
        t('method.care'),
        ...(weights === 'synthetic' ? [t('syntheticWeights')] : []),
      ]}
      provenance={[t('file.provenance', { model: modelId, sha: modelSha256.slice(0, 12), run: inferenceId })]}
      isSynthetic={weights === 'synthetic'}
      fileName={`sensitivity-${slide.barcode}`}
      table={sensitivityRows(map, {
        slide: slide.barcode,
        inference: inferenceId,
        model: modelId,
        modelSha256,
        prps,
        positiveClass,
        negativeClass,
        weights: weights === 'synthetic' ? `synthetic: ${t('syntheticWeights')}` : weights,
        method: methodStatement ? say(methodStatement) : '',
      })}
      heightOf={(widthPx) => pictureHeight(whole, widthPx)}
      prepare={async (widthPx) => {
        tiles.current = await embedded(cropTiles(slide.id, slide.file, whole, pictureWidth(whole, widthPx)));
      }}
      needsColour
      draw={({ widthPx }) => (
        <HeatmapPicture
          heatmap={heatmap}
          slide={whole}
          tiles={tiles.current}
          widthPx={widthPx}
          ends={ends}
          ticks={ticks}
        />
      )}
    />
  );
}
