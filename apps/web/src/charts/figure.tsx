'use client';
import { SegmentedControl, Text, Title } from '@mantine/core';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './figure.module.css';
import { FigureExport } from './figure-export.tsx';
import { FigureTable, type FigureRows } from './figure-table.tsx';
import { figureFont, type Scheme } from './series-style.ts';

/** What a chart is asked to draw: its size is always known, so charts measure nothing. */
export interface Drawing {
  readonly scheme: Scheme;
  readonly widthPx: number;
  readonly heightPx: number;
  /** True for the copy that leaves as a file: no pointer, no keyboard. */
  readonly isExport: boolean;
}

export interface FigureProps {
  title: string;
  /** How the figure was made: methods, numbers used. Stands below it and in every file made of it. */
  caption: readonly string[];
  /** From where the data came, for the files: study, data cut, selection. */
  provenance: readonly string[];
  /** Written into the picture itself. */
  isSynthetic: boolean;
  /** Name of the files, without ending. */
  fileName: string;
  /** The same data as a table: for those who do not see the picture, and as CSV. */
  table: FigureRows;
  heightOf: (widthPx: number) => number;
  /** Controls that change this figure only. */
  controls?: ReactNode;
  draw: (drawing: Drawing) => ReactNode;
}

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
