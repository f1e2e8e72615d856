'use client';
import { ActionIcon, Loader, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { csvOf, type ExportedFile, type SubjectVariable } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { workbookOf } from '@/tables/workbook.ts';
import { useSaveFile } from '@/ui/save-file.tsx';
import { patientAt, type PatientRow, type Value } from './query.ts';

interface PatientFilesProps {
  readonly table: {
    readonly ids: readonly string[];
    readonly columns: readonly { readonly name: string; readonly values: unknown }[];
    readonly dataVersion: number;
  };
  readonly chosen: readonly SubjectVariable[];
}

/** The list with its columns as files, as it is stored: codes, days, true and false. Each file is in the trail. */
export function PatientFiles({ table, chosen }: PatientFilesProps) {
  const t = useTranslations('cohort.patients');
  const ui = useTranslations('ui');
  const frame = useTranslations('tables.frame');
  const pick = useLabel();
  const study = useStudy();
  const selection = useSelectionText();
  const save = useSaveFile();
  const [isBusy, setIsBusy] = useState(false);
  const names = table.columns.map(({ name }) => name);
  const rows = table.ids.length;
  const name = `${study.code}-patients`;
  const origin = [study.code, table.dataVersion, selection] as const;
  const valuesOf = (row: PatientRow): Value[] => names.map((one) => row[one] ?? null);
  const all = () => Array.from({ length: rows }, (_, place) => valuesOf(patientAt(table, place)));

  async function saveCsv() {
    const content = csvOf([
      [...names, 'study', 'data_version', 'selection'],
      ...all().map((values) => [...values.map(asText), ...origin]),
    ]);
    await save({ name: `${name}.csv`, content, type: 'text/csv', holds: 'patientList' satisfies ExportedFile, rows });
  }

  async function saveWorkbook() {
    const labelOf = (one: string) => {
      const variable = chosen.find((other) => other.name === one);
      return variable ? `${pick(variable.label)}${variable.unit ? ` (${variable.unit})` : ''}` : one;
    };
    const content = await workbookOf([
      {
        name: t('title'),
        widths: [16],
        rows: [
          { cells: names.map(labelOf), look: 'bold' },
          ...all().map((values) => ({
            cells: values.map(asText),
          })),
        ],
      },
      {
        name: t('origin'),
        widths: [20, 60],
        rows: [
          { cells: ['study', study.code] },
          { cells: ['data_version', table.dataVersion] },
          { cells: ['selection', selection] },
          ...(study.synthetic ? [{ cells: [ui('synthetic')] }] : []),
        ],
      },
    ]);
    await save({ name: `${name}.xlsx`, content, holds: 'patientList' satisfies ExportedFile, rows });
  }

  /** Reports a file that cannot be made. */
  function attempt(make: () => Promise<void>) {
    setIsBusy(true);
    make()
      .catch(() => notifications.show({ color: 'red', autoClose: false, message: frame('failed') }))
      .finally(() => setIsBusy(false));
  }

  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={26}
          aria-busy={isBusy}
          aria-label={ui('figure.download')}
          title={ui('figure.download')}
        >
          {isBusy ? <Loader size={13} /> : <IconDownload size={15} aria-hidden />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => attempt(saveWorkbook)}>{t('xlsx')}</Menu.Item>
        <Menu.Item onClick={() => attempt(saveCsv)}>{t('csv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** True and false as they are stored. */
function asText(value: Value): string | number | null {
  return typeof value === 'boolean' ? String(value) : value;
}
