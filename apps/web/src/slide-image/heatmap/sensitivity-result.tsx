'use client';
import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { classesOf } from '@/evaluation/classes.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { missing, showScore } from '@/numbers/show.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { KeyValue } from '@/ui/key-value.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import { useInstant } from '@/i18n/use-instant.ts';
import { Details } from '@/ui/details.tsx';
import { type Pyramid } from '../viewer/tile-url.ts';
import { HeatmapExport } from './heatmap-export.tsx';
import { PatchGallery } from './patch-gallery.tsx';
import { PatchTable } from './patch-table.tsx';
import { type RunSensitivity } from './use-run-sensitivity.ts';
import { type Explanation } from './sensitivity-progress.tsx';

interface SensitivityResultProps {
  readonly slide: { readonly id: string; readonly barcode: string; readonly file: Pyramid };
  readonly sensitivity: RunSensitivity;
  readonly explanation: Explanation;
}

/** What was measured and how, the patches that matter most, and every number behind the colours. */
export function SensitivityResult({ slide, sensitivity, explanation }: SensitivityResultProps) {
  const t = useTranslations('sensitivity');
  const say = useSay();
  const { heatmap, isWithoutValues, error, retry } = sensitivity;
  return (
    <Stack gap="sm">
      {explanation.weights === 'synthetic' && <SyntheticMark>{t('syntheticWeights')}</SyntheticMark>}
      {isWithoutValues ? (
        <Alert color="yellow" p="xs" icon={<IconAlertTriangle size={16} aria-hidden />}>
          {t('onePatch')}
        </Alert>
      ) : heatmap === null ? (
        error ? (
          <ErrorState code={errorCode(error)} onRetry={retry} />
        ) : (
          <LoadingState height={220} />
        )
      ) : (
        <>
          <PatchGallery slideId={slide.id} file={slide.file} heatmap={heatmap} direction={1} />
          <PatchGallery slideId={slide.id} file={slide.file} heatmap={heatmap} direction={-1} />
          <Group justify="space-between" gap="xs">
            <Text size="xs" c="var(--text-quiet)">
              {t('file.lead')}
            </Text>
            <FigureLanguages>
              <HeatmapExport slide={slide} heatmap={heatmap} explanation={explanation} />
            </FigureLanguages>
          </Group>
          <Details summary={t('table.title')}>
            <PatchTable heatmap={heatmap} hasBlocks={(explanation.blockPatches ?? 1) > 1} />
          </Details>
        </>
      )}
      {explanation.statements
        // The mark and the notice above already say these two.
        .filter(({ code }) => code !== 'syntheticWeights' && code !== 'onePatchOnly')
        .map((one) => (
          <Alert key={say(one)} color="yellow" p="xs" icon={<IconAlertTriangle size={16} aria-hidden />}>
            {say(one)}
          </Alert>
        ))}
      <Method explanation={explanation} />
    </Stack>
  );
}

/** The sentence that must accompany every value, and where the values come from. */
function Method({ explanation }: { explanation: Explanation }) {
  const t = useTranslations('sensitivity');
  const format = useFormatter();
  const instant = useInstant();
  const { positiveClass, classes, blockPatches, blockCount, seconds, finishedAt, modelId, modelSha256 } = explanation;
  const negative = classesOf({ positiveClass, classes })?.negativeClass ?? '';
  const isByBlock = (blockPatches ?? 1) > 1;
  return (
    <div>
      <Text size="xs" c="var(--text-quiet)">
        {t('method.what', { positive: positiveClass, negative })}{' '}
        {isByBlock ? t('method.blocks', { count: blockCount ?? 0, size: blockPatches ?? 0 }) : t('method.each')}{' '}
        {t('method.care')}
      </Text>
      <Details summary={t('facts.title')}>
        <KeyValue
          items={[
            { key: 'prps', label: t('facts.prps'), value: showScore(explanation.prps) },
            { key: 'model', label: t('facts.model'), value: modelId },
            { key: 'sha', label: t('facts.modelSha'), value: <code>{modelSha256}</code> },
            { key: 'ran', label: t('facts.provider'), value: explanation.providerRan ?? missing },
            {
              key: 'seconds',
              label: t('facts.seconds'),
              value: seconds === null ? missing : `${format.number(seconds, { maximumFractionDigits: 1 })} s`,
            },
            {
              key: 'bag',
              label: t('facts.features'),
              value:
                explanation.bagReused === null ? missing : t(explanation.bagReused ? 'facts.kept' : 'facts.madeAgain'),
            },
            {
              key: 'finished',
              label: t('facts.finished'),
              value: finishedAt === null ? missing : instant(finishedAt, 'medium'),
            },
            { key: 'by', label: t('facts.by'), value: explanation.requestedBy },
          ]}
        />
      </Details>
    </div>
  );
}
