'use client';
import { SegmentedControl, Slider, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type DrawMode } from './use-combining.ts';
import { type Outlines } from './use-outlines.ts';
import styles from './rois.module.css';

const modes: readonly DrawMode[] = ['new', 'add', 'subtract', 'intersect'];

/** What the next shape does, and how wide the brush is: shown while a tool is chosen. */
export function DrawOptions({ outlines }: { outlines: Outlines }) {
  const t = useTranslations('rois');
  const { drawing, combining, brushPx, setBrushPx } = outlines;
  if (drawing.tool === null) return null;
  const { mode, target } = combining;
  return (
    <div className={styles['options']}>
      <SegmentedControl
        size="xs"
        aria-label={t('combine.mode')}
        value={mode}
        onChange={(next) => combining.setMode(modes.find((one) => one === next) ?? 'new')}
        data={modes.map((one) => ({
          value: one,
          label: t(`combine.${one}`),
          disabled: one !== 'new' && target === null,
        }))}
      />
      <Text size="xs" c="var(--text-quiet)">
        {mode === 'new'
          ? t(target === null ? 'combine.noTarget' : 'combine.newHint')
          : t(`combine.${mode}Hint`, { name: target?.name ?? '' })}
      </Text>
      {drawing.tool === 'brush' && (
        <Slider
          className={styles['brush'] ?? ''}
          size="sm"
          min={4}
          max={80}
          value={brushPx}
          onChange={setBrushPx}
          thumbLabel={t('draw.brushSize')}
          label={(px) => `${px} px`}
        />
      )}
      {(combining.isNothingLeft || combining.failed) && (
        <Text size="xs" role="alert" c="var(--mantine-color-error)">
          {t(combining.failed ? 'combine.failed' : 'combine.nothing')}
        </Text>
      )}
    </div>
  );
}
