'use client';
import { type Form, reasonOf, type Row, valuesOf } from '@haim/schema';
import { RecordFacts } from './record-facts.tsx';
import { type StudyChoices } from './show-value.ts';

/** What a record has, without what it lacks. */
export function RecordSummary({ form, record, choices }: { form: Form; record: Row; choices: StudyChoices }) {
  const given = valuesOf(form).filter(
    ([field]) => (record[field] ?? null) !== null || reasonOf(record, field) !== null,
  );
  return <RecordFacts form={{ ...form, fields: Object.fromEntries(given) }} record={record} choices={choices} />;
}
