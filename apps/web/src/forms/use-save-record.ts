'use client';
import { type TypedDocumentNode } from '@apollo/client';
import { useMutation } from '@apollo/client/react';
import { useMemo } from 'react';
import { type Form, type Row } from '@haim/schema';
import { type Refusal, refusalOf } from './answers.ts';
import {
  type AnyForm,
  readRecord,
  type RecordKeys,
  saveDocument,
  type SaveVariables,
  sentValues,
} from './documents.ts';
import { type DoubtReason } from './issues-shown.ts';

/** A record of any form, as the screens pass it around. */
export type SavedRecord = RecordKeys & Row;

/** What is sent: without `id` a record is added, with it the version that was read is corrected for a reason. */
export interface RecordToSave {
  readonly values: Row;
  readonly reason: string | null;
  /** Why doubtful values are right. */
  readonly doubts?: readonly DoubtReason[];
  readonly id: string | null;
  readonly version: number | null;
  readonly saveKey?: string;
}

export type SaveOutcome =
  | { readonly saved: SavedRecord; readonly refusal: null }
  | { readonly saved: null; readonly refusal: Refusal };

/** The one way in which a record of a patient is saved. Outcome, counts and the trail depend on it: all active queries follow. */
export function useSaveRecord(form: Form, patientId: string): (record: RecordToSave) => Promise<SaveOutcome> {
  const document = useMemo(
    () => saveDocument(form) as TypedDocumentNode<{ saved: SavedRecord }, SaveVariables<AnyForm>>,
    [form],
  );
  const [send] = useMutation(document, { refetchQueries: 'active' });
  return async ({ values, ...keys }) => {
    try {
      const { data } = await send({
        variables: { patientId, ...keys, values: sentValues(form, values) as SaveVariables<AnyForm>['values'] },
      });
      if (!data) return { saved: null, refusal: { kind: 'failed', code: 'OTHER' } };
      return { saved: readRecord(data.saved), refusal: null };
    } catch (error) {
      return { saved: null, refusal: refusalOf(error) };
    }
  };
}
