'use client';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { FigureExport } from '@/charts/figure-export.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showScore } from '@/numbers/show.ts';
import { type Pyramid } from '../viewer/tile-url.ts';
import { attentionRows } from './attention-rows.ts';
import { type CropTile, cropTiles } from './crop-tiles.ts';
import { embedded } from './embedded-tiles.ts';
import { type Heatmap } from './heatmap.ts';
import { HeatmapPicture, pictureHeight, pictureWidth } from './heatmap-picture.tsx';
import { type RunAttention } from './use-run-attention.ts';
import { useHeatmapText } from './use-heatmap-text.ts';

interface AttentionExportProps {
  readonly slide: { readonly id: string; readonly barcode: string; readonly file: Pyramid };
  readonly heatmap: Heatmap;
  readonly attention: RunAttention;
}

/** The attention as files: the whole coloured slide with scale, method and origin, and every value as a table. */
export function AttentionExport({ slide, heatmap, attention: { run, method } }: AttentionExportProps) {
  const t = useTranslations('attention');
  const ts = useTranslations('sensitivity');
  const say = useSay();
  const { ends, ticks } = useHeatmapText(heatmap);
  const tiles = useRef<readonly CropTile[]>([]);
  const whole = { x: 0, y: 0, width: slide.file.widthPx, height: slide.file.heightPx };
  const modelSha256 = run.modelSha256 ?? '';
  const isSynthetic = run.weights === 'synthetic';
  return (
    <FigureExport
      title={t('file.title', { barcode: slide.barcode })}
      caption={[
        t('file.scored', { prps: showScore(run.prps), opacity: Math.round(heatmap.opacity * 100) }),
        say(method),
        ...(isSynthetic ? [ts('syntheticWeights')] : []),
      ]}
      provenance={[ts('file.provenance', { model: run.modelId, sha: modelSha256.slice(0, 12), run: run.id })]}
      isSynthetic={isSynthetic}
      fileName={`attention-${slide.barcode}`}
      table={attentionRows(heatmap, {
        slide: slide.barcode,
        inference: run.id,
        model: run.modelId,
        modelSha256,
        prps: run.prps,
        weights: isSynthetic ? `synthetic: ${ts('syntheticWeights')}` : (run.weights ?? ''),
        method: say(method),
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
