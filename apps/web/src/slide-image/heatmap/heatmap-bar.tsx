'use client';
import { Button, Group, SegmentedControl, Slider, Text } from '@mantine/core';
import { IconColumns2, IconTemperature } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import { cssGradient } from './colour-scale.ts';
import styles from './sensitivity.module.css';
import { attentionGradient } from './attention-colours.ts';
import { type Heatmap } from './heatmap.ts';
import { CompareModes } from '../compare/compare-modes.tsx';
import { type Comparison } from '../compare/use-comparison.ts';
import { type HeatmapLayers } from './use-heatmap.ts';
import { useHeatmapText } from './use-heatmap-text.ts';

interface HeatmapBarProps {
  readonly heatmap: Heatmap;
  readonly layers: HeatmapLayers;
  /** Two heatmaps in the colours of this one; null if there is one. */
  readonly comparison?: Comparison | null;
}

/** What the colours mean, in numbers, and their controls: on and off, opacity, beside the original. */
export function HeatmapBar({ heatmap, layers, comparison = null }: HeatmapBarProps) {
  const t = useTranslations('sensitivity');
  const ta = useTranslations('attention');
  const isAttention = heatmap.kind === 'attention';
  const { isShown, isBeside, isSynthetic, opacity } = heatmap;
  return (
    <section className={styles['bar']} aria-label={isAttention ? ta('bar') : t('bar')}>
      <Group gap={6} wrap="wrap">
        {layers.kinds.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={ta('layer')}
            value={heatmap.kind}
            onChange={(kind) => layers.choose(kind === 'attention' ? 'attention' : 'sensitivity')}
            data={layers.kinds.map((kind) => ({
              value: kind,
              label: kind === 'attention' ? ta('overlay') : t('overlay'),
            }))}
          />
        )}
        <Button
          size="compact-xs"
          variant={isShown ? 'filled' : 'default'}
          aria-pressed={isShown}
          leftSection={<IconTemperature size={14} aria-hidden />}
          onClick={heatmap.toggle}
        >
          {layers.kinds.length > 1 ? ta('colours') : isAttention ? ta('overlay') : t('overlay')}
        </Button>
        {comparison === null ? (
          <Button
            size="compact-xs"
            variant={isBeside ? 'filled' : 'default'}
            aria-pressed={isBeside}
            leftSection={<IconColumns2 size={14} aria-hidden />}
            onClick={heatmap.toggleBeside}
          >
            {t('beside')}
          </Button>
        ) : (
          <CompareModes comparison={comparison} />
        )}
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
  const ta = useTranslations('attention');
  const { ends, ticks } = useHeatmapText(heatmap);
  const isAttention = heatmap.kind === 'attention';
  if (!isAttention && heatmap.scale === 0) return <Text size="xs">{t('flat')}</Text>;
  return (
    <figure className={styles['legend']}>
      <div className={styles['ends']} aria-hidden>
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
      <div
        className={styles['gradient']}
        style={{ background: isAttention ? attentionGradient() : cssGradient() }}
        aria-hidden
      />
      <ol className={styles['ticks']} aria-label={t('scale')}>
        {ticks.map((tick) => (
          <li key={tick}>{tick}</li>
        ))}
      </ol>
      <figcaption>{isAttention ? ta('unit') : t('unit')}</figcaption>
    </figure>
  );
}
