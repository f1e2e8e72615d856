'use client';
import { type Row } from '@haim/schema';
import { useCallback, useEffect, useState } from 'react';
import { put, readKept, remove } from '@/forms/outbox/browser-store.ts';
import { placeOf } from '@/forms/outbox/use-kept-entries.ts';
import { useViewer } from '@/session/session.tsx';

/**
 * The records that a second person has put into a list and not handed in yet. They are kept in the browser, by account, so
 * that a reload or a browser that ends loses none of them.
 */
export function useKeptList(patientId: string, form: string) {
  const { id: userId } = useViewer();
  const place = placeOf(patientId, form, 'second-list');
  // Null until the browser has been asked.
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  useEffect(() => {
    let isOver = false;
    void readKept(userId, place).then((found) => {
      if (!isOver) setRows((now) => now ?? recordsIn(found?.fields['records']));
    });
    return () => {
      isOver = true;
    };
  }, [userId, place]);
  const keep = useCallback(
    (next: readonly Row[]) => {
      setRows(next);
      if (next.length === 0) return void remove('kept', userId, place);
      return void put('kept', { userId, place, fields: { records: JSON.stringify(next) }, at: Date.now() });
    },
    [userId, place],
  );
  return { rows, keep };
}

function recordsIn(kept: unknown): readonly Row[] {
  if (typeof kept !== 'string') return [];
  const read: unknown = JSON.parse(kept);
  return Array.isArray(read) ? (read as Row[]) : [];
}
