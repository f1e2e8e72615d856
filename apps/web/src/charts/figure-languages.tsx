'use client';
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { type Locale } from '@/i18n/locale.ts';
import { type Messages } from '@/i18n/messages.ts';
import { type DrawFigure, type DrawnFigure, type DrawnProps, useFigureDrawing } from './use-figure-drawing.tsx';
import { type FigureChoice } from './figure-choice.ts';

type DrawIn = (language: Locale, choice: FigureChoice) => Promise<DrawnFigure>;
type Report = (draw: DrawFigure) => void;

const DrawInContext = createContext<DrawIn | null>(null);
const CopyContext = createContext<Report | null>(null);

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
      const draw = await new Promise<DrawFigure>((report) =>
        setAsked({ language, messages: messages[language], report }),
      );
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
export function FigureCopy({ report, ...props }: DrawnProps & { readonly report: Report }) {
  const { drawFigure, sheet } = useFigureDrawing(props);
  const first = useRef({ report, drawFigure });
  useEffect(() => {
    first.current.report(first.current.drawFigure);
  }, []);
  return sheet;
}
