import { type ApolloClient } from '@apollo/client';
import { type Form } from '@haim/schema';
import { type Study } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { type Refusal, refusalOf } from '../answers.ts';
import { type AnyForm, readRecord, saveDocument, type SaveVariables, sentValues } from '../documents.ts';
import { put, readAll, remove } from './browser-store.ts';
import { isUnanswered, settledWith, type WaitingSave } from './waiting-save.ts';

interface Sending {
  readonly client: ApolloClient;
  readonly studies: readonly Study[];
  readonly userId: string;
  /** A save found another version, and was put on top of it. */
  readonly onMerged: (form: Form) => void;
}

/** Sends what waits, in its order, until one has no answer. @returns how many arrived. */
export async function sendWaiting({ client, studies, userId, onMerged }: Sending): Promise<number> {
  let arrived = 0;
  for (const save of await readAll('waiting', userId)) {
    const study = studies.find(({ code }) => code === save.study);
    const form = study && formOf(study, save.form);
    if (save.refused || !form) continue;
    let now = save;
    let refusal = await send(client, now, form);
    if (refusal?.kind === 'conflict') {
      now = settledWith(form, save, refusal.current);
      if (!now.refused) {
        await put('waiting', now);
        refusal = await send(client, now, form);
        if (!refusal) onMerged(form);
      }
    }
    if (!refusal) {
      await remove('waiting', userId, save.saveKey);
      arrived += 1;
    } else if (isUnanswered(refusal) || (refusal.kind === 'failed' && refusal.code === 'UNAUTHENTICATED')) {
      break;
    } else {
      await put('waiting', { ...now, refused: reasonOf(refusal) });
    }
  }
  return arrived;
}

async function send(client: ApolloClient, save: WaitingSave, form: Form): Promise<Refusal | null> {
  const { patientId, id, version, reason, doubts = [], saveKey } = save;
  const values = sentValues(form, save.values) as SaveVariables<AnyForm>['values'];
  try {
    const { data } = await client.mutate({
      mutation: saveDocument(form as AnyForm),
      variables: { patientId, id, version, reason, doubts, saveKey, values },
    });
    if (!data) return { kind: 'failed', code: 'OTHER' };
    readRecord(data.saved);
    return null;
  } catch (error) {
    return refusalOf(error);
  }
}

function reasonOf(refusal: Refusal): NonNullable<WaitingSave['refused']> {
  if (refusal.kind === 'conflict') return { current: refusal.current };
  return refusal.kind === 'issues' ? { issues: refusal.issues } : { code: refusal.code };
}
