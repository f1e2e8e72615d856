'use client';
import { Button, Group, Slider, Text } from '@mantine/core';
import { IconColumns2, IconTemperature } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import { cssGradient } from './colour-scale.ts';
import styles from './sensitivity.module.css';
import { type Heatmap } from './use-heatmap.ts';
import { useSensitivityText } from './use-sensitivity-text.ts';

/** What the colours mean, in numbers, and their controls: on and off, opacity, beside the original. */
export function HeatmapBar({ heatmap }: { heatmap: Heatmap }) {
  const t = useTranslations('sensitivity');
  const { isShown, isBeside, isSynthetic, opacity } = heatmap;
  return (
    <section className={styles['bar']} aria-label={t('bar')}>
      <Group gap={6} wrap="wrap">
        <Button
          size="compact-xs"
          variant={isShown ? 'filled' : 'default'}
          aria-pressed={isShown}
          leftSection={<IconTemperature size={14} aria-hidden />}
          onClick={heatmap.toggle}
        >
          {t('overlay')}
        </Button>
        <Button
          size="compact-xs"
          variant={isBeside ? 'filled' : 'default'}
          aria-pressed={isBeside}
          leftSection={<IconColumns2 size={14} aria-hidden />}
          onClick={heatmap.toggleBeside}
        >
          {t('beside')}
        </Button>
        <Group gap={6} wrap="nowrap" className={styles['opacity'] ?? ''}>
          <Text size="xs" c="var(--text-quiet)" aria-hidden>
            {t('opacity')}
          </Text>
          <Slider
            size="sm"
            flex={1}
            min={0}
            max={100}
            step={5}
            value={Math.round(opacity * 100)}
            onChange={(percent) => heatmap.setOpacity(percent / 100)}
            thumbLabel={t('opacity')}
            label={(percent) => `${percent} %`}
            disabled={!isShown}
          />
        </Group>
        {isSynthetic && <SyntheticMark>{t('syntheticWeights')}</SyntheticMark>}
      </Group>
      <Legend heatmap={heatmap} />
    </section>
  );
}

function Legend({ heatmap }: { heatmap: Heatmap }) {
  const t = useTranslations('sensitivity');
  const { valueText } = useSensitivityText(heatmap);
  const { scale, positiveClass, negativeClass } = heatmap;
  if (scale === 0) return <Text size="xs">{t('flat')}</Text>;
  return (
    <figure className={styles['legend']}>
      <div className={styles['ends']} aria-hidden>
        <span>{`← − ${t('toward', { name: negativeClass })}`}</span>
        <span>{`${t('toward', { name: positiveClass })} + →`}</span>
      </div>
      <div className={styles['gradient']} style={{ background: cssGradient() }} aria-hidden />
      <ol className={styles['ticks']} aria-label={t('scale')}>
        {[-1, -0.5, 0, 0.5, 1].map((share) => (
          <li key={share}>{valueText(share * scale)}</li>
        ))}
      </ol>
      <figcaption>{t('unit')}</figcaption>
    </figure>
  );
}
