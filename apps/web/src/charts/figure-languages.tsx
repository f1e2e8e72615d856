'use client';
import { createContext, type ReactNode, use, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { type Locale } from '@/i18n/locale.ts';
import { type Messages } from '@/i18n/messages.ts';
import { type FigureChoice } from './figure-choice.ts';
import { type FigureProps } from './figure-props.ts';
import { type FigureRows } from './figure-table.tsx';
import { type DrawFigure, type DrawnFigure, type DrawnProps, useFigureDrawing } from './use-figure-drawing.tsx';

type CopiedProps = DrawnProps & Pick<FigureProps, 'fileName' | 'summary' | 'reproduces'>;

/** A figure that is not shown: what draws it, and what it holds. */
export interface CopiedFigure {
  readonly draw: DrawFigure;
  /** Its table with every point; rejects with `NotLoaded`. */
  readonly wholly: () => Promise<FigureRows>;
  /** As it is at the moment. */
  readonly props: () => CopiedProps;
}

type DrawIn = (language: Locale, choice: FigureChoice) => Promise<DrawnFigure>;
/** Returns what takes the report back once the figure is gone. */
type Report = (figure: CopiedFigure) => () => void;

const DrawInContext = createContext<DrawIn | null>(null);
const CopyContext = createContext<Report | null>(null);

/** Around figures that are drawn for files and not shown: each of them reports itself. */
export const CopiesFigures = CopyContext.Provider;

/** Draws the figure around which `FigureLanguages` is in another language; null where there is none. */
export const useDrawIn = (): DrawIn | null => use(DrawInContext);

/** Where a figure is a copy in another language: reports what draws it, and shows nothing. */
export const useCopyReport = (): Report | null => use(CopyContext);

interface Asked {
  readonly language: Locale;
  readonly messages: Messages;
  readonly report: Report;
}

/**
 * Around whatever finds the words of one figure: its files may be in the language that the page is not in. The component
 * is rendered a second time with the words of that language, hidden, for as long as the file takes.
 */
export function FigureLanguages({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);

  async function drawIn(language: Locale, choice: FigureChoice): Promise<DrawnFigure> {
    const { messages } = await import('@/i18n/messages.ts');
    try {
      const { draw } = await new Promise<CopiedFigure>((reported) => {
        const report = (figure: CopiedFigure) => {
          reported(figure);
          return () => undefined;
        };
        setAsked({ language, messages: messages[language], report });
      });
      return await draw(choice);
    } finally {
      setAsked(null);
    }
  }

  return (
    <DrawInContext value={drawIn}>
      {children}
      {asked ? (
        <div hidden>
          <IntlProvider locale={asked.language} messages={asked.messages}>
            <CopyContext value={asked.report}>{children}</CopyContext>
          </IntlProvider>
        </div>
      ) : null}
    </DrawInContext>
  );
}

/** A figure that is drawn for a file and not shown. */
export function FigureCopy({ report, ...props }: CopiedProps & { readonly report: Report }) {
  const { drawFigure, wholly, sheet } = useFigureDrawing(props);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const first = useRef({ report, figure: { draw: drawFigure, wholly, props: () => latest.current } });
  useEffect(() => first.current.report(first.current.figure), []);
  return sheet;
}
