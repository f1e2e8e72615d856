'use client';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isActive } from '@/runs/run.ts';
import { NeedsRight } from '@/session/needs-right.tsx';
import { AttentionPanel } from '@/slide-image/heatmap/attention-panel.tsx';
import { SensitivityPanel } from '@/slide-image/heatmap/sensitivity-panel.tsx';
import { type HeatmapLayers } from '@/slide-image/heatmap/use-heatmap.ts';
import { type RunAttention } from '@/slide-image/heatmap/use-run-attention.ts';
import { type RunSensitivity } from '@/slide-image/heatmap/use-run-sensitivity.ts';
import { OutlinePanel } from '@/slide-image/outlines/outline-panel.tsx';
import { type Outlines } from '@/slide-image/outlines/use-outlines.ts';
import { type StagePanel } from '@/slide-image/stage/stage-dock.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CasePanel } from './case/case-panel.tsx';
import { type Compare, ComparePanel } from './compare-panel.tsx';
import { InferenceProgress } from './inference-progress.tsx';
import { RunForm } from './run-form.tsx';
import { RunHistory } from './run-history.tsx';
import { RunResult } from './run-result.tsx';
import { ScalePanel } from './scale-panel.tsx';
import { SlideFacts } from './slide-facts.tsx';
import { SlidePlace } from './slide-place.tsx';
import { type SlideWithImage } from './slide.ts';
import { type SlideRuns } from './use-slide-runs.ts';

export interface StageParts {
  readonly slide: SlideWithImage;
  readonly shown: SlideRuns;
  readonly outlines: Outlines;
  readonly sensitivity: RunSensitivity | null;
  readonly attention: RunAttention | null;
  readonly layers: HeatmapLayers;
  readonly compare: Compare;
}

/** What lies over the slide, from what most readers come for to what few need. */
export function panelsOf(parts: StageParts): StagePanel[] {
  const { slide, shown, outlines, sensitivity, attention, layers, compare } = parts;
  const { runs, mapped, classes, truth } = shown;
  const panels: (StagePanel | false)[] = [
    { key: 'case', content: <CasePanel slide={slide} shown={shown} /> },
    { key: 'scale', content: <ScalePanel slide={slide} /> },
    {
      key: 'outlines',
      content: (
        <OutlinePanel outlines={outlines} size={slide.file} micronsPerPixel={slide.file.micronsPerPixel} runs={runs} />
      ),
    },
    { key: 'run', content: <RunPanel slide={slide} shown={shown} outlines={outlines} /> },
    attention !== null && {
      key: 'attention',
      content: <AttentionPanel key={`attention ${attention.run.id}`} slide={slide} attention={attention} />,
    },
    sensitivity !== null && {
      key: 'sensitivity',
      content: (
        // Siblings must not share a key: React would keep the panel of the previous run.
        <SensitivityPanel key={`sensitivity ${sensitivity.run.id}`} slide={slide} sensitivity={sensitivity} />
      ),
    },
    { key: 'compare', content: <ComparePanel shown={shown} layers={layers} compare={compare} /> },
    {
      key: 'place',
      content: <SlidePlace key={`place ${mapped?.id}`} slide={slide} run={mapped} classes={classes} truth={truth} />,
    },
    runs.length > 0 && { key: 'history', content: <HistoryPanel shown={shown} /> },
    { key: 'facts', content: <FactsPanel slide={slide} /> },
  ];
  return panels.filter((panel) => panel !== false);
}

function RunPanel({ slide, shown, outlines }: Pick<StageParts, 'slide' | 'shown' | 'outlines'>) {
  const t = useTranslations('slides');
  const { models, latest, modelName } = shown;
  return (
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
        {shown.shown !== null && <RunResult run={shown.shown} modelName={modelName(shown.shown.modelId)} />}
        {latest === null && <EmptyState title={t('run.none')} text={t('run.noneText')} />}
      </Stack>
    </Panel>
  );
}

function HistoryPanel({ shown: { runs, shown, choose, modelName } }: Pick<StageParts, 'shown'>) {
  const t = useTranslations('slides');
  return (
    <Panel title={t('history.title')} note={t('history.note', { n: runs.length })}>
      <RunHistory runs={runs} shownId={shown?.id ?? ''} onShow={choose} modelName={modelName} />
    </Panel>
  );
}

function FactsPanel({ slide }: Pick<StageParts, 'slide'>) {
  const t = useTranslations('slides');
  return (
    <Panel title={t('slide.facts')}>
      <SlideFacts slide={slide} />
    </Panel>
  );
}
