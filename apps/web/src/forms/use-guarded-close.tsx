'use client';
import { type ReactNode, useState } from 'react';
import { LeaveDialog } from './leave-guard.tsx';

interface GuardedClose {
  readonly setDirty: (isDirty: boolean) => void;
  readonly close: () => void;
  /** The question, to be rendered inside the drawer or dialog that closes. */
  readonly question: ReactNode;
}

/** How a drawer or dialog with a form in it closes: in every case, including Escape, it asks about unsaved entries. */
export function useGuardedClose(onClose: () => void, onDiscard?: () => void): GuardedClose {
  const [isDirty, setDirty] = useState(false);
  const [asks, setAsks] = useState(false);
  function close() {
    // An Escape reaches every open dialog, but is meant for the one on top.
    if (document.querySelectorAll('[role=dialog]').length > 1) return;
    if (isDirty) setAsks(true);
    else onClose();
  }
  function leave() {
    onDiscard?.();
    onClose();
  }
  return {
    setDirty,
    close,
    question: <LeaveDialog opened={asks} onStay={() => setAsks(false)} onLeave={leave} />,
  };
}
