'use client';
import { useApolloClient } from '@apollo/client/react';
import { csvOf, type ExportedFile } from '@haim/schema';
import { useCallback, useState } from 'react';
import { type DueItem, dueItemsQuery } from '@/due/query.ts';
import { type DueItemsFilter, type DueItemsQuery } from '@/graphql/generated/graphql.ts';
import { useSaveFile } from '@/ui/save-file.tsx';

const atOnce = 1000;
const holds: ExportedFile = 'dueVisits';
const headings = [
  'patient_code',
  'centre',
  'form',
  'visit',
  'due_on',
  'window_from',
  'window_to',
  'state',
  'days_overdue',
  'missed_before',
];

/** Saves everything that a filter leaves, page by page, as one file. */
export function useDueCsv(study: string, filter: DueItemsFilter) {
  const client = useApolloClient();
  const saveFile = useSaveFile();
  const [isSaving, setSaving] = useState(false);
  const [isFailed, setFailed] = useState(false);
  const save = useCallback(async () => {
    setSaving(true);
    setFailed(false);
    try {
      const items: DueItem[] = [];
      for (let after: string | null = null; ;) {
        const { data }: { data?: DueItemsQuery | undefined } = await client.query({
          query: dueItemsQuery,
          variables: { study, filter, first: atOnce, after },
          fetchPolicy: 'network-only',
        });
        items.push(...(data?.dueItems.rows ?? []));
        after = data?.dueItems.nextCursor ?? null;
        if (after === null) break;
      }
      const cells = items.map((one) => [
        ...[one.code, one.centre, one.form, one.visit ?? null, one.dueOn, one.opensOn, one.closesOn],
        ...[one.state, one.overdueBy, one.missed],
      ]);
      await saveFile({
        ...{ name: `${study}-due.csv`, content: csvOf([headings, ...cells]), type: 'text/csv' },
        ...{ holds, rows: items.length },
      });
    } catch {
      setFailed(true);
    } finally {
      setSaving(false);
    }
  }, [client, filter, saveFile, study]);
  return { save, isSaving, isFailed };
}
