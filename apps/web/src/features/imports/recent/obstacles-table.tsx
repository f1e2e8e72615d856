'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { forms } from '@haim/schema';
import { type ImportUndoQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';

type Obstacle = ImportUndoQuery['importUndo']['obstacles'][number];

/** What has happened since the import, by patient and form. */
export function ObstaclesTable({ obstacles, total }: { obstacles: readonly Obstacle[]; total: number }) {
  const t = useTranslations('imports.undo');
  const label = useLabel();
  const instant = useInstant();
  const formOf = ({ form }: Obstacle) => {
    const known = forms.find(({ name }) => name === form);
    return known ? label(known.label) : t('ofPatient');
  };
  const columns: Column<Obstacle>[] = [
    {
      id: 'patient',
      header: t('patient'),
      cell: ({ patient }) => patient,
      sortBy: ({ patient }) => patient,
      rowHeader: true,
    },
    { id: 'form', header: t('form'), cell: formOf, sortBy: formOf },
    { id: 'what', header: t('since'), cell: (one) => label(one), sortBy: ({ code }) => code, wraps: true },
    { id: 'by', header: t('by'), cell: ({ by }) => by, folds: true },
    { id: 'at', header: t('when'), cell: ({ at }) => (at ? instant(at) : null), folds: true },
  ];
  const places = new Map(obstacles.map((one, place) => [one, String(place)]));
  return (
    <>
      <DataTable
        columns={columns}
        rows={obstacles}
        rowKey={(one) => places.get(one) ?? ''}
        caption={t('caption', { n: total })}
        foldBelow="medium"
        maxHeight={360}
      />
      {total > obstacles.length ? (
        <Text size="xs" c="var(--text-quiet)">
          {t('more', { shown: obstacles.length, total })}
        </Text>
      ) : null}
    </>
  );
}
