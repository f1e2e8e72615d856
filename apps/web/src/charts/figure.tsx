'use client';
import { SegmentedControl, Text, Title } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import styles from './figure.module.css';
import { FigureExport } from './figure-export.tsx';
import { type FigureProps } from './figure-props.ts';
import { FigureTable } from './figure-table.tsx';
import { figureFont } from './series-style.ts';

export { type Drawing, type FigureProps } from './figure-props.ts';

/** The frame of every figure: title, picture or table, caption, files. The statistics come from the server. */
export function Figure({ title, caption, table, heightOf, controls, draw, ...file }: FigureProps) {
  const t = useTranslations('ui.figure');
  const [view, setView] = useState<'picture' | 'table'>('picture');
  const scheme = useShownScheme();
  const { ref, width } = useElementSize();
  const id = useId();
  const heightPx = Math.round(heightOf(width));
  return (
    <figure className={styles['figure']} aria-labelledby={id}>
      <div className={styles['head']}>
        <Title order={2} id={id}>
          {title}
        </Title>
        <div className={styles['controls']}>
          {controls}
          <SegmentedControl
            size="xs"
            value={view}
            onChange={(value) => setView(value === 'table' ? 'table' : 'picture')}
            data={[
              { value: 'picture', label: t('picture') },
              { value: 'table', label: t('table') },
            ]}
            aria-label={t('view')}
          />
          <FigureExport title={title} caption={caption} table={table} heightOf={heightOf} draw={draw} {...file} />
        </div>
      </div>
      <div ref={ref} className={styles['measure']}>
        {view === 'table' ? (
          <FigureTable caption={title} rows={table} maxHeight={Math.max(heightPx, 320)} />
        ) : (
          <div style={{ height: heightPx, fontFamily: figureFont }}>
            {width > 0 ? draw({ scheme, widthPx: Math.floor(width), heightPx, isExport: false }) : null}
          </div>
        )}
      </div>
      <figcaption className={styles['caption']}>
        {caption.map((line) => (
          <Text key={line} size="xs">
            {line}
          </Text>
        ))}
      </figcaption>
    </figure>
  );
}
