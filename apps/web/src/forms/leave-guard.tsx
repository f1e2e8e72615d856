'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { onOpening } from '@/ui/on-opening.tsx';

const LeaveQuestion = onOpening(async () => (await import('./leave-question.tsx')).LeaveQuestion);

/** Asks before unsaved entries are abandoned by a link within the portal, or by closing or reloading the page. */
export function LeaveGuard({ isDirty, onLeave }: { isDirty: boolean; onLeave?: () => void }) {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);

  useEffect(() => {
    if (!isDirty) return undefined;
    function onUnload(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    function onClick(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || !leavesPage(event, link)) return;
      // Before the router sees the click, since the router offers no way to block navigation.
      event.preventDefault();
      event.stopPropagation();
      setTarget(link.href);
    }
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [isDirty]);

  return (
    <LeaveDialog
      opened={target !== null}
      onStay={() => setTarget(null)}
      onLeave={() => {
        onLeave?.();
        if (target !== null) router.push(target);
        setTarget(null);
      }}
    />
  );
}

interface LeaveDialogProps {
  readonly opened: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Mounted only when needed: if it were already listening, the Escape that opens it would close it at once. */
export function LeaveDialog({ opened, ...answers }: LeaveDialogProps) {
  return opened ? <LeaveQuestion {...answers} /> : null;
}

function leavesPage(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const opensElsewhere =
    event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || link.target === '_blank';
  if (opensElsewhere || link.hasAttribute('download') || link.origin !== window.location.origin) return false;
  return link.pathname !== window.location.pathname || link.search !== window.location.search;
}
