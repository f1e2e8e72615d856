'use client';
import { Button, Group, NumberInput, Slider, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type ScoreSource } from './evaluation.ts';
import styles from './models.module.css';
import { shortest } from './threshold-text.ts';

interface ThresholdControlProps {
  readonly value: number;
  /** True while the source's own threshold is in use. */
  readonly isOwn: boolean;
  readonly source: ScoreSource;
  readonly positiveClass: string | null;
  /** Null goes back to the source's own. */
  readonly onChange: (threshold: number | null) => void;
}

/** One threshold for curve, matrix, measures and cases; it changes nothing that is stored. */
export function ThresholdControl({ value, isOwn, source, positiveClass, onChange }: ThresholdControlProps) {
  const t = useTranslations('models');
  return (
    <section className={styles['threshold']} aria-label={t('threshold.label')}>
      <Group gap="sm" wrap="nowrap" align="center">
        <Text size="sm" fw={600} className={styles['fixed'] ?? ''}>
          {t('threshold.label')}
        </Text>
        <Slider
          className={styles['slider'] ?? ''}
          min={0}
          max={1}
          step={0.001}
          value={value}
          onChange={onChange}
          label={(at) => at.toFixed(3)}
          thumbLabel={t('threshold.label')}
          marks={[{ value: source.threshold }]}
          restrictToMarks={false}
        />
        <NumberInput
          className={styles['number'] ?? ''}
          size="xs"
          min={0}
          max={1}
          step={0.001}
          decimalScale={6}
          clampBehavior="strict"
          value={Number(value.toFixed(6))}
          onChange={(next) => typeof next === 'number' && onChange(next)}
          aria-label={t('threshold.number')}
        />
        <Button size="compact-xs" variant="default" disabled={isOwn} onClick={() => onChange(null)}>
          {t('threshold.reset', { value: source.threshold.toFixed(3) })}
        </Button>
      </Group>
      <Text size="xs" c="var(--text-quiet)">
        {positiveClass !== null && `${t('threshold.rule', { value: shortest(value), positiveClass })} `}
        {t('threshold.provenance', { value: source.threshold.toFixed(3), provenance: source.thresholdProvenance })}
      </Text>
    </section>
  );
}
