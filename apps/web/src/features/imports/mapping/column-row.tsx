'use client';
import { MultiSelect, Stack, Table, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type LookedColumn, type PartialMap } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type FieldsOfStudy } from './fields-of-study.ts';
import { ReadingOfColumn } from './reading-of-column.tsx';
import { sourceOf, type Target, targetsOf, visitColumns, withSource, withTargets } from './map-edits.ts';
import styles from './mapping.module.css';

interface ColumnRowProps {
  readonly column: LookedColumn;
  readonly map: PartialMap;
  readonly fields: FieldsOfStudy;
  readonly onChange: (map: PartialMap) => void;
}

/** A column of the file, the field that it is, and how its values are read. */
export function ColumnRow({ column, map, fields, onChange }: ColumnRowProps) {
  const t = useTranslations('imports.mapping');
  const label = useLabel();
  const { patient } = map;
  const isIdentity = [patient.code, patient.centre].some(
    (source) => source && 'column' in source && source.column === column.name,
  );
  const targets = targetsOf(map, column.name);
  const title = label(column.label);
  return (
    <Table.Tr>
      <Table.Td data-label={t('column')}>
        <Text size="sm" fw={600} className={styles['wrapped'] ?? ''}>
          {column.name || t('withoutName')}
        </Text>
        {title === column.name && column.unit === null ? null : (
          <Text size="xs">{[title === column.name ? '' : title, column.unit].filter(Boolean).join(' · ')}</Text>
        )}
        <Text size="xs" c="var(--text-quiet)" className={styles['wrapped'] ?? ''}>
          {column.filled === 0 ? t('empty') : column.samples.slice(0, 3).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td data-label={t('field')}>
        {isIdentity ? (
          <Text size="sm">{t('identity')}</Text>
        ) : (
          <MultiSelect
            description={visitColumns(map).has(column.name) ? t('inVisits') : null}
            aria-label={t('fieldOf', { column: column.name })}
            placeholder={targets.length === 0 && !visitColumns(map).has(column.name) ? t('noField') : ''}
            size="sm"
            searchable
            hidePickedOptions
            styles={{ inputField: { minWidth: '1.5rem' } }}
            data={optionsOf(fields, label)}
            value={targets}
            onChange={(next) => onChange(withTargets(map, column, next as Target[], fields))}
          />
        )}
      </Table.Td>
      <Table.Td data-label={t('read')}>
        <Stack gap="xs">
          {targets.map((target) => {
            const source = sourceOf(map, target);
            const field = fields.choices.find((one) => one.target === target);
            return source && field ? (
              <ReadingOfColumn
                key={target}
                column={column}
                field={field}
                source={source}
                arms={fields.arms}
                onChange={(next) => onChange(withSource(map, target, next))}
              />
            ) : null;
          })}
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}

function optionsOf({ choices }: FieldsOfStudy, label: ReturnType<typeof useLabel>) {
  const forms = [...new Set(choices.map(({ form }) => form))];
  return forms.map((form) => ({
    group: label(form.label),
    items: choices
      .filter((choice) => choice.form === form)
      .map(({ target, spec }) => ({ value: target, label: label(spec.label) })),
  }));
}
