'use client';
import { Button, Group, Paper, Table, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  findVisits,
  type FoundVisits,
  guessPlan,
  type LookedColumn,
  type PartialMap,
  recordsOfPlan,
  type RepeatPlan,
} from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type FieldsOfStudy } from './fields-of-study.ts';
import { isOfVisits, withVisits } from './map-edits.ts';
import styles from './mapping.module.css';
import { useOccasionName } from './use-occasion-name.ts';
import { VisitsEditor } from './visits-editor.tsx';

interface VisitsPanelProps {
  readonly columns: readonly LookedColumn[];
  readonly map: PartialMap;
  readonly fields: FieldsOfStudy;
  readonly onChange: (map: PartialMap) => void;
}

/** Columns that are the same at several visits, proposed as records below each other: taken, changed or refused. */
export function VisitsPanel({ columns, map, fields, onChange }: VisitsPanelProps) {
  const t = useTranslations('imports.mapping.visits');
  const found = useMemo(() => findVisits(columns), [columns]);
  const [plan, setPlan] = useState<RepeatPlan | null>(() =>
    found ? guessPlan(found, [...new Set(fields.choices.map(({ form }) => form))], fields.arms) : null,
  );
  const [isRefused, setRefused] = useState(false);
  const [isDoubtful] = useState(found !== null && !found.isNamed && plan === null);
  const taken = map.records.filter(isOfVisits);
  if ((found === null || isDoubtful) && taken.length === 0) return null;
  const title = found ? <FoundInWords found={found} /> : null;
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-label={t('title')}>
      <Text fw={600} size="sm">
        {t('title')}
      </Text>
      {title}
      {taken.length > 0 ? (
        <TakenVisits
          records={taken}
          fields={fields}
          canChange={found !== null}
          onLeave={() => onChange(withVisits(map, []))}
        />
      ) : isRefused || found === null ? (
        <Group mt="xs" gap="md">
          <Text size="sm">{t('refused')}</Text>
          <Button size="xs" variant="default" onClick={() => setRefused(false)}>
            {t('again')}
          </Button>
        </Group>
      ) : (
        <VisitsEditor
          found={found}
          plan={plan}
          fields={fields}
          onPlan={setPlan}
          onTake={(whole) => onChange(withVisits(map, recordsOfPlan(found, whole)))}
          onRefuse={() => setRefused(true)}
        />
      )}
    </Paper>
  );
}

function FoundInWords({ found: { occasions, stems } }: { found: FoundVisits }) {
  const t = useTranslations('imports.mapping.visits');
  const occasionName = useOccasionName();
  const n = stems.reduce((sum, { columns }) => sum + columns.filter((column) => column !== null).length, 0);
  return (
    <Text size="sm" mt={4}>
      {t('found', { n, occasions: occasions.map(occasionName).join(t('comma')) })}
    </Text>
  );
}

interface TakenVisitsProps {
  readonly records: PartialMap['records'];
  readonly fields: FieldsOfStudy;
  readonly canChange: boolean;
  readonly onLeave: () => void;
}

/** Each record that a row becomes, with the columns that it is read from. */
function TakenVisits({ records, fields: { choices }, canChange, onLeave }: TakenVisitsProps) {
  const t = useTranslations('imports.mapping.visits');
  const label = useLabel();
  return (
    <>
      <Table mt="xs" verticalSpacing={4} className={styles['columns'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('record')}</Table.Th>
            <Table.Th>{t('readFrom')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map(({ form, fields }, i) => (
            <Table.Tr key={`${form} ${i}`}>
              <Table.Td data-label={t('record')}>
                {i + 1} · {label(choices.find((one) => one.form.name === form)?.form.label ?? { en: form, zh: form })}
              </Table.Td>
              <Table.Td data-label={t('readFrom')} className={styles['wrapped'] ?? ''}>
                {Object.entries(fields)
                  .map(([field, source]) => {
                    const spec = choices.find((one) => one.form.name === form && one.field === field)?.spec;
                    const name = spec ? label(spec.label) : field;
                    const from = 'column' in source ? source.column : String(source.constant);
                    return t('fieldFrom', { field: name, from });
                  })
                  .join(' · ')}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button size="xs" variant="default" mt="xs" onClick={onLeave}>
        {t(canChange ? 'change' : 'leave')}
      </Button>
    </>
  );
}
