'use client';
import { Badge } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

/** Where a model's weights came from; whatever was made with synthetic ones says so wherever it is shown. */
export function WeightsBadge({ weights }: { weights: string }) {
  const t = useTranslations('models');
  if (weights === 'synthetic') {
    return (
      <Badge color="yellow" variant="light" radius="sm" tt="none" leftSection={<IconFlask size={13} aria-hidden />}>
        {t('weights.synthetic')}
      </Badge>
    );
  }
  return (
    <Badge color="gray" variant="light" radius="sm" tt="none">
      {weights === 'trained' ? t('weights.trained') : weights === 'imagenet' ? t('weights.imagenet') : weights}
    </Badge>
  );
}
