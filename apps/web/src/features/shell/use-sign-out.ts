'use client';
import { useRouter } from 'next/navigation';

/** Ends the session and leads to the page of signing in. */
export function useSignOut(): () => Promise<void> {
  const router = useRouter();
  return async () => {
    await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    router.replace('/sign-in');
    router.refresh();
  };
}
