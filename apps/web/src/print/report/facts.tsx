import { useEffect } from 'react';
import { useCohortSummary } from '@/selection/use-cohort-summary.ts';
import { useSelectionWords } from '@/selection/use-selection-text.ts';
import { useCutoff } from '@/selection/use-snapshot.ts';
import { useCentresWith, useStudy } from '@/session/session.tsx';

/** What the first page of a report says of study and patients, in the words of its language. */
export interface Facts {
  readonly code: string;
  readonly name: string;
  /** Those whose patients are counted: of its reader. */
  readonly centres: readonly string[];
  readonly cutoffOn: string | null;
  readonly isSynthetic: boolean;
  /** The selection in words. */
  readonly selection: string;
  /** Of the selection; null where the API did not tell. */
  readonly n: number | null;
  readonly dataVersion: number | null;
}

/** Reports the facts whenever they change. */
export function factsReporter(report: (facts: Facts) => void) {
  return function ReportsFacts() {
    const study = useStudy();
    const readable = useCentresWith('readRecords');
    const cutoffOn = useCutoff();
    const selection = useSelectionWords();
    const { summary } = useCohortSummary();
    useEffect(() => {
      report({
        code: study.code,
        name: study.name,
        centres: study.centres
          .filter(({ code }) => readable.includes(code))
          .map(({ code, name }) => `${name} (${code})`),
        cutoffOn,
        isSynthetic: study.synthetic,
        selection,
        n: summary?.n ?? null,
        dataVersion: summary?.dataVersion ?? null,
      });
    });
    return null;
  };
}
