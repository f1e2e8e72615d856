'use client';
import { useEffect, useState } from 'react';
import { useViewer } from '@/session/session.tsx';
import { readAll, storeChanges } from './browser-store.ts';
import { useOutbox } from './outbox.tsx';
import { formAt } from './use-kept-entries.ts';

/** Whether the viewer typed something into a form of a patient, in this browser, that the server does not have yet. */
export function useUnsavedForms(): (patientId: string, form: string) => boolean {
  const { id: userId } = useViewer();
  const waiting = useOutbox()?.waiting ?? [];
  // As one text: nothing is drawn anew while the same forms are typed into.
  const [kept, setKept] = useState('');
  useEffect(() => {
    let isOver = false;
    const read = () =>
      void readAll('kept', userId).then((rows) => {
        if (!isOver) setKept([...new Set(rows.map(({ place }) => formAt(place)))].toSorted().join('\n'));
      });
    read();
    storeChanges.addEventListener('kept', read);
    return () => {
      isOver = true;
      storeChanges.removeEventListener('kept', read);
    };
  }, [userId]);
  const forms = new Set([...kept.split('\n'), ...waiting.map((save) => `${save.patientId} ${save.form}`)]);
  return (patientId, form) => forms.has(`${patientId} ${form}`);
}
