'use client';
import { useQuery } from '@apollo/client/react';
import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, patientFieldOf, type Row } from '@haim/schema';
import { readRecord, recordsDocument, type RecordKeys } from '@/forms/documents.ts';
import { lackingIn } from '@/forms/lacking.ts';
import { useLabel } from '@/i18n/use-label.ts';

/** Shorter than a look at a cell, longer than the way across it. */
const restMs = 250;

/** Cells say by these attributes that they are incomplete, and of what. */
export const lackingCell = (patientId: string, form: string) => ({ 'data-lacking': form, 'data-patient': patientId });

interface LackingNoteProps {
  readonly frame: RefObject<HTMLElement | null>;
  readonly forms: readonly Form[];
}

/** What is missing in the cell that is pointed at, or has the focus: asked for when somebody rests there. */
export function LackingNote({ frame, forms }: LackingNoteProps) {
  const [cell, setCell] = useState<HTMLElement | null>(null);
  const [rested] = useDebouncedValue(cell, restMs);
  useEffect(() => {
    const grid = frame.current;
    if (!grid) return undefined;
    const show = ({ target }: Event) =>
      setCell(target instanceof Element ? target.closest<HTMLElement>('[data-lacking]') : null);
    const hide = () => setCell(null);
    const dismiss = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') hide();
    };
    grid.addEventListener('pointerover', show);
    grid.addEventListener('focusin', show);
    grid.addEventListener('pointerleave', hide);
    grid.addEventListener('focusout', hide);
    grid.addEventListener('keydown', dismiss);
    return () => {
      grid.removeEventListener('pointerover', show);
      grid.removeEventListener('focusin', show);
      grid.removeEventListener('pointerleave', hide);
      grid.removeEventListener('focusout', hide);
      grid.removeEventListener('keydown', dismiss);
    };
  }, [frame]);
  const form = forms.find(({ name }) => name === rested?.dataset['lacking']);
  const patientId = rested?.dataset['patient'];
  // Left before it was looked at, or no longer in the table.
  if (!rested || rested !== cell || !rested.isConnected || !form || !patientId) return null;
  return <Note key={`${patientId} ${form.name}`} cell={rested} form={form} patientId={patientId} />;
}

function Note({ cell, form, patientId }: { cell: HTMLElement; form: Form; patientId: string }) {
  const t = useTranslations('entry.lacking');
  const label = useLabel();
  const { data } = useQuery(recordsDocument(form), { variables: { patientId }, fetchPolicy: 'cache-and-network' });
  const records = recordsIn(data?.patient, form);
  const lacking = lackingIn(form, records).map(({ spec, n }) =>
    form.repeats && records.length > 1 ? t('of', { field: label(spec.label), n }) : label(spec.label),
  );
  // A hint that could not be fetched is not worth a message: the form names the same fields.
  if (lacking.length === 0) return null;
  const text = t('fields', { n: lacking.length, fields: lacking.join(t('comma')) });
  return (
    <>
      <Tooltip target={cell} opened label={text} multiline maw={320} withArrow />
      <VisuallyHidden role="status">{text}</VisuallyHidden>
    </>
  );
}

function recordsIn(patient: Row | undefined, form: Form): Row[] {
  const found = patient?.[patientFieldOf(form)] ?? [];
  return (Array.isArray(found) ? found : [found]).map((record) => readRecord(record as RecordKeys & Row));
}
