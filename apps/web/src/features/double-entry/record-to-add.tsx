'use client';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { type Refusal } from '@/forms/answers.ts';
import { focusField } from '@/forms/enter-key.ts';
import { placeOf, useKeptEntries } from '@/forms/outbox/use-kept-entries.ts';
import { RecordForm } from '@/forms/record-form.tsx';
import { useStudy } from '@/session/session.tsx';

interface RecordToAddProps {
  readonly form: Form;
  readonly patientId: string;
  /** Of the list; null adds one. */
  readonly saved: Row | null;
  /** Why it cannot be put into the list. */
  readonly onPut: (row: Row) => Refusal | null;
  readonly onCancel: (() => void) | null;
}

/** One record of a list that is entered a second time: Ctrl+Enter puts it into the list, and the next begins. */
export function RecordToAdd({ form, patientId, saved, onPut, onCancel }: RecordToAddProps) {
  const t = useTranslations('doubleEntry.list');
  const study = useStudy();
  const place = useRef<HTMLDivElement>(null);
  const { kept, keep } = useKeptEntries(placeOf(patientId, form.name, 'second-record'));
  useEffect(() => {
    const first = place.current?.querySelector<HTMLElement>('[data-field]');
    if (first) focusField(first);
  }, []);
  return (
    <div ref={place}>
      <RecordForm
        form={form}
        saved={saved}
        choices={{ arm: study.arms }}
        needsReason={false}
        saveLabel={t(saved === null ? 'put' : 'putChange')}
        {...(saved === null ? { kept: kept?.fields ?? null, onTyped: keep } : {})}
        {...(onCancel ? { onCancel } : {})}
        onSave={(row) => {
          const refusal = onPut(row);
          if (refusal === null) keep(null);
          return Promise.resolve(refusal);
        }}
      />
    </div>
  );
}
