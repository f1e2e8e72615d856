'use client';
import { overlapRules } from '@haim/schema';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useStudy } from '@/session/session.tsx';
import { usualSides } from './side.ts';

export const sections = ['baseline', 'response', 'survival', 'safety'] as const;

/** The two cohorts, to whom patients of both belong, and what is shown of them; all in the address. */
export function useCompareState() {
  const [a, b] = usualSides(useStudy());
  const [state, setState] = useQueryStates(
    {
      a: parseAsString.withDefault(a),
      b: parseAsString.withDefault(b),
      overlap: parseAsStringLiteral(overlapRules).withDefault('apart'),
      show: parseAsStringLiteral(sections).withDefault('baseline'),
    },
    { history: 'push' },
  );
  return { state, setState: (next: Partial<typeof state>) => void setState(next) };
}
