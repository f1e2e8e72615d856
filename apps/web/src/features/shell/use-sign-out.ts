'use client';
import { useRouter } from 'next/navigation';
import { useOutbox } from '@/forms/outbox/outbox.tsx';

/** Ends the session, once it is clear what becomes of entries that are kept in this browser, and leads to the page of signing in. */
export function useSignOut(): () => Promise<void> {
  const router = useRouter();
  const outbox = useOutbox();
  return async () => {
    if (outbox && !(await outbox.forget())) return;
    await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    router.replace('/sign-in');
    router.refresh();
  };
}
