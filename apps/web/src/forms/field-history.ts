import { type FieldSpec, fieldOfReason, type Form, fieldsOf, isReasonKey, reasonKey, type Row } from '@haim/schema';
import { auditedValue } from './audit-lines.ts';
import { draftOf, rowOf } from './draft.ts';

/** An entry of the trail of one record. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly reason: string | null;
  readonly changes: readonly {
    readonly field: string;
    readonly oldValue: string | null;
    readonly newValue: string | null;
  }[];
}

/** A value that a field had, as the trail keeps it: text, null where it was empty. */
export interface PastValue {
  readonly value: string | null;
  /** Since when, by whom and why; null for what was there before the entries that are known. */
  readonly since: Pick<HistoryEntry, 'id' | 'at' | 'by' | 'reason'> | null;
  readonly isCurrent: boolean;
}

export interface FieldHistory {
  readonly field: string;
  readonly spec: FieldSpec;
  /** Newest first. */
  readonly values: readonly PastValue[];
}

/**
 * What each field of a record said before, in the order of the form; fields that never changed since they were entered have
 * one value.
 *
 * @param entries - of this record, newest first, as the trail gives them.
 */
export function fieldHistories(form: Form, entries: readonly HistoryEntry[]): FieldHistory[] {
  return fieldsOf(form).flatMap(([field, spec]) => {
    const changes = entries.flatMap(({ changes: of, ...since }) =>
      of.filter((change) => change.field === field).map((change) => ({ ...change, since })),
    );
    const oldest = changes.at(-1);
    if (!oldest) return [];
    const values = changes.map(({ newValue, since: { id, at, by, reason } }, place) => ({
      ...{ value: newValue, since: { id, at, by, reason } },
      isCurrent: place === 0,
    }));
    // A record is entered without what it lacks: before that there was nothing.
    const isEntered = oldest.since.action === 'create' || oldest.oldValue === null;
    return [
      {
        field,
        spec,
        values: isEntered ? values : [...values, { value: oldest.oldValue, since: null, isCurrent: false }],
      },
    ];
  });
}

/** The record with one field as it was; a value takes the place of the reason for its absence, and the other way round. */
export function withPastValue(form: Form, record: Row, field: string, value: string | null): Row {
  const spec = form.fields[field];
  if (!spec) return record;
  const other = isReasonKey(field) ? fieldOfReason(field) : reasonKey(field);
  const typed = auditedValue(spec, value);
  const draft = { ...draftOf(form, record), [field]: typed ?? (spec.kind === 'boolean' ? null : '') };
  if (value !== null && other in form.fields) draft[other] = form.fields[other]?.kind === 'boolean' ? null : '';
  return rowOf(form, draft);
}
