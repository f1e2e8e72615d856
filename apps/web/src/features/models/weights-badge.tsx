'use client';
import { Badge } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import styles from './models.module.css';

/** Where a model's weights came from; whatever was made with synthetic ones says so wherever it is shown. */
export function WeightsBadge({ weights }: { weights: string }) {
  const t = useTranslations('models');
  if (weights === 'synthetic') {
    return (
      <span className={styles['mark']}>
        <IconFlask size={14} aria-hidden />
        {t('weights.synthetic')}
      </span>
    );
  }
  return (
    <Badge color="gray" variant="light" radius="sm" tt="none" miw="max-content">
      {weights === 'trained' ? t('weights.trained') : weights === 'imagenet' ? t('weights.imagenet') : weights}
    </Badge>
  );
}
