'use client';
import { SegmentedControl, Text, Title } from '@mantine/core';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { CopyLink } from '@/ui/copy-link.tsx';
import styles from './figure.module.css';
import { FigureExport } from './figure-export.tsx';
import { FigureCopy, useCopyReport } from './figure-languages.tsx';
import { type FigureProps } from './figure-props.ts';
import { WithRest } from './figure-rest.tsx';
import { FigureTable } from './figure-table.tsx';
import { figureFont } from './series-style.ts';
import { useStageZoom, useWidth, useWindowHeight } from './use-room.ts';

export { type Drawing, type FigureProps } from './figure-props.ts';

/** Height of what is above a page's first figure, with one line of chosen conditions. */
const headPx = 360;
/** The same where the figure is presented: its title, caption and the bar below it. */
const stagedHeadPx = 170;

/** The frame of every figure: title, picture or table, caption, files. The statistics come from the server. */
export function Figure(props: FigureProps) {
  // Inside `FigureLanguages`, where its file is drawn in the other language.
  const report = useCopyReport();
  return report ? <FigureCopy {...props} report={report} /> : <ShownFigure {...props} />;
}

function ShownFigure(props: FigureProps) {
  const { title, caption, captionOnPage, table, rest, summary, heightOf, controls, draw, viewKey, ...file } = props;
  const t = useTranslations('ui.figure');
  const [view, setView] = useView(viewKey);
  const scheme = useShownScheme();
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const windowPx = useWindowHeight();
  const aboveAndBelow = useStageZoom() === 1 ? headPx : stagedHeadPx;
  const id = useId();
  const heightPx = Math.round(heightOf(width, windowPx > 0 ? windowPx - aboveAndBelow : undefined));
  const points = <FigureTable caption={title} rows={table} maxHeight={Math.max(heightPx, 320)} />;
  return (
    <figure className={styles['figure']} aria-labelledby={id} data-frame="figure">
      <div className={styles['head']}>
        <Title order={2} id={id}>
          {title}
        </Title>
        <div className={styles['controls']} data-frame-controls>
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
          <CopyLink />
          <FigureExport
            title={title}
            caption={caption}
            table={table}
            heightOf={heightOf}
            draw={draw}
            {...(summary ? { summary } : {})}
            {...(rest ? { rest } : {})}
            {...file}
          />
        </div>
      </div>
      <div ref={place} className={styles['measure']}>
        {view === 'table' ? (
          <div className={styles['tables']}>
            {summary ? <FigureTable caption={t('summary', { title })} rows={summary} maxHeight={320} /> : null}
            {rest ? (
              <WithRest key={rest.key} rest={rest} heightPx={Math.max(heightPx, 320)}>
                {points}
              </WithRest>
            ) : (
              points
            )}
          </div>
        ) : (
          <div style={{ height: heightPx, fontFamily: figureFont }}>
            {width > 0 ? draw({ scheme, widthPx: Math.floor(width), heightPx, isExport: false }) : null}
          </div>
        )}
      </div>
      <figcaption className={styles['caption']}>
        {(captionOnPage ?? caption).map((line) => (
          <Text key={line} size="xs">
            {line}
          </Text>
        ))}
      </figcaption>
    </figure>
  );
}

const views = ['picture', 'table'] as const;

/** In the address if a key is given, so that a link shows the same; otherwise for this visit. */
function useView(key: string | undefined): [(typeof views)[number], (view: (typeof views)[number]) => void] {
  const [own, setOwn] = useState<(typeof views)[number]>('picture');
  const [linked, setLinked] = useQueryState(key ?? 'view', parseAsStringLiteral(views).withDefault('picture'));
  return key ? [linked, (view) => void setLinked(view)] : [own, setOwn];
}
