'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';

/** Where a model's weights came from; a result of synthetic ones is marked as such wherever it is shown. */
export function WeightsBadge({ weights }: { weights: string }) {
  const t = useTranslations('models');
  if (weights === 'synthetic') {
    return <SyntheticMark>{t('weights.synthetic')}</SyntheticMark>;
  }
  return (
    <Badge color="gray" variant="light" radius="sm" tt="none" miw="max-content">
      {weights === 'trained' ? t('weights.trained') : weights === 'imagenet' ? t('weights.imagenet') : weights}
    </Badge>
  );
}
