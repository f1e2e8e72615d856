'use client';
import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ImportLook, type LookedTable, type PartialMap } from '@haim/schema';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { type FieldsOfStudy, useFieldsOfStudy } from './fields-of-study.ts';
import { openIn, sourceOf, targetsOf, wholeMap } from './map-edits.ts';
import { TableMapping } from './table-mapping.tsx';

interface MappingPanelProps {
  readonly look: ImportLook;
  readonly fileName: string;
  readonly isBusy: boolean;
  /** Called at any change, which makes a report on the screen obsolete. */
  readonly onChange: () => void;
  readonly onCheck: (map: File) => void;
}

type Choice = PartialMap | 'ignore';

/** Which column of a file is which field: guessed, or as somebody said for such a file before, and changed here. */
export function MappingPanel({ look, fileName, isBusy, onChange, onCheck }: MappingPanelProps) {
  const t = useTranslations('imports.mapping');
  const saveFile = useSaveFile();
  const fields = useFieldsOfStudy();
  const foreign = look.tables.filter(({ from }) => from !== 'own');
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>(() =>
    Object.fromEntries(foreign.map(({ name, map }) => [name, map])),
  );
  const file = mapFile(look, choices, fileName);
  const open = foreign.reduce((sum, table) => sum + openOf(table, choices[table.name], fields), 0);
  return (
    <>
      {foreign.map((table) => (
        <TableMapping
          key={table.name}
          table={table}
          fields={fields}
          isOnly={look.tables.length === 1}
          choice={choices[table.name] ?? 'ignore'}
          onChange={(next) => {
            setChoices((before) => ({ ...before, [table.name]: next }));
            onChange();
          }}
        />
      ))}
      <Panel>
        <Group gap="md">
          <Button disabled={file === null || open > 0 || isBusy} loading={isBusy} onClick={() => file && onCheck(file)}>
            {t('check')}
          </Button>
          <Button
            variant="default"
            disabled={file === null}
            leftSection={<IconDownload size={16} aria-hidden />}
            // Headings and codes: no row of the study.
            onClick={() => void (file && saveFile({ name: file.name, content: file, holds: null, rows: 0 }))}
          >
            {t('save')}
          </Button>
          <Text size="sm" c="var(--text-quiet)" role="status">
            {file === null ? t('incomplete') : open > 0 ? t('open', { n: open }) : t('willRemember')}
          </Text>
        </Group>
      </Panel>
    </>
  );
}

/** How much of a table somebody still has to say. */
function openOf(table: LookedTable, choice: Choice | undefined, { choices, arms }: FieldsOfStudy): number {
  if (choice === undefined || choice === 'ignore') return 0;
  let open = 0;
  for (const column of table.columns) {
    for (const target of targetsOf(choice, column.name)) {
      const source = sourceOf(choice, target);
      const field = choices.find((one) => one.target === target);
      if (!source || !field) continue;
      const { values, order } = openIn(column, field, source, arms);
      open += values.length + Number(order);
    }
  }
  return open;
}

function mapFile(look: ImportLook, choices: Readonly<Record<string, Choice>>, fileName: string): File | null {
  const maps = Object.entries(choices).map(
    ([table, choice]) => [table, choice === 'ignore' ? choice : wholeMap(choice)] as const,
  );
  if (maps.some(([, map]) => map === null)) return null;
  const isNothing = maps.length === look.tables.length && maps.every(([, map]) => map === 'ignore');
  if (isNothing) return null;
  const json = look.tables.length === 1 ? maps[0]?.[1] : { tables: Object.fromEntries(maps) };
  const name = `${fileName.replace(/\.\w+$/, '')}.map.json`;
  return new File([JSON.stringify(json, null, 2)], name, { type: 'application/json' });
}
