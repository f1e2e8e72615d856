'use client';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** How long a save can be undone from here; its history does it afterwards. */
const undoMs = 10_000;

interface SavedToast {
  /** All in the reader's language: what was saved, the button, and how undoing ended. */
  readonly saved: string;
  readonly undo: string;
  readonly undone: string;
  readonly refused: string;
  /** Whether it was undone. */
  readonly onUndo: () => Promise<boolean>;
}

/** That a record was saved, with a way back for ten seconds. */
export function showSaved({ saved, undo, undone, refused, onUndo }: SavedToast): void {
  const id = notifications.show({
    color: 'teal',
    autoClose: undoMs,
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <span>{saved}</span>
        <Button size="compact-sm" variant="default" onClick={() => void takeBack()}>
          {undo}
        </Button>
      </Group>
    ),
  });

  async function takeBack() {
    notifications.hide(id);
    const isUndone = await onUndo();
    notifications.show(
      isUndone ? { message: undone, color: 'teal' } : { message: refused, color: 'red', autoClose: undoMs },
    );
  }
}
