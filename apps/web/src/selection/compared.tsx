'use client';
import { type CohortFilter, comparedGroups, isCompared } from '@haim/schema';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type CohortInput } from '@/graphql/generated/graphql.ts';
import { cohortInput } from './cohort-filter.ts';

/** Two cohorts side by side: what the analyses inside are asked, and how their groups are called. */
export interface Compared {
  /** The patients of either; null is everybody. */
  readonly cohort: CohortFilter | null;
  readonly input: CohortInput | null;
  /** The grouping, in the notation of the API. */
  readonly groupBy: string;
  readonly nameOf: (group: string) => string;
  /** Whether groups are only described: nobody has chosen to whom patients of both belong. */
  readonly describesOnly: boolean;
  /** Both cohorts in words, for captions and files. */
  readonly text: string;
}

const ComparedContext = createContext<Compared | null>(null);

interface ComparedAnalysesProps {
  readonly cohort: CohortFilter | null;
  readonly groupBy: string;
  /** Of A and of B. */
  readonly names: readonly [string, string];
  readonly bothName: string;
  readonly describesOnly: boolean;
  readonly text: string;
  readonly children: ReactNode;
}

/** The analyses inside take these two cohorts as selection and groups, whatever the address says. */
export function ComparedAnalyses({ children, ...given }: ComparedAnalysesProps) {
  const { cohort, groupBy, names, bothName, describesOnly, text } = given;
  const [a, b] = names;
  const value = useMemo((): Compared => {
    const named: Readonly<Record<string, string>> = {
      [comparedGroups.a]: a,
      [comparedGroups.both]: bothName,
      [comparedGroups.b]: b,
    };
    return {
      ...{ cohort, input: cohortInput(cohort), groupBy, describesOnly, text },
      nameOf: (group) => named[group] ?? group,
    };
  }, [cohort, groupBy, a, b, bothName, describesOnly, text]);
  return <ComparedContext value={value}>{children}</ComparedContext>;
}

/** Null on every other page. */
export function useCompared(): Compared | null {
  return useContext(ComparedContext);
}

/** A grouping as a part of a file's name. */
export function inFileName(groupBy: string): string {
  return isCompared(groupBy) ? 'cohorts' : groupBy.replaceAll(/[^\w.-]+/g, '-');
}
