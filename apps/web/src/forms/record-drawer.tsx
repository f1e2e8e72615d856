'use client';
import { Drawer, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useViewer } from '@/session/session.tsx';
import { remove } from './outbox/browser-store.ts';
import { placeOf } from './outbox/use-kept-entries.ts';
import { RecordEditor, type RecordEditorProps } from './record-editor.tsx';
import { useFocusReturn } from './use-focus-return.ts';
import { useGuardedClose } from './use-guarded-close.tsx';

interface RecordDrawerProps extends Omit<RecordEditorProps, 'onSaved' | 'onKept' | 'onCancel' | 'onDirty'> {
  readonly title: string;
  /** After the drawer was closed because the record is saved. */
  readonly onSaved?: () => void;
  readonly onClose: () => void;
}

/** One record of a repeating form beside its table; it asks about unsaved entries before it closes. */
export function RecordDrawer({ title, onSaved, onClose, ...editor }: RecordDrawerProps) {
  useFocusReturn();
  const t = useTranslations('forms');
  const { id: userId } = useViewer();
  const place = placeOf(editor.patientId, editor.form.name, editor.record?.id ?? null);
  const { setDirty, close, question } = useGuardedClose(onClose, () => void remove('kept', userId, place));
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      closeButtonProps={{ 'aria-label': t('close') }}
      size="min(46rem, 100vw)"
      styles={{ content: { '--form-ground': 'var(--mantine-color-body)' } }}
      title={<Text fw={600}>{title}</Text>}
    >
      <RecordEditor
        {...editor}
        onSaved={() => {
          onClose();
          onSaved?.();
        }}
        onKept={onClose}
        onCancel={close}
        onDirty={setDirty}
      />
      {question}
    </Drawer>
  );
}
