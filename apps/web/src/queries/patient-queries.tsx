'use client';
import { useQuery } from '@apollo/client/react';
import { Button, UnstyledButton } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type QueryState } from '@haim/schema';
import { FieldMarks } from '@/forms/field-marks.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study, useCentresWith } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { type DataQuery, dataQueriesQuery } from './query.ts';
import { QueryDrawer, QueryHead } from './query-drawer.tsx';
import { QueryStateBadge } from './query-state.tsx';
import { QueryThread } from './query-thread.tsx';
import { type QueryTarget, RaiseForm } from './raise-form.tsx';
import styles from './queries.module.css';
import { useSubjectName } from './use-subject-name.ts';

/** More than this of one patient are on the list of the study. */
const shown = 200;

interface Asked {
  readonly queries: readonly DataQuery[];
  readonly failed: string | null;
  readonly mayRaise: boolean;
  readonly open: (target: QueryTarget) => void;
  readonly patientId: string;
}

const Context = createContext<Asked | null>(null);

interface PatientQueriesProps {
  readonly patient: { readonly id: string; readonly code: string; readonly centre: string };
  readonly study: Study;
  readonly children: ReactNode;
}

/** Reads the queries of a patient once, for every mark on the page, and opens what was asked in a drawer. */
export function PatientQueries({ patient, study, children }: PatientQueriesProps) {
  const [target, setTarget] = useState<QueryTarget | null>(null);
  const { data, error } = useQuery(dataQueriesQuery, {
    variables: { study: study.code, filter: { patientId: patient.id }, first: shown, after: null },
    fetchPolicy: 'cache-and-network',
  });
  const mayRaise = useCentresWith('raiseQueries').includes(patient.centre);
  const asked = useMemo(
    (): Asked => ({
      queries: data?.dataQueries ?? [],
      failed: error ? errorCode(error) : null,
      mayRaise,
      open: setTarget,
      patientId: patient.id,
    }),
    [data, error, mayRaise, patient.id],
  );
  return (
    <Context value={asked}>
      {children}
      {target ? (
        <TargetDrawer target={target} code={patient.code} study={study} onClose={() => setTarget(null)} />
      ) : null}
    </Context>
  );
}

export function usePatientQueries(): Asked {
  const asked = useContext(Context);
  if (!asked) throw new Error('Queries of a patient are inside of PatientQueries.');
  return asked;
}

function isAbout({ form, recordId, field }: DataQuery, target: QueryTarget): boolean {
  // What was asked before there was a record is asked of the first one.
  const isOfRecord = recordId === target.recordId || recordId === null;
  return form === target.form && isOfRecord && (target.field === null || field === target.field);
}

const order: readonly QueryState[] = ['open', 'answered', 'closed'];

function TargetDrawer({
  target,
  code,
  study,
  onClose,
}: {
  target: QueryTarget;
  code: string;
  study: Study;
  onClose: () => void;
}) {
  const t = useTranslations('queries');
  const name = useSubjectName(study);
  const { queries, mayRaise, failed } = usePatientQueries();
  const about = queries
    .filter((query) => isAbout(query, target))
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <QueryDrawer title={`${code} · ${name(target.form, target.field)}`} onClose={onClose}>
      {failed ? <ErrorState code={failed} /> : null}
      {about.length === 0 && !mayRaise ? t('noneHere') : null}
      {about.map((query, place) => (
        <section key={query.id} className={styles['query']} aria-label={name(query.form, query.field)}>
          <QueryHead name={name(query.form, query.field)} badge={<QueryStateBadge state={query.state} />} />
          <QueryThread query={query} hasFocus={place === 0 && !mayRaise} />
        </section>
      ))}
      {mayRaise ? (
        <section className={styles['query']} aria-label={t('another')}>
          <QueryHead name={about.length > 0 ? t('another') : t('ask')} badge={null} />
          <RaiseForm target={target} study={study} />
        </section>
      ) : null}
    </QueryDrawer>
  );
}

function stateOf(queries: readonly DataQuery[]): QueryState | 'none' {
  return order.find((state) => queries.some((query) => query.state === state)) ?? 'none';
}

/** The marks at the fields of one record, for the form or the facts inside. */
export function RecordQueries({
  form,
  recordId,
  children,
}: {
  form: string;
  recordId: string | null;
  children: ReactNode;
}) {
  const t = useTranslations('queries');
  const { queries, mayRaise, open, patientId } = usePatientQueries();
  const mark = (field: string): ReactNode => {
    const target = { patientId, form, recordId, field };
    const about = queries.filter((query) => isAbout(query, target));
    const state = stateOf(about);
    if (state === 'none' && !mayRaise) return null;
    const waiting = about.filter((query) => query.state !== 'closed').length;
    const title = state === 'none' ? t('ask') : t('mark', { n: about.length, waiting });
    return (
      <UnstyledButton
        className={styles['mark'] ?? ''}
        data-state={state}
        aria-label={title}
        title={title}
        tabIndex={state === 'none' ? -1 : 0}
        onClick={() => open(target)}
      >
        <IconMessageQuestion size={15} aria-hidden />
        {waiting > 0 ? <span aria-hidden>{waiting}</span> : null}
      </UnstyledButton>
    );
  };
  return <FieldMarks value={mark}>{children}</FieldMarks>;
}

/** Opens what was asked about a whole record, or asks; nothing where there is neither. */
export function QueriesButton({ form, recordId }: { form: string; recordId: string | null }) {
  const t = useTranslations('queries');
  const { queries, mayRaise, open, patientId } = usePatientQueries();
  const target = { patientId, form, recordId, field: null };
  const about = queries.filter((query) => isAbout(query, target));
  const waiting = about.filter(({ state }) => state !== 'closed').length;
  if (about.length === 0 && !mayRaise) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconMessageQuestion size={15} aria-hidden />}
      onClick={() => open(target)}
    >
      {about.length === 0 ? t('ask') : t('button', { n: about.length, waiting })}
    </Button>
  );
}
