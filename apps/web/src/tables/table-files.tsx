'use client';
import { type ExportedFile } from '@haim/schema';
import { ActionIcon, Loader, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { figureCsv } from '@/charts/figure-csv.ts';
import { useSnapshot } from '@/selection/use-snapshot.ts';
import { CopyLink } from '@/ui/copy-link.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { forFiles, textOf } from './printed-table.tsx';
import { withOrigin } from './provenance.ts';
import { type TableFrameProps } from './table-frame-props.ts';
import { useScriptItems } from './use-script-items.tsx';
import { workbookOf } from './workbook.ts';

/** The files of a table and the link to it. */
export function TableFiles({
  title,
  table: shown,
  numbers,
  caption,
  methods,
  provenance,
  fileName,
  inR,
  origin,
}: TableFrameProps & { readonly origin: readonly string[] }) {
  const t = useTranslations('tables.frame');
  const ui = useTranslations('ui');
  const table = forFiles(shown);
  const [isBusy, setIsBusy] = useState(false);
  const save = useSaveFile();
  const { snapshot } = useSnapshot();
  const rows = numbers.rows.length;
  const head = [title, ...caption, ...origin];
  const {
    items,
    dialog,
    isBusy: isWriting,
    target,
  } = useScriptItems({ of: title, fileName, head, rows, inR: inR ?? null });

  async function saveCsv() {
    const content = figureCsv(withOrigin(numbers, provenance, snapshot));
    await save({ name: `${fileName}.csv`, content, type: 'text/csv', holds: 'table' satisfies ExportedFile, rows });
  }

  async function saveWorkbook() {
    const headings = table.columns.map(({ header, below }) => (below ? `${header} (${below})` : header));
    const lines = ['', ...caption, methods, ...origin].map((line) => ({ cells: [line] }));
    const content = await workbookOf([
      {
        name: t('sheet'),
        widths: [36, 20],
        rows: [
          { cells: [title], look: 'bold' },
          { cells: headings, look: 'bold' },
          ...table.rows.map(({ cells, indented }) => ({
            cells: cells.map(textOf),
            ...(indented ? { look: 'indented' as const } : {}),
          })),
          ...lines,
        ],
      },
      {
        name: t('sheetNumbers'),
        widths: [24, 14],
        rows: [
          { cells: numbers.columns.map(({ file }) => file), look: 'bold' },
          ...numbers.rows.map((cells) => ({ cells })),
        ],
      },
    ]);
    await save({ name: `${fileName}.xlsx`, content, holds: 'table' satisfies ExportedFile, rows });
  }

  /** Reports a file that cannot be made. */
  function attempt(make: () => Promise<void>) {
    setIsBusy(true);
    make()
      .catch(() => notifications.show({ color: 'red', autoClose: false, message: t('failed') }))
      .finally(() => setIsBusy(false));
  }

  return (
    <>
      <CopyLink />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={30}
            ref={target}
            aria-busy={isBusy || isWriting}
            aria-label={ui('figure.download')}
            title={ui('figure.download')}
          >
            {isBusy || isWriting ? <Loader size={14} /> : <IconDownload size={16} aria-hidden />}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => attempt(saveWorkbook)}>{t('xlsx')}</Menu.Item>
          <Menu.Item onClick={() => attempt(saveCsv)}>{t('csv')}</Menu.Item>
          {items}
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}
