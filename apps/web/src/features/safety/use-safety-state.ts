'use client';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCompared } from '@/selection/compared.tsx';
import { useIsGrouping } from '@/selection/use-is-grouping.ts';
import { useScope } from '@/selection/use-scope.ts';
import { useStudy } from '@/session/session.tsx';

export const causes = ['HAIC', 'TKI', 'ICI', 'TKI_OR_ICI', 'DISEASE', 'OTHER'] as const;
export const countings = ['patients', 'events'] as const;
export const orders = ['class', 'frequency', 'difference'] as const;
export const denominators = ['treated', 'all'] as const;
export const grades = ['any', 'severe'] as const;
/** Least shares on offer, in percent of a group. */
export const leastShares = ['0', '1', '2', '5', '10', '20'] as const;
/** In the address: everybody together. */
export const noGroups = 'none';

/** What is counted and how it is shown, kept in the address so that a link shows the same. */
export function useSafetyState() {
  const study = useStudy();
  const { scope } = useScope();
  const compared = useCompared();
  const mayGroup = useIsGrouping();
  const byArm = study.groupings.some(({ variable }) => variable === 'arm') ? 'arm' : noGroups;
  const [given, setState] = useQueryStates(
    {
      by: parseAsString.withDefault(byArm),
      ref: parseAsString,
      cmp: parseAsString,
      cause: parseAsStringLiteral(causes),
      serious: parseAsBoolean.withDefault(false),
      den: parseAsStringLiteral(denominators).withDefault('treated'),
      count: parseAsStringLiteral(countings).withDefault('patients'),
      order: parseAsStringLiteral(orders).withDefault('class'),
      min: parseAsStringLiteral(leastShares).withDefault('0'),
    },
    { history: 'push' },
  );
  // What the study does not group by is a slip in the address.
  const isGrouping = compared !== null || given.by === noGroups || mayGroup(given.by);
  const asked = { ...given, by: compared ? compared.groupBy : isGrouping ? given.by : byArm };
  return {
    /** What the address asks for and the study does not group by. */
    unknown: isGrouping ? [] : [given.by],
    // Of all centres there is one question: other counts of the same patients could be subtracted from it.
    state:
      scope === 'STUDY'
        ? { ...asked, by: 'arm', cause: null, serious: false, den: 'all' as const, count: 'patients' as const }
        : asked,
    setState: (next: Partial<typeof given>) => void setState(next),
  };
}

export type SafetyState = ReturnType<typeof useSafetyState>['state'];
