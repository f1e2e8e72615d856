'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { UnstyledButton } from '@mantine/core';
import { IconEyeCheck, IconEyeExclamation } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { FieldMarks } from '@/forms/field-marks.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useCentresWith } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { type FieldVerification, type Verification, verificationOf } from './field-verification.ts';
import { patientVerificationsQuery, takeBackMutation, verifyMutation } from './verification-query.ts';
import styles from './verification.module.css';

interface Verifications {
  readonly patientId: string;
  readonly marks: readonly Verification[];
  readonly mayVerify: boolean;
}

const Context = createContext<Verifications>({ patientId: '', marks: [], mayVerify: false });

/** Reads once what of a patient was compared with its source, for every record and field on the page. */
export function PatientVerifications({
  patient,
  children,
}: {
  patient: { readonly id: string; readonly centre: string };
  children: ReactNode;
}) {
  const { data, error, refetch } = useQuery(patientVerificationsQuery, {
    variables: { patientId: patient.id },
    fetchPolicy: 'cache-and-network',
  });
  const mayVerify = useCentresWith('raiseQueries').includes(patient.centre);
  const value = useMemo(
    () => ({ patientId: patient.id, marks: data?.patientVerifications ?? [], mayVerify }),
    [patient.id, data, mayVerify],
  );
  return (
    <Context value={value}>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {children}
    </Context>
  );
}

/** A record as it is shown: a mark is on this version. */
export interface ShownRecord {
  readonly form: string;
  readonly id: string;
  readonly version: number;
}

export function useVerification(recordId: string | null) {
  const { marks, mayVerify } = useContext(Context);
  const ofRecord = useMemo(() => marks.filter((mark) => mark.recordId === recordId), [marks, recordId]);
  return { marks: ofRecord, whole: ofRecord.find(({ field }) => field === null) ?? null, mayVerify };
}

/** Whether a table of records has something to say or to do about it. */
export function useShowsVerifications(): boolean {
  const { marks, mayVerify } = useContext(Context);
  return mayVerify || marks.length > 0;
}

/** Marks a record or a field, or takes the mark away; what was refused is its code. */
export function useVerify() {
  const { patientId } = useContext(Context);
  const [failed, setFailed] = useState<string | null>(null);
  const [verify, verifying] = useMutation(verifyMutation, { refetchQueries: 'active' });
  const [takeBack, taking] = useMutation(takeBackMutation, { refetchQueries: 'active' });
  const settle = (work: Promise<unknown>) =>
    void work.then(
      () => setFailed(null),
      (error: unknown) => setFailed(errorCode(error)),
    );
  return {
    failed,
    isBusy: verifying.loading || taking.loading,
    verify: ({ form, id, version }: ShownRecord, field: string | null) =>
      settle(verify({ variables: { patientId, form, recordId: id, field, version } })),
    takeBack: (id: string) => settle(takeBack({ variables: { id } })),
  };
}

const icons = { none: IconEyeCheck, verified: IconEyeCheck, changed: IconEyeExclamation } as const;

/** The marks at the fields of one record, beside those of other kits, for the form or the facts inside. */
export function RecordVerifications({ record, children }: { record: ShownRecord | null; children: ReactNode }) {
  const t = useTranslations('review');
  const others = useContext(FieldMarks);
  const { marks, mayVerify } = useVerification(record?.id ?? null);
  const { failed, isBusy, verify, takeBack } = useVerify();
  if (!record) return children;
  const act = (field: string, state: FieldVerification) => {
    const own = marks.find((mark) => mark.field === field);
    if (state !== 'verified') verify(record, field);
    else if (own) takeBack(own.id);
  };
  const mark = (field: string): ReactNode => {
    const state = verificationOf(marks, field);
    if (state === 'none' && !mayVerify) return null;
    const Icon = icons[state];
    const isOfRecord = state === 'verified' && !marks.some((one) => one.field === field && one.verified);
    const title = t(`field.${isOfRecord ? 'withRecord' : state}`);
    if (!mayVerify || isOfRecord) {
      return (
        <span className={styles['mark']} data-state={state} role="img" aria-label={title} title={title}>
          <Icon size={15} aria-hidden />
        </span>
      );
    }
    return (
      <UnstyledButton
        className={styles['mark'] ?? ''}
        data-state={state}
        aria-label={title}
        aria-pressed={state === 'verified'}
        title={title}
        disabled={isBusy}
        tabIndex={state === 'none' ? -1 : 0}
        onClick={() => act(field, state)}
      >
        <Icon size={15} aria-hidden />
      </UnstyledButton>
    );
  };
  return (
    <FieldMarks
      value={(field) => (
        <>
          {others?.(field)}
          {mark(field)}
        </>
      )}
    >
      {failed ? <ErrorState code={failed} /> : null}
      {children}
    </FieldMarks>
  );
}
