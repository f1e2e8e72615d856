'use client';
import { useQuery } from '@apollo/client/react';
import { Title } from '@mantine/core';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { showScore } from '@/numbers/show.ts';
import { useCentresWith } from '@/session/session.tsx';
import { useCompareState, useComparison } from '@/slide-image/compare/use-comparison.ts';
import { layersOf, useHeatmapState } from '@/slide-image/heatmap/use-heatmap.ts';
import { useRunAttention } from '@/slide-image/heatmap/use-run-attention.ts';
import { useRunSensitivity } from '@/slide-image/heatmap/use-run-sensitivity.ts';
import { useOutlines } from '@/slide-image/outlines/use-outlines.ts';
import { useStagePlaces } from '@/slide-image/stage/use-stage-places.ts';
import { Filmstrip } from '@/slide-image/viewer/filmstrip.tsx';
import { patchMapQuery } from '@/slide-image/viewer/query.ts';
import { SlideViewer } from '@/slide-image/viewer/slide-viewer.tsx';
import { useFilmstrip } from '@/slide-image/viewer/use-filmstrip.ts';
import { comingRun, useJudgedPatches } from '@/slide-image/viewer/use-judged-patches.ts';
import viewerStyles from '@/slide-image/viewer/viewer.module.css';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import { BackLink } from './back-link.tsx';
import { useRunName } from './compare-panel.tsx';
import { panelsOf } from './slide-panels.tsx';
import { type SlideWithImage } from './slide.ts';
import { useSlideRuns } from './use-slide-runs.ts';
import styles from './slide-view.module.css';

/** The slide fills the page; its run, its score, its patient and everything else lie over it, in panels that fold. */
export function SlideStage({ slide }: { slide: SlideWithImage }) {
  const t = useTranslations('slides');
  const leave = useTranslations('rois')('leave');
  const outlinable = useCentresWith('drawOutlines');
  const outlines = useOutlines(slide.id, slide.rois, outlinable.includes(slide.centre));
  const film = useFilmstrip(slide.study, slide, () => outlines.unsaved.length === 0 || window.confirm(leave));
  const stage = useStagePlaces();
  const shown = useSlideRuns(slide);
  const { mapped } = shown;
  const patchMap = useQuery(patchMapQuery, {
    variables: { id: mapped?.id ?? '' },
    skip: mapped === null,
    fetchPolicy: 'cache-first',
  });
  const coming = useJudgedPatches(comingRun(shown.latest, shown.shown));
  const colours = useHeatmapState(mapped?.id ?? null);
  const sensitivity = useRunSensitivity(mapped, colours);
  const attention = useRunAttention(mapped, colours);
  const layers = layersOf([sensitivity?.heatmap, attention?.heatmap], colours);

  // In the address, so that a comparison is passed on.
  const [otherId, setOther] = useQueryState('with', parseAsString);
  const compareWith = (id: string | null) => void setOther(id);
  const other = shown.runs.find(({ id, status }) => id === otherId && id !== mapped?.id && status === 'done') ?? null;
  const otherColours = useHeatmapState(other?.id ?? null);
  const otherSensitivity = useRunSensitivity(other, otherColours);
  const otherAttention = useRunAttention(other, otherColours);
  const runName = useRunName();
  const ofKind = layers.heatmap?.kind === 'attention' ? otherAttention?.heatmap : otherSensitivity?.heatmap;
  const compareState = useCompareState();
  const comparison = useComparison(
    {
      a: other === null ? null : layers.heatmap,
      b: ofKind ?? null,
      nameA: mapped === null ? '' : runName(mapped),
      nameB: other === null ? '' : runName(other),
    },
    compareState,
  );

  return (
    <div className={styles['stage']} data-full-bleed>
      <SlideViewer
        slideId={slide.id}
        label={t('slide.title', { code: slide.barcode })}
        file={slide.file}
        patches={patchMap.data?.inference.patchMap ?? null}
        {...{ coming, layers, comparison, outlines, stage }}
        onNeighbour={film.go}
        head={
          <div className={viewerStyles['head']}>
            <Title order={1} size="h4">
              {t('slide.title', { code: slide.barcode })}
            </Title>
            <BackLink study={slide.study} />
            {slide.file.synthetic && <SyntheticMark>{t('slide.syntheticDrawn')}</SyntheticMark>}
          </div>
        }
        summary={
          <>
            <span>PRPS {showScore(mapped?.prps)}</span>
            {mapped?.predictedClass ? <span>{t('result.predicted', { name: mapped.predictedClass })}</span> : null}
          </>
        }
        panels={panelsOf({
          ...{ slide, shown, outlines, sensitivity, attention, layers },
          compare: { other, compareWith, sensitivity: otherSensitivity, comparison },
        })}
      >
        {film.slides.length > 1 && (
          <Filmstrip study={slide.study} slides={film.slides} shownId={slide.id} ofPatient={film.ofPatient} />
        )}
      </SlideViewer>
    </div>
  );
}
