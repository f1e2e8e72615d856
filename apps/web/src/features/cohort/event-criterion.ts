import { type CohortFilter, type OrganClass } from '@haim/schema';
import { toDays } from '@/numbers/to-months.ts';

export const eventKinds = ['adverseEvent', 'progression', 'cycles'] as const;
export type EventKind = (typeof eventKinds)[number];

/** What the menu asks of each kind of event. */
export interface EventDraft {
  readonly kind: EventKind;
  readonly minimumGrade: number;
  readonly of: 'any' | 'term' | 'class';
  readonly term: string;
  readonly organClass: OrganClass;
  /** Progression or death within so many months of time zero. */
  readonly months: number | null;
  readonly cycles: number | null;
  readonly comparison: 'atLeast' | 'atMost';
}

/** The condition; null while something that it needs is not given. */
export function eventCondition(draft: EventDraft, monthDays: number): CohortFilter | null {
  const { kind, minimumGrade, of, term, organClass, months, cycles, comparison } = draft;
  switch (kind) {
    case 'adverseEvent':
      if (of === 'any') return { adverseEvent: { minimumGrade } };
      if (of === 'class') return { adverseEvent: { minimumGrade, organClass } };
      return term.trim() === '' ? null : { adverseEvent: { minimumGrade, term: term.trim() } };
    case 'progression':
      if (months === null || months <= 0) return null;
      return {
        and: [
          { variable: 'pfsEvent', in: ['true'] },
          { variable: 'pfsDays', between: [null, Math.round(toDays(months, monthDays))] },
        ],
      };
    case 'cycles':
      if (cycles === null || cycles < 0) return null;
      return { variable: 'haicCyclesGiven', between: comparison === 'atLeast' ? [cycles, null] : [null, cycles] };
  }
}
