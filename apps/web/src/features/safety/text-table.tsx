'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ctcaeVersionOfTerms, likelyCtcaeTerm } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Place } from './behind-number.tsx';
import { type Safety, type SafetyRow } from './query.ts';
import { textRows } from './safety-rows.ts';
import { asColumns, useSafetyColumns } from './use-safety-columns.tsx';
import { type SafetyState } from './use-safety-state.ts';

interface TextTableProps {
  readonly safety: Safety;
  readonly state: SafetyState;
  readonly onOpen?: ((place: Place) => void) | undefined;
}

/** Texts that are no terms of CTCAE, apart from the terms, each with the term that it may be meant for. */
export function TextTable({ safety, state, onOpen }: TextTableProps) {
  const t = useTranslations('safety');
  const label = useLabel();
  const rows = textRows(safety);
  const columns = useSafetyColumns({ safety, counting: state.count, nameOf: ({ key }) => key, onOpen });
  if (rows.length === 0) return null;
  const version = ctcaeVersionOfTerms;
  return (
    <Panel title={t('texts.title', { n: rows.length })} note={t('texts.note', { version })}>
      <DataTable
        caption={t('texts.title', { n: rows.length })}
        hideCaption
        dense
        foldBelow="medium"
        columns={[
          {
            id: 'text',
            header: t('texts.text'),
            rowHeader: true,
            cell: ({ key }) => {
              const likely = likelyCtcaeTerm(key);
              return (
                <>
                  {key}
                  {likely ? (
                    <Text component="span" display="block" size="xs" c="var(--text-quiet)">
                      {t('texts.perhaps', { name: label(likely.name) })}
                    </Text>
                  ) : null}
                </>
              );
            },
          },
          ...asColumns<SafetyRow>(columns, (row) => row),
        ]}
        rows={rows}
        rowKey={({ rowId }) => rowId}
        maxHeight="24rem"
      />
    </Panel>
  );
}
