'use client';
import { useQuery } from '@apollo/client/react';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { NeedsRight } from '@/session/needs-right.tsx';
import { useCentresWith, useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { BackLink } from './back-link.tsx';
import { OutlinePanel } from '@/slide-image/outlines/outline-panel.tsx';
import { useOutlines } from '@/slide-image/outlines/use-outlines.ts';
import { slideModelsQuery } from '@/runs/query.ts';
import { patchMapQuery } from '@/slide-image/viewer/query.ts';
import { RunForm } from './run-form.tsx';
import { RunHistory } from './run-history.tsx';
import { InferenceProgress } from './inference-progress.tsx';
import { RunResult } from './run-result.tsx';
import { type SlideDetail } from './slide.ts';
import { classesOf, isPositive } from '@/evaluation/classes.ts';
import { byNewest, isActive, newestScored } from '@/runs/run.ts';
import { ScalePanel } from './scale-panel.tsx';
import { SensitivityPanel } from '@/slide-image/heatmap/sensitivity-panel.tsx';
import { AttentionPanel } from '@/slide-image/heatmap/attention-panel.tsx';
import { layersOf, useHeatmapState } from '@/slide-image/heatmap/use-heatmap.ts';
import { useRunAttention } from '@/slide-image/heatmap/use-run-attention.ts';
import { useRunSensitivity } from '@/slide-image/heatmap/use-run-sensitivity.ts';
import { SlideFacts } from './slide-facts.tsx';
import { SlidePlace } from './slide-place.tsx';
import styles from './slide-view.module.css';
import { AddSlideImage } from '@/sending/upload/add-slide-image.tsx';
import { Verdict } from './verdict.tsx';
import { Filmstrip } from '@/slide-image/viewer/filmstrip.tsx';
import { SlideViewer } from '@/slide-image/viewer/slide-viewer.tsx';
import { useFilmstrip } from '@/slide-image/viewer/use-filmstrip.ts';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';

/** The slide once it is here: its image, its run, and everything that is known of the two. */
export function SlideShown({ slide }: { slide: SlideDetail }) {
  const t = useTranslations('slides');
  const leave = useTranslations('rois')('leave');
  const { writableCentres } = useStudy();
  const outlinable = useCentresWith('drawOutlines');
  const outlines = useOutlines(slide.id, slide.rois, outlinable.includes(slide.centre));
  const film = useFilmstrip(slide.study, slide, () => outlines.unsaved.length === 0 || window.confirm(leave));
  const { data } = useQuery(slideModelsQuery, { fetchPolicy: 'cache-first' });
  const [chosen, setChosen] = useState<string | null>(null);
  const models = data?.models ?? null;
  const runs = byNewest(slide.inferences);
  const latest = runs[0] ?? null;
  const scored = newestScored(runs);
  const shown = runs.find(({ id }) => id === chosen) ?? (latest && !isActive(latest) ? latest : scored);
  const modelName = (id: string): string => models?.find((model) => model.id === id)?.name ?? id;
  const model = models?.find(({ id }) => id === scored?.modelId) ?? models?.[0] ?? null;
  const classes = classesOf(model);
  const truth = classes === null ? null : isPositive(slide.bestResponse, classes);
  const mapped = shown?.status === 'done' ? shown : scored;
  const patchMap = useQuery(patchMapQuery, {
    variables: { id: mapped?.id ?? '' },
    skip: mapped === null,
    fetchPolicy: 'cache-first',
  });
  const colours = useHeatmapState(mapped?.id ?? null);
  const sensitivity = useRunSensitivity(mapped, colours);
  const attention = useRunAttention(mapped, colours);

  return (
    <>
      <PageTitle title={t('slide.title', { code: slide.barcode })}>
        <BackLink study={slide.study} />
        {slide.file?.synthetic === true && <SyntheticMark>{t('slide.syntheticDrawn')}</SyntheticMark>}
      </PageTitle>
      <div className={styles['columns']}>
        <div className={styles['verdict']}>
          <Verdict slide={slide} run={scored} truth={truth} />
        </div>
        <div className={slide.file === null ? styles['noViewer'] : styles['viewer']}>
          {slide.file === null ? (
            <Panel>
              <EmptyState title={t('slide.noFile')} text={t('slide.noFileText')} />
              {writableCentres.includes(slide.centre) && <AddSlideImage slide={slide} />}
            </Panel>
          ) : (
            <SlideViewer
              slideId={slide.id}
              label={t('slide.title', { code: slide.barcode })}
              file={slide.file}
              patches={patchMap.data?.inference.patchMap ?? null}
              layers={layersOf([sensitivity?.heatmap, attention?.heatmap], colours)}
              outlines={outlines}
              onNeighbour={film.go}
            >
              {film.slides.length > 1 && (
                <Filmstrip study={slide.study} slides={film.slides} shownId={slide.id} ofPatient={film.ofPatient} />
              )}
            </SlideViewer>
          )}
        </div>
        <Stack gap="sm" className={styles['side'] ?? ''}>
          <ScalePanel slide={slide} />
          {slide.file !== null && (
            <OutlinePanel
              outlines={outlines}
              size={slide.file}
              micronsPerPixel={slide.file.micronsPerPixel}
              runs={runs}
            />
          )}
          {slide.file !== null && (
            <Panel title={t('run.title')} note={t('run.note')}>
              <Stack gap="md">
                {models === null ? (
                  <LoadingState height={56} />
                ) : (
                  <NeedsRight right="runModels">
                    <RunForm
                      slideId={slide.id}
                      models={models}
                      outlines={outlines.list}
                      busy={latest !== null && isActive(latest)}
                      hasScale={slide.file.micronsPerPixel !== null}
                      isUnequal={slide.file.unequalMicronsX !== null}
                    />
                  </NeedsRight>
                )}
                {latest !== null && isActive(latest) && <InferenceProgress key={latest.id} run={latest} />}
                {shown !== null && <RunResult run={shown} modelName={modelName(shown.modelId)} />}
                {latest === null && <EmptyState title={t('run.none')} text={t('run.noneText')} />}
              </Stack>
            </Panel>
          )}
          {slide.file !== null && attention !== null && (
            <AttentionPanel
              key={`attention ${attention.run.id}`}
              slide={{ ...slide, file: slide.file }}
              attention={attention}
            />
          )}
          {slide.file !== null && sensitivity !== null && (
            // Siblings must not share a key: React would keep the panel of the previous run.
            <SensitivityPanel
              key={`sensitivity ${sensitivity.run.id}`}
              slide={{ ...slide, file: slide.file }}
              sensitivity={sensitivity}
            />
          )}
          <SlidePlace key={`place ${scored?.id}`} slide={slide} run={scored} classes={classes} truth={truth} />
          {runs.length > 0 && (
            <Panel title={t('history.title')} note={t('history.note', { n: runs.length })}>
              <RunHistory runs={runs} shownId={shown?.id ?? ''} onShow={setChosen} modelName={modelName} />
            </Panel>
          )}
          <Panel title={t('slide.facts')}>
            <SlideFacts slide={slide} />
          </Panel>
        </Stack>
      </div>
    </>
  );
}
