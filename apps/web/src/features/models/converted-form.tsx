'use client';
import { Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { KeyValue } from '@/ui/key-value.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type Version } from './registry.ts';

/** How far a form of lower precision is from the model that it was made of, and what follows for its use. */
export function ConvertedForm({ from, isOpen }: { from: NonNullable<Version['convertedFrom']>; isOpen: boolean }) {
  const t = useTranslations('registry.converted');
  const { number } = useFormatter();
  const { agreement, modelId } = from;
  const original = { key: 'original', label: t('original'), value: <code>{modelId}</code> };
  if (!agreement) {
    return (
      <>
        <KeyValue items={[original]} />
        <Text size="sm">{t(isOpen ? 'notCompared' : 'notOpen')}</Text>
      </>
    );
  }
  const { slides, patches, provider, featureError, classesChanged, largestAllowed } = agreement;
  const { meanScoreDifference: mean, largestScoreDifference: largest } = agreement;
  const score = (value: number) => number(value, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const isNear = largest <= largestAllowed;
  return (
    <KeyValue
      items={[
        original,
        { key: 'on', label: t('on'), value: t('onValue', { slides, patches, provider }) },
        {
          key: 'features',
          label: t('features'),
          value: number(featureError, { style: 'percent', maximumFractionDigits: 2 }),
        },
        { key: 'mean', label: t('mean'), value: score(mean) },
        {
          key: 'largest',
          label: t('largest'),
          value: (
            <>
              {score(largest)}{' '}
              <StatusBadge tone={isNear ? 'good' : 'attention'}>
                {t(isNear ? 'near' : 'far', { most: largestAllowed })}
              </StatusBadge>
            </>
          ),
        },
        { key: 'classes', label: t('classes'), value: t('classesValue', { n: classesChanged, slides }) },
      ]}
    />
  );
}
