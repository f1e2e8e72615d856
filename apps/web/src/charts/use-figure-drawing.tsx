'use client';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { useLocale, useTranslations } from 'use-intl';
import styles from './figure.module.css';
import { type FigureProps } from './figure-props.ts';
import { chartsAreHere } from './later.tsx';
import { drawnWidthPx } from './figure-size.ts';
import { type FigureRows } from './figure-table.tsx';
import { chartWidth, figureSvg, type FigureText, loadFontsOf, type ShownText } from './figure-svg.ts';

/** What a picture is drawn from. */
export interface DrawnProps extends Pick<
  FigureProps,
  'title' | 'caption' | 'provenance' | 'isSynthetic' | 'table' | 'rest' | 'heightOf' | 'draw'
> {
  /** Fetches what the picture needs from elsewhere before it is drawn at a width. */
  readonly prepare?: (widthPx: number) => Promise<void>;
}

/** A figure drawn for a file: its svg, without fonts, and its words whether they are shown or not. */
export interface DrawnFigure {
  readonly svg: SVGSVGElement;
  readonly text: FigureText;
  readonly language: string;
}

/** What of a choice decides how a figure is laid out. */
export interface LaidOut extends ShownText {
  readonly widthMm: number;
}

export type DrawFigure = (choice: LaidOut) => Promise<DrawnFigure>;

/** The points of a file could not be loaded. */
export class NotLoaded extends Error {}

/**
 * Draws a figure again for a file: light colours, its printed width, no pointer. `sheet` is where that happens, outside
 * the page.
 */
export function useFigureDrawing(props: DrawnProps): {
  readonly drawFigure: DrawFigure;
  /** Its table with every point, loaded where it was not here yet; rejects with `NotLoaded`. */
  readonly wholly: () => Promise<FigureRows>;
  readonly sheet: ReactNode;
} {
  const t = useTranslations('ui');
  const language = useLocale();
  // What is loaded for a file arrives in later properties than those that it was asked for with.
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const copy = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState<number | null>(null);

  async function wholly(): Promise<FigureRows> {
    const { rest } = latest.current;
    if (rest && !rest.isHere) {
      await rest.load().catch((error: unknown) => {
        throw new NotLoaded(undefined, { cause: error });
      });
    }
    // Another selection was made, or the study has changed, while it was loading.
    if (latest.current.rest?.isHere === false) throw new NotLoaded();
    return latest.current.table;
  }

  async function drawFigure({ widthMm, hasTitle, hasCaption }: LaidOut): Promise<DrawnFigure> {
    const chartPx = chartWidth(drawnWidthPx(widthMm));
    await latest.current.prepare?.(chartPx);
    await Promise.all([wholly(), chartsAreHere()]);
    flushSync(() => setWidthPx(chartPx));
    try {
      // The chart's axes settle after its first paint.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const picture = copy.current?.querySelector('svg');
      if (!picture) throw new Error('The figure drew nothing.');
      const { title, caption, provenance, isSynthetic, heightOf } = latest.current;
      const text = { title, caption, provenance, synthetic: isSynthetic ? t('synthetic') : null };
      await loadFontsOf(text);
      const size = { widthPx: chartPx, heightPx: Math.round(heightOf(chartPx)) };
      return { svg: figureSvg(picture, size, text, { hasTitle, hasCaption }), text, language };
    } finally {
      setWidthPx(null);
    }
  }

  const heightPx = widthPx === null ? 0 : Math.round(props.heightOf(widthPx));
  const sheet =
    widthPx === null
      ? null
      : createPortal(
          <div ref={copy} className={styles['copy']} style={{ width: widthPx, height: heightPx }} aria-hidden>
            {props.draw({ scheme: 'light', widthPx, heightPx, isExport: true })}
          </div>,
          document.body,
        );
  return { drawFigure, wholly, sheet };
}
