'use client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { Alert } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';

const known = [
  'LAST_ADMINISTRATOR',
  'HAS_IT',
  'NOT_BLIND',
  'CHANGED',
  'NO_SECOND_FACTOR',
  'ACCOUNT_CLOSED',
  'NOT_ALL_MANAGED',
] as const;

/** Why a change of people was refused, and what to do instead. */
export function Refusal({ error }: { error: unknown }) {
  const t = useTranslations('people.refused');
  const first = CombinedGraphQLErrors.is(error) ? error.errors[0] : undefined;
  const reason = known.find((one) => one === first?.extensions?.['people']);
  if (reason) {
    return (
      <Alert role="alert" color="red" variant="light">
        {t(reason)}
      </Alert>
    );
  }
  return <ErrorState code={errorCode(error)} />;
}
