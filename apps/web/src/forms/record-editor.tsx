'use client';
import { useApolloClient } from '@apollo/client/react';
import { Alert } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudyOfPath } from '@/session/session.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { type Current, type Refusal } from './answers.ts';
import { mineOverTheirs } from './conflict.ts';
import { type DoubtReason } from './issues-shown.ts';
import { RecordForm } from './record-form.tsx';
import { type StudyChoices } from './show-value.ts';
import { newKey } from './outbox/browser-store.ts';
import { useOutbox } from './outbox/outbox.tsx';
import { placeOf, useKeptEntries } from './outbox/use-kept-entries.ts';
import { isUnanswered } from './outbox/waiting-save.ts';
import { showSaved } from './saved-toast.tsx';
import { useUndoSave } from './use-undo-save.ts';
import { type SavedRecord, useSaveRecord } from './use-save-record.ts';

const ConflictDialog = onOpening(async () => (await import('./conflict-dialog.tsx')).ConflictDialog);

export type { SavedRecord } from './use-save-record.ts';

export interface RecordEditorProps {
  readonly form: Form;
  readonly patientId: string;
  /** Null adds a record. Give the editor a `key` of form and record: it keeps the version it started with. */
  readonly record: SavedRecord | null;
  readonly choices: StudyChoices;
  /** What a new record is proposed to say: typed into the form, to be looked at and saved. */
  readonly suggested?: Row;
  readonly onSaved?: (record: SavedRecord) => void;
  /** It had no answer: it is kept in the browser, and sent later. */
  readonly onKept?: () => void;
  readonly onCancel?: () => void;
  readonly onDirty?: (isDirty: boolean) => void;
  /** To the next form of the patient. */
  readonly onGoOn?: (() => void) | undefined;
  /** Beside the buttons of the form. */
  readonly tools?: ReactNode;
  /** Below the fields: what follows from the record as it is typed. */
  readonly derived?: ((row: Row) => ReactNode) | undefined;
}

interface Clash {
  readonly yours: Row;
  readonly reason: string | null;
  readonly doubts: readonly DoubtReason[];
  readonly current: Current;
}

/** Form, mutation and conflict of one record: nothing that somebody else saved meanwhile is silently overwritten. */
export function RecordEditor(props: RecordEditorProps) {
  const { form, patientId, record, choices, suggested, onSaved, onCancel, onDirty, onGoOn, tools = null } = props;
  const { derived } = props;
  const t = useTranslations('forms');
  const label = useLabel();
  const instant = useInstant();
  const [base, setBase] = useState(record);
  const [clash, setClash] = useState<Clash | null>(null);
  const [isDirty, setDirty] = useState(false);
  const [takes, setTakes] = useState(0);
  // A newer version read meanwhile is adopted, unless there are entries based on the older one.
  if (!isDirty && record && record.version > (base?.version ?? 0)) setBase(record);
  const client = useApolloClient();
  const send = useSaveRecord(form, patientId);
  const undoSave = useUndoSave(form, patientId);
  const outbox = useOutbox();
  const study = useStudyOfPath();
  const waits = outbox?.waiting.find(
    (save) =>
      save.patientId === patientId && save.form === form.name && save.id === (base?.id ?? null) && !form.repeats,
  );
  const { kept, keep } = useKeptEntries(placeOf(patientId, form.name, record?.id ?? null));

  async function save(
    values: Row,
    reason: string | null,
    doubts: readonly DoubtReason[],
    id: string | null,
    version: number | null,
  ): Promise<Refusal | null> {
    const saveKey = newKey();
    const { saved, refusal } = await send({ values, reason, doubts, id, version, saveKey });
    if (refusal && isUnanswered(refusal) && outbox && study) {
      // It may have arrived: sent again under its key, it is stored once.
      const place = { study: study.code, patientId, form: form.name };
      await outbox.add({ ...place, saveKey, id, version, values, reason, doubts, before: base ?? {} }, form);
      notifications.show({ message: t('outbox.kept', { form: label(form.label) }), color: 'orange' });
      keep(null);
      props.onKept?.();
      return null;
    }
    if (refusal) {
      if (refusal.kind === 'conflict') setClash({ yours: values, reason, doubts, current: refusal.current });
      return refusal;
    }
    setBase(saved);
    setClash(null);
    // A drawer closes before the form has seen that nothing is left to keep: the next new record would begin with this one.
    keep(null);
    outbox?.noteSaved();
    const before = base;
    showSaved({
      saved: t('saved', { form: label(form.label) }),
      undo: t('undoSave.do'),
      undone: t('undoSave.done', { form: label(form.label) }),
      refused: t('undoSave.refused'),
      onUndo: async () => {
        const undone = await undoSave(before, saved, t('undoSave.reason'));
        if (undone === 'refused') return false;
        setBase(undone);
        setTakes((n) => n + 1);
        return true;
      },
    });
    onSaved?.(saved);
    return null;
  }

  const noteDirty = useCallback(
    (dirty: boolean) => {
      setDirty(dirty);
      onDirty?.(dirty);
    },
    [onDirty],
  );

  function takeTheirs(current: Current) {
    if (base) setBase({ ...base, ...current.values, version: current.version });
    else void client.refetchQueries({ include: 'active' });
    setDirty(false);
    setTakes(takes + 1);
    setClash(null);
  }

  return (
    <>
      {kept || waits ? (
        <Alert color="orange" variant="light" p="xs" mb="sm" role="status">
          {waits
            ? t('outbox.waits', { at: instant(new Date(waits.at).toISOString()) })
            : kept
              ? t('outbox.again', { at: instant(new Date(kept.at).toISOString()) })
              : null}
        </Alert>
      ) : null}
      <RecordForm
        key={takes}
        form={form}
        saved={base}
        choices={choices}
        needsReason={base !== null}
        saveLabel={t(base ? 'saveCorrection' : 'save')}
        onDirty={noteDirty}
        tools={tools}
        derived={derived}
        {...(suggested && base === null ? { suggested } : {})}
        onGoOn={onGoOn}
        keepsDoubts
        kept={kept?.fields ?? null}
        onTyped={keep}
        onSave={(row, reason, doubts) => save(row, reason, doubts, base?.id ?? null, base?.version ?? null)}
        {...(onCancel ? { onCancel } : {})}
      />
      {clash ? (
        <ConflictDialog
          form={form}
          choices={choices}
          before={base ?? {}}
          yours={clash.yours}
          current={clash.current}
          onClose={() => setClash(null)}
          onTakeTheirs={() => takeTheirs(clash.current)}
          reason={clash.reason}
          onKeepMine={(reason) =>
            save(
              mineOverTheirs(form, base ?? {}, clash.yours, clash.current.values),
              reason,
              clash.doubts,
              base?.id ?? clash.current.id ?? null,
              clash.current.version,
            )
          }
        />
      ) : null}
    </>
  );
}
