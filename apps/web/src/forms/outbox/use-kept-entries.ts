'use client';
import { useCallback, useEffect, useState } from 'react';
import { useViewer } from '@/session/session.tsx';
import { type Draft } from '../draft.ts';
import { type KeptEntries, put, readKept, remove } from './browser-store.ts';

/** Where entries are kept: a form of a patient, and which of its records. */
export function placeOf(patientId: string, form: string, recordId: string | null): string {
  return `${patientId} ${form} ${recordId ?? 'new'}`;
}

/** Patient and form of such a place. */
export function formAt(place: string): string {
  return place.slice(0, place.lastIndexOf(' '));
}

/** Those of a form whose record is not among the ones that may be saved. */
export function strandedIn(
  kept: readonly KeptEntries[],
  patientId: string,
  form: string,
  open: readonly (string | null)[],
): KeptEntries[] {
  const places = new Set(open.map((id) => placeOf(patientId, form, id)));
  return kept.filter(({ place }) => formAt(place) === `${patientId} ${form}` && !places.has(place));
}

/** What was typed here and not saved, after a reload or a browser that ended; and the way to keep what is typed now. */
export function useKeptEntries(place: string): {
  readonly kept: KeptEntries | null;
  readonly keep: (fields: Draft | null) => void;
} {
  const { id: userId } = useViewer();
  const [kept, setKept] = useState<KeptEntries | null>(null);
  useEffect(() => {
    let isOver = false;
    void readKept(userId, place).then((found) => {
      if (!isOver) setKept(found);
    });
    return () => {
      isOver = true;
    };
  }, [userId, place]);
  const keep = useCallback(
    (fields: Draft | null) => {
      if (fields) return void put('kept', { userId, place, fields, at: Date.now() });
      setKept(null);
      return void remove('kept', userId, place);
    },
    [userId, place],
  );
  return { kept, keep };
}
