'use client';
import { ConflictDialog } from '../conflict-dialog.tsx';
import { newKey } from './browser-store.ts';
import { useOutbox } from './outbox.tsx';
import { useFormOfSave } from './use-form-of-save.ts';
import { over, type WaitingSave } from './waiting-save.ts';

/** Somebody else changed the same field meanwhile: before, yours and theirs. */
export function WaitingConflict({ save, onClose }: { save: WaitingSave; onClose: () => void }) {
  const outbox = useOutbox();
  const { study, form } = useFormOfSave(save);
  const current = save.refused && 'current' in save.refused ? save.refused.current : null;
  if (!outbox || !form || !current) return null;
  return (
    <ConflictDialog
      form={form}
      choices={{ arm: study?.arms ?? [] }}
      before={save.before}
      yours={save.values}
      current={current}
      reason={save.reason}
      onClose={onClose}
      onTakeTheirs={() => {
        void outbox.drop(save);
        onClose();
      }}
      onKeepMine={async (reason) => {
        const decided = { ...over(form, save, current, reason), saveKey: newKey() };
        await outbox.drop(save);
        await outbox.replace(decided);
        onClose();
        return null;
      }}
    />
  );
}
