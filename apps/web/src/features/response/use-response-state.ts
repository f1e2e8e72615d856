'use client';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useStudy } from '@/session/session.tsx';

export const intervals = ['WILSON', 'CLOPPER_PEARSON'] as const;
/** In the address: one group of everybody. */
export const noGroups = 'none';
/** Days of a confirmation on offer, beside those of the study's plan: 4, 6 and 8 weeks. */
export const usualDays = [28, 42, 56] as const;

/** What the page shows and how, kept in the address so that a link shows the same. */
export function useResponseState() {
  const study = useStudy();
  const byArm = study.groupings.some(({ variable }) => variable === 'arm') ? 'arm' : noGroups;
  const [given, setState] = useQueryStates(
    {
      by: parseAsString.withDefault(byArm),
      ci: parseAsStringLiteral(intervals).withDefault('WILSON'),
      days: parseAsInteger,
    },
    { history: 'push' },
  );
  // What the study does not group by, or no confirmation takes, is a slip in the address.
  const isGrouping = given.by === noGroups || study.groupings.some(({ variable }) => variable === given.by);
  const isDays = given.days === null || (given.days >= 1 && given.days <= 1000);
  const by = isGrouping ? given.by : byArm;
  return {
    unknown: [...(isGrouping ? [] : [given.by]), ...(isDays ? [] : [String(given.days)])],
    state: { by, ci: given.ci, days: isDays ? given.days : null },
    groupBy: by === noGroups ? null : by,
    setState: (next: Partial<typeof given>) => void setState(next),
  };
}
