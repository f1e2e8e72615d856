'use client';
import { cohortKey } from '@haim/schema';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { LoadingState } from '@/ui/loading-state.tsx';

/** An address with `cohort=3` becomes the selection of that cohort, beside whatever else it selects. */
export function SavedCohortAddress({ children }: { children: ReactNode }) {
  const params = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const number = params.get('cohort');
  const isShort = number !== null && /^[1-9]\d{0,8}$/.test(number);
  useEffect(() => {
    if (!isShort) return;
    const next = new URLSearchParams(params);
    next.delete('cohort');
    const others = next.get('f');
    next.set('f', [`${cohortKey(Number(number))}:true`, ...(others ? [others] : [])].join(';'));
    router.replace(`${pathname}?${next.toString()}`);
  }, [isShort, number, params, pathname, router]);
  return isShort ? <LoadingState height={480} /> : children;
}
