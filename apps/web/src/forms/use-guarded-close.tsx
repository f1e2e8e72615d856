'use client';
import { type ReactNode, useState } from 'react';
import { LeaveDialog } from './leave-guard.tsx';

interface GuardedClose {
  readonly setDirty: (isDirty: boolean) => void;
  readonly close: () => void;
  /** The question, to be drawn inside the drawer or dialog that closes. */
  readonly question: ReactNode;
}

/** How a drawer or dialog with a form in it closes: by any way, Escape too, it asks about entries that are not saved. */
export function useGuardedClose(onClose: () => void): GuardedClose {
  const [isDirty, setDirty] = useState(false);
  const [asks, setAsks] = useState(false);
  function close() {
    // An Escape reaches every dialog that is open, and means the one on top.
    if (document.querySelectorAll('[role=dialog]').length > 1) return;
    if (isDirty) setAsks(true);
    else onClose();
  }
  return {
    setDirty,
    close,
    question: <LeaveDialog opened={asks} onStay={() => setAsks(false)} onLeave={onClose} />,
  };
}
