'use client';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type Form, labResultForm, reasonOf, slideForm, tumourAssessmentForm, valuesOf } from '@haim/schema';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { useReason, useShownValue, useUnit } from '@/forms/use-words.ts';
import { asTyped, roundSignificant } from '@/numbers/round.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { studyPath } from '@/session/study-path.ts';
import { type Column } from '@/ui/data-table.tsx';
import { DerivedResponse } from './derived-response.tsx';

/** A column per declared field, one per retired field of which a record has a value, and what the portal derives or holds. */
export function useRecordColumns(form: Form, study: Study, records: readonly SavedRecord[]): Column<SavedRecord>[] {
  const t = useTranslations('patients.records');
  const label = useLabel();
  const why = useReason();
  const unitOf = useUnit();
  const show = useShownValue({ arm: study.arms });
  const [name] = form.key;
  // What distinguishes the records of a patient comes first, and names the row.
  const isShown = (field: string) =>
    (Object.hasOwn(form.fields, field) && !form.fields[field]?.aside) ||
    records.some((record) => (record[field] ?? null) !== null || reasonOf(record, field) !== null);
  const readable = valuesOf(readableFormOf(study, form.name) ?? form).filter(([field]) => isShown(field));
  const fields = readable.toSorted(([a], [b]) => Number(b === name) - Number(a === name));
  const declared = fields.map(([field, spec]): Column<SavedRecord> => {
    const unit = unitOf(spec);
    const isNumber = spec.kind === 'integer' || spec.kind === 'decimal';
    return {
      id: field,
      header: unit ? `${label(spec.label)} (${unit})` : label(spec.label),
      cell: (record) => {
        const text = ((record[field] ?? null) === null && why(record, field)) || show(spec, record[field]);
        return spec.kind === 'date' ? <span style={{ whiteSpace: 'nowrap' }}>{text}</span> : text;
      },
      ...(isNumber ? { align: 'right' as const } : {}),
      ...(field === name ? { rowHeader: true as const } : {}),
    };
  });
  if (form.name === tumourAssessmentForm.name) {
    const derived: Column<SavedRecord> = {
      id: 'derivedResponse',
      header: t('derivedResponse'),
      cell: (record) => <DerivedResponse record={record} />,
    };
    return [...declared, derived];
  }
  if (form.name === labResultForm.name) {
    const standard: Column<SavedRecord> = {
      id: 'standardValue',
      header: t('standardValue'),
      align: 'right',
      cell: ({ standardValue, standardUnit, beyond }) =>
        `${beyond === null ? '' : `${String(beyond)} `}${asTyped(roundSignificant(Number(standardValue), 5))} ${String(standardUnit)}`,
    };
    return [...declared, standard];
  }
  if (form.name === slideForm.name) {
    const image: Column<SavedRecord> = {
      id: 'image',
      header: t('image'),
      cell: ({ id, hasFile }) =>
        hasFile ? (
          <Anchor component={Link} size="sm" href={studyPath(study.code, 'slides', id)}>
            {t('openImage')}
          </Anchor>
        ) : (
          t('noImage')
        ),
    };
    return [...declared, image];
  }
  return declared;
}
