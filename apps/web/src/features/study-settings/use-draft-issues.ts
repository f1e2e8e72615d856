import { checkStudy, checkStudyChange, type Issue, type StudySettings, type StudyUse } from '@haim/schema';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useState } from 'react';

/** The faults that a refusal names, by field; empty where it is of another kind. */
export function refusedIssues(error: unknown): readonly Issue[] {
  const first = CombinedGraphQLErrors.is(error) ? error.errors[0] : undefined;
  const issues: unknown = first?.extensions?.['issues'];
  return Array.isArray(issues) ? (issues as readonly Issue[]) : [];
}

/**
 * What is wrong with settings: checked as they are typed, shown once saving was tried. What the server found beside that
 * is shown until the settings change.
 */
export function useDraftIssues(next: StudySettings, stored: { settings: StudySettings; use: StudyUse } | null) {
  const [isAsked, setAsked] = useState(false);
  const [refused, setRefused] = useState<{ of: string; issues: readonly Issue[] } | null>(null);
  const own = [...checkStudy(next), ...(stored ? checkStudyChange(next, stored.settings, stored.use) : [])];
  const typed = JSON.stringify(next);
  const all = [...own, ...(refused?.of === typed ? refused.issues : [])];
  return {
    shown: isAsked ? all : [],
    isValid: own.length === 0,
    ask: () => setAsked(true),
    settle: () => setAsked(false),
    refuse: (error: unknown) => setRefused({ of: typed, issues: refusedIssues(error) }),
  };
}
