'use client';
import { useQuery } from '@apollo/client/react';
import { IconMessageCheck } from '@tabler/icons-react';
import { type ReactNode, useContext } from 'react';
import { useTranslations } from 'use-intl';
import { DoubtReasons } from '@/forms/doubt-reasons.tsx';
import { FieldMarks } from '@/forms/field-marks.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { graphql } from '@/graphql/generated/index.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import styles from './verification.module.css';

const confirmedValuesQuery = graphql(`
  query ConfirmedValues($patientId: ID!) {
    confirmedValues(patientId: $patientId) {
      id
      recordId
      field
      reason
      confirmedAt
      confirmedBy
    }
  }
`);

interface RecordDoubtsProps {
  readonly patientId: string;
  readonly recordId: string | null;
  readonly children: ReactNode;
}

/** Beside the fields of one record, why a doubtful value is right; for the form or the facts inside. */
export function RecordDoubts({ patientId, recordId, children }: RecordDoubtsProps) {
  const t = useTranslations('forms');
  const others = useContext(FieldMarks);
  const { data, error, refetch } = useQuery(confirmedValuesQuery, {
    variables: { patientId },
    fetchPolicy: 'cache-and-network',
    skip: recordId === null,
  });
  const given = (field: string) =>
    data?.confirmedValues.find((one) => one.recordId === recordId && one.field === field) ?? null;
  const mark = (field: string) => {
    const reason = given(field);
    if (!reason) return null;
    const title = t('confirmedBy', { by: reason.confirmedBy, reason: reason.reason });
    return (
      <span className={styles['mark']} data-state="changed" role="img" aria-label={title} title={title}>
        <IconMessageCheck size={15} aria-hidden />
      </span>
    );
  };
  return (
    <DoubtReasons value={(field) => given(field)?.reason ?? null}>
      <FieldMarks
        value={(field) => (
          <>
            {others?.(field)}
            {mark(field)}
          </>
        )}
      >
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {children}
      </FieldMarks>
    </DoubtReasons>
  );
}
