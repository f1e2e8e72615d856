'use client';
import { useApolloClient } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type Issue } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';

/** A change of a cohort: what is refused stays with the form; what is stored is read again, and its name everywhere. */
export function useSavedChange(onDone: () => void) {
  const client = useApolloClient();
  const router = useRouter();
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failed, setFailed] = useState<string | null>(null);
  async function run(change: () => Promise<unknown>): Promise<void> {
    setFailed(null);
    try {
      await change();
      await client.refetchQueries({ include: 'active' });
      router.refresh();
      onDone();
    } catch (error) {
      const refusal = refusalOf(error);
      setIssues(refusal.kind === 'issues' ? refusal.issues : []);
      if (refusal.kind !== 'issues') setFailed(refusal.kind === 'failed' ? refusal.code : 'CONFLICT');
    }
  }
  return { run, issues, failed };
}
