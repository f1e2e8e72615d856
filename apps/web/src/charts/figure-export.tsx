'use client';
import { type ExportedFile } from '@haim/schema';
import { ActionIcon, Loader, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { type FigureChoice, pictureKinds } from './figure-choice.ts';
import { figureCsv } from './figure-csv.ts';
import { FigureCopy, useCopyReport, useDrawIn } from './figure-languages.tsx';
import { type FigureProps } from './figure-props.ts';
import { type FigureRows } from './figure-table.tsx';
import { MissingLetters } from './missing-letters.ts';
import { type DrawnProps, NotLoaded, useFigureDrawing } from './use-figure-drawing.tsx';

/** Whoever saves no picture needs no dialog. */
const FigureDialog = onOpening(async () => (await import('./figure-dialog.tsx')).FigureDialog);

interface FigureExportProps extends DrawnProps, Pick<FigureProps, 'fileName' | 'summary'> {
  /** Whether its colours mean what no grey can: then none is offered. */
  readonly needsColour?: boolean;
}

/** The files of a figure: its picture as a journal takes it, and its numbers. */
export function FigureExport(props: FigureExportProps) {
  const report = useCopyReport();
  return report ? <FigureCopy {...props} report={report} /> : <FigureMenu {...props} />;
}

function FigureMenu(props: FigureExportProps) {
  const { fileName, summary, needsColour = false } = props;
  const t = useTranslations('ui.figure');
  const { drawFigure, wholly, sheet } = useFigureDrawing(props);
  const drawIn = useDrawIn();
  const [isChoosing, setIsChoosing] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const save = useSaveFile();
  const button = useRef<HTMLButtonElement>(null);

  async function savePicture(choice: FigureChoice): Promise<boolean> {
    const rows = (await wholly()).rows.length;
    const { language } = choice;
    const drawn = await (language !== null && drawIn ? drawIn(language, choice) : drawFigure(choice));
    const { pictureFile } = await import('./figure-files.ts');
    const content = await pictureFile(drawn, choice);
    const name = `${fileName}.${pictureKinds[choice.kind].extension}`;
    return save({ name, content, holds: 'figure' satisfies ExportedFile, rows });
  }

  async function savePoints(): Promise<boolean> {
    return saveCsv(await wholly(), fileName, 'figurePoints');
  }

  function saveCsv(values: FigureRows, name: string, holds: ExportedFile): Promise<boolean> {
    return save({ name: `${name}.csv`, content: figureCsv(values), type: 'text/csv', holds, rows: values.rows.length });
  }

  /** Reports a file that cannot be made; resolves to whether it was. */
  async function attempt(make: () => Promise<boolean>): Promise<boolean> {
    setIsBusy(true);
    try {
      return await make();
    } catch (error) {
      notifications.show({ color: 'red', autoClose: false, message: sentenceOf(error) });
      return false;
    } finally {
      setIsBusy(false);
    }
  }

  /** The item of the menu that opened it is gone: the keyboard is back where the menu is. */
  function closeDialog(): void {
    setIsChoosing(false);
    button.current?.focus();
  }

  function sentenceOf(error: unknown): string {
    if (error instanceof MissingLetters) return t('missingLetters', { letters: error.letters.join(' ') });
    return t(error instanceof NotLoaded ? 'notLoaded' : 'failed');
  }

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={30}
            ref={button}
            aria-busy={isBusy}
            aria-label={t('download')}
            title={t('download')}
          >
            {isBusy ? <Loader size={14} /> : <IconDownload size={16} aria-hidden />}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setIsChoosing(true)}>{t('asPicture')}</Menu.Item>
          <Menu.Item onClick={() => void attempt(savePoints)}>{t('csv')}</Menu.Item>
          {summary ? (
            <Menu.Item onClick={() => void attempt(() => saveCsv(summary, `${fileName}-results`, 'figureResults'))}>
              {t('csvSummary')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {isChoosing ? (
        <FigureDialog
          onClose={closeDialog}
          onSave={(choice) => attempt(() => savePicture(choice))}
          hasLanguages={drawIn !== null}
          needsColour={needsColour}
        />
      ) : null}
      {sheet}
    </>
  );
}
