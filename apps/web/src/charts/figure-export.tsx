'use client';
import { type ExportedFile } from '@haim/schema';
import { ActionIcon, Loader, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { useTranslations } from 'use-intl';
import { useSaveFile } from '@/ui/save-file.tsx';
import { figureCsv } from './figure-csv.ts';
import styles from './figure.module.css';
import { type FigureProps } from './figure-props.ts';
import { type FigureRows } from './figure-table.tsx';
import { type FigureFont, fontsFor } from './figure-fonts.ts';
import { figureSvg } from './figure-svg.ts';
import { pngOf } from './figure-png.ts';

/** Files are drawn at one size, whatever the window's size: 180 mm at 96 px per inch, times 4/3. */
export const exportWidthPx = 907;

interface FigureExportProps extends Pick<
  FigureProps,
  'title' | 'caption' | 'provenance' | 'isSynthetic' | 'fileName' | 'table' | 'rest' | 'summary' | 'heightOf' | 'draw'
> {
  /** Fetches what the picture needs from elsewhere before it is drawn. */
  readonly prepare?: () => Promise<void>;
}

/** The points of a file could not be loaded. */
class NotLoaded extends Error {}

/** The export menu. The picture is drawn again for the files: light colours, fixed size, no pointer. */
export function FigureExport(props: FigureExportProps) {
  const { fileName, summary, heightOf, draw } = props;
  const t = useTranslations('ui');
  // What is loaded for a file arrives in later properties than those that it was asked for with.
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const copy = useRef<HTMLDivElement>(null);
  const [isDrawing, setIsDrawing] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const save = useSaveFile();
  const heightPx = Math.round(heightOf(exportWidthPx));

  async function wholly(): Promise<void> {
    const { rest } = latest.current;
    if (!rest || rest.isHere) return;
    await rest.load().catch((error: unknown) => {
      throw new NotLoaded(undefined, { cause: error });
    });
    // Another selection was made, or the study has changed, while it was loading.
    if (latest.current.rest?.isHere === false) throw new NotLoaded();
  }

  async function drawn(): Promise<{ svg: SVGSVGElement; fonts: FigureFont[] }> {
    await latest.current.prepare?.();
    await wholly();
    flushSync(() => setIsDrawing(true));
    // The chart's axes settle after its first paint.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const picture = copy.current?.querySelector('svg');
    if (!picture) throw new Error('The figure drew nothing.');
    const { title, caption, provenance, isSynthetic } = latest.current;
    const synthetic = isSynthetic ? t('synthetic') : null;
    const svg = figureSvg(picture, exportWidthPx, heightPx, { title, caption, provenance, synthetic });
    setIsDrawing(false);
    const fonts = await fontsFor(svg.textContent ?? '');
    const style = document.createElementNS(svg.namespaceURI, 'style');
    style.textContent = fonts.map(({ css }) => css).join('\n');
    svg.prepend(style);
    return { svg, fonts };
  }

  async function saveSvg() {
    const { svg } = await drawn();
    await savePicture(new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' }), 'svg');
  }

  async function savePng() {
    const { svg, fonts } = await drawn();
    await savePicture(await pngOf(svg, fonts), 'png');
  }

  async function savePoints() {
    await wholly();
    await saveCsv(latest.current.table, fileName, 'figurePoints');
  }

  async function savePicture(content: Blob, kind: 'svg' | 'png') {
    const rows = latest.current.table.rows.length;
    await save({ name: `${fileName}.${kind}`, content, holds: 'figure' satisfies ExportedFile, rows });
  }

  async function saveCsv(table: FigureRows, name: string, holds: ExportedFile) {
    const rows = table.rows.length;
    await save({ name: `${name}.csv`, content: figureCsv(table), type: 'text/csv', holds, rows });
  }

  /** Reports a file that cannot be made. */
  function attempt(make: () => Promise<void>) {
    setIsBusy(true);
    make()
      .catch((error: unknown) => {
        setIsDrawing(false);
        const message = t(error instanceof NotLoaded ? 'figure.notLoaded' : 'figure.failed');
        notifications.show({ color: 'red', autoClose: false, message });
      })
      .finally(() => setIsBusy(false));
  }

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={30}
            aria-busy={isBusy}
            aria-label={t('figure.download')}
            title={t('figure.download')}
          >
            {isBusy ? <Loader size={14} /> : <IconDownload size={16} aria-hidden />}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => attempt(saveSvg)}>{t('figure.svg')}</Menu.Item>
          <Menu.Item onClick={() => attempt(savePng)}>{t('figure.png')}</Menu.Item>
          <Menu.Item onClick={() => attempt(savePoints)}>{t('figure.csv')}</Menu.Item>
          {summary ? (
            <Menu.Item onClick={() => attempt(() => saveCsv(summary, `${fileName}-results`, 'figureResults'))}>
              {t('figure.csvSummary')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {isDrawing
        ? createPortal(
            <div ref={copy} className={styles['copy']} style={{ width: exportWidthPx, height: heightPx }} aria-hidden>
              {draw({ scheme: 'light', widthPx: exportWidthPx, heightPx, isExport: true })}
            </div>,
            document.body,
          )
        : null}
    </>
  );
}
