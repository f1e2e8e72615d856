'use client';
import { Alert, List, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type TrainingPreviewQuery } from '@/graphql/generated/graphql.ts';
import { PartsTable } from './parts-table.tsx';
import { SyntheticMarks } from './synthetic-marks.tsx';

const reasons = ['notEligible', 'noImage', 'noScale', 'notEvaluable', 'noEvaluationSet'] as const;

interface PreviewProps {
  readonly preview: TrainingPreviewQuery['trainingPreview'];
  /** Folds that are asked for; null without cross-validation. */
  readonly folds: number | null;
}

/** What a training with these settings would use, which slides it excludes and why, and what prevents it. */
export function Preview({ preview, folds }: PreviewProps) {
  const t = useTranslations('training');
  const { parts, left, problems, slides, mostFolds, bagsKept, synthetic, outlined, weights } = preview;
  const isTooFew = problems.length === 0 && folds !== null && folds > mostFolds;
  return (
    <Stack gap="xs">
      <PartsTable parts={parts} />
      <Text size="xs" c="var(--text-quiet)">
        {t('preview.patients')} {outlined > 0 ? t('preview.outlined', { outlined, slides }) : t('preview.whole')}{' '}
        {t('preview.bags', { kept: bagsKept, slides })}
      </Text>
      {left.length > 0 && (
        <List size="xs" c="var(--text-quiet)">
          {left.map(({ reason, slides: n, barcodes }) => {
            const known = reasons.find((one) => one === reason);
            return (
              <List.Item key={reason}>
                {known ? t(`left.${known}`, { n, names: barcodes.join(', ') }) : `${reason}: ${n}`}
              </List.Item>
            );
          })}
        </List>
      )}
      {problems.length > 0 && (
        <Alert color="red" title={t('preview.cannot')}>
          {problems.map(({ part, lacks }) => (
            <Text key={`${part} ${lacks}`} size="sm">
              {t('preview.lacks', { part: t(`parts.${part}`), label: lacks === 'positive' ? 'SD/PD' : 'CR/PR' })}
            </Text>
          ))}
        </Alert>
      )}
      {isTooFew && (
        <Alert color="red" title={t('preview.cannot')}>
          {t('preview.folds', { folds, most: mostFolds })}
        </Alert>
      )}
      <SyntheticMarks drawn={synthetic} slides={slides} weights={weights} />
    </Stack>
  );
}
