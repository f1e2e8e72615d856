'use client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { Alert } from '@mantine/core';
import { type Issue } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';

const known = ['ASSIGNED', 'CHANGED', 'SUBMITTED'] as const;

/** Why something about readings was refused. Faults of cells are shown at the cells. */
export function Refused({ error }: { error: unknown }) {
  const t = useTranslations('readings.refused');
  const first = CombinedGraphQLErrors.is(error) ? error.errors[0] : undefined;
  const { readings, reading } = first?.extensions ?? {};
  const reason = known.find((one) => one === readings || one === reading);
  const isFaulty = issuesIn(error).length > 0;
  // Other bad input names a patient or a person: what the API says of it is shown as it is.
  const text = reason ? t(reason) : isFaulty ? t('faulty') : errorCode(error) === 'BAD_USER_INPUT' ? t('input', { message: first?.message ?? '' }) : null; // prettier-ignore
  if (text === null) return <ErrorState code={errorCode(error)} />;
  return (
    <Alert role="alert" color="red" variant="light">
      {text}
    </Alert>
  );
}

export function issuesIn(error: unknown): readonly Issue[] {
  const issues = CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['issues'] : undefined;
  return Array.isArray(issues) ? (issues as Issue[]) : [];
}
