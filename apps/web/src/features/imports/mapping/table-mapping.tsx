'use client';
import { Checkbox, Table, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type LookedTable, type PartialMap } from '@haim/schema';
import { Panel } from '@/ui/panel.tsx';
import { ColumnRow } from './column-row.tsx';
import { ConstantsOfForms } from './constants-of-forms.tsx';
import { type FieldsOfStudy } from './fields-of-study.ts';
import { IdentityChoice } from './identity-choice.tsx';
import { VisitsPanel } from './visits-panel.tsx';
import styles from './mapping.module.css';

interface TableMappingProps {
  readonly table: LookedTable;
  readonly fields: FieldsOfStudy;
  readonly isOnly: boolean;
  readonly choice: PartialMap | 'ignore';
  readonly onChange: (choice: PartialMap | 'ignore') => void;
}

/** The columns of one table, each with the field that it is. */
export function TableMapping({ table, fields, isOnly, choice, onChange }: TableMappingProps) {
  const t = useTranslations('imports.mapping');
  const { columns, rows, from, name } = table;
  const left =
    choice === 'ignore' ? columns.length : columns.filter(({ name: of }) => choice.ignore?.includes(of)).length;
  const joined = columns.length - left;
  return (
    <Panel
      title={isOnly ? t('title') : t('titleOf', { table: name })}
      note={t(from === 'remembered' ? 'fromRemembered' : 'fromGuess', { rows, joined, columns: columns.length })}
      actions={
        isOnly ? null : (
          <Checkbox
            label={t('leaveOut')}
            checked={choice === 'ignore'}
            onChange={({ currentTarget: { checked } }) => onChange(checked ? 'ignore' : table.map)}
          />
        )
      }
    >
      {choice === 'ignore' ? (
        <Text size="sm">{t('leftOut')}</Text>
      ) : (
        <>
          <IdentityChoice columns={columns} map={choice} onChange={onChange} />
          <VisitsPanel columns={columns} map={choice} fields={fields} onChange={onChange} />
          <Table className={styles['columns'] ?? ''} verticalSpacing="xs" layout="fixed">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('column')}</Table.Th>
                <Table.Th>{t('field')}</Table.Th>
                <Table.Th>{t('read')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {columns.map((column) => (
                <ColumnRow key={column.name} column={column} map={choice} fields={fields} onChange={onChange} />
              ))}
            </Table.Tbody>
          </Table>
          <ConstantsOfForms map={choice} fields={fields} onChange={onChange} />
        </>
      )}
    </Panel>
  );
}
