'use client';
import { Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { Details } from '@/ui/details.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import { type Pyramid } from '../viewer/tile-url.ts';
import { AttentionExport } from './attention-export.tsx';
import { PatchGallery } from './patch-gallery.tsx';
import { PatchTable } from './patch-table.tsx';
import { type RunAttention } from './use-run-attention.ts';

interface AttentionPanelProps {
  readonly slide: { readonly id: string; readonly barcode: string; readonly file: Pyramid };
  readonly attention: RunAttention;
}

/** Where the head of a model looks: the patches it looks at most, every number, and how it was made a scale. */
export function AttentionPanel({ slide, attention }: AttentionPanelProps) {
  const t = useTranslations('attention');
  const ts = useTranslations('sensitivity');
  const say = useSay();
  const { heatmap, error, retry, method, run } = attention;
  return (
    <Panel title={t('title')} note={t('note')}>
      <Stack gap="sm">
        {run.weights === 'synthetic' && <SyntheticMark>{ts('syntheticWeights')}</SyntheticMark>}
        {heatmap === null ? (
          error ? (
            <ErrorState code={errorCode(error)} onRetry={retry} />
          ) : (
            <LoadingState height={160} />
          )
        ) : (
          <>
            <PatchGallery slideId={slide.id} file={slide.file} heatmap={heatmap} direction={1} />
            <Group justify="space-between" gap="xs">
              <Text size="xs" c="var(--text-quiet)">
                {ts('file.lead')}
              </Text>
              <FigureLanguages>
                <AttentionExport slide={slide} heatmap={heatmap} attention={attention} />
              </FigureLanguages>
            </Group>
            <Details summary={ts('table.title')}>
              <PatchTable heatmap={heatmap} hasBlocks={false} />
            </Details>
          </>
        )}
        <Text size="xs" c="var(--text-quiet)">
          {say(method)}
        </Text>
      </Stack>
    </Panel>
  );
}
