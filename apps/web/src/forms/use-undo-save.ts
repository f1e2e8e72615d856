'use client';
import { useMutation } from '@apollo/client/react';
import { type Form } from '@haim/schema';
import { graphql } from '@/graphql/generated/index.ts';
import { draftOf, rowOf } from './draft.ts';
import { type SavedRecord, useSaveRecord } from './use-save-record.ts';

const undoEntryMutation = graphql(`
  mutation UndoEntry($patientId: ID!, $form: String!, $id: ID!, $version: Int!, $reason: String!) {
    removeRecord(patientId: $patientId, form: $form, id: $id, version: $version, reason: $reason)
  }
`);

/**
 * Undoes a save as a change of its own that the trail keeps: a correction back to the values before, by the checks of any
 * other and in the version that was saved; a record that was added is removed, and stays among the removed ones.
 *
 * @returns what is stored now, null where there is no record any more, or that it was refused.
 */
export function useUndoSave(
  form: Form,
  patientId: string,
): (before: SavedRecord | null, saved: SavedRecord, reason: string) => Promise<SavedRecord | null | 'refused'> {
  const save = useSaveRecord(form, patientId);
  // The record is gone before the form begins anew: it would take up what it still reads.
  const [remove] = useMutation(undoEntryMutation, { refetchQueries: 'active', awaitRefetchQueries: true });
  return async (before, { id, version }, reason) => {
    if (before) {
      const outcome = await save({ id, version, reason, values: rowOf(form, draftOf(form, before)) });
      return outcome.saved ?? 'refused';
    }
    try {
      await remove({ variables: { patientId, form: form.name, id, version, reason } });
      return null;
    } catch {
      return 'refused';
    }
  };
}
