'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { visitStopReason } from '@haim/schema';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DueStateBadge } from '@/due/due-state.tsx';
import { useVisitName } from '@/due/use-visit-name.ts';
import { refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { Details } from '@/ui/details.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Patient } from './patient-document.ts';
import styles from './visits-panel.module.css';
import { patientVisitsQuery, resumeVisitsMutation, type Visits } from './visits-query.ts';

const StopVisits = onOpening(async () => (await import('./stop-visits.tsx')).StopVisits);

/** What is due of the patient next, what was missed, and whether visits were stopped. */
export function VisitsPanel({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('due.visits');
  const [opens, setOpens] = useState<'stop' | 'resume' | null>(null);
  const { data, error, refetch } = useQuery(patientVisitsQuery, {
    variables: { patientId: patient.id },
    fetchPolicy: 'cache-and-network',
  });
  const visits = data?.patientVisits;
  if (study.closedAt !== null) return null;
  return (
    <Panel
      title={t('title')}
      note={t('note')}
      actions={
        visits && patient.writable && visits.hasTimeZero ? (
          <Group gap="xs">
            {visits.stop ? (
              <Button size="xs" variant="default" onClick={() => setOpens('resume')}>
                {t('resume')}
              </Button>
            ) : null}
            <Button size="xs" variant="default" onClick={() => setOpens('stop')}>
              {t(visits.stop ? 'change' : 'stop')}
            </Button>
          </Group>
        ) : null
      }
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!visits && !error ? <LoadingState height={110} lines={3} /> : null}
      {visits ? <Body visits={visits} patient={patient} study={study} /> : null}
      {visits && opens === 'stop' ? (
        <StopVisits patient={patient} stop={visits.stop} onClose={() => setOpens(null)} />
      ) : null}
      {visits?.stop && opens === 'resume' ? (
        <ResumeVisits patient={patient} version={visits.stop.version} onClose={() => setOpens(null)} />
      ) : null}
    </Panel>
  );
}

function Body({ visits, patient, study }: { visits: Visits; patient: Patient; study: Study }) {
  const t = useTranslations('due.visits');
  const due = useTranslations('due');
  const label = useLabel();
  const instant = useInstant();
  const visitName = useVisitName();
  const { stop } = visits;
  const reason = visitStopReason.codes.find(({ code }) => code === stop?.why);
  const place = (form: string, on: string) =>
    `${studyPath(study.code, 'patients', patient.id)}?form=${form}${patient.writable ? `&begin=true&on=${on}` : ''}`;
  return (
    <>
      {stop ? (
        <Text size="sm" mb="xs">
          {t('stopped', { on: stop.stoppedOn, why: reason ? label(reason.label) : stop.why })}
          {stop.note ? ` · ${stop.note}` : null}{' '}
          <Text component="span" size="xs" c="var(--text-quiet)">
            {t('by', { name: stop.updatedBy, at: instant(stop.updatedAt) })}
          </Text>
        </Text>
      ) : null}
      {visits.due.length > 0 ? (
        <ul className={styles['visits']}>
          {visits.due.map(({ form, visit, dueOn, opensOn, closesOn, state, overdueBy }) => (
            <li key={form}>
              <Anchor component={Link} href={place(form, dueOn)} size="sm" fw={600} prefetch={false}>
                {visitName(form, visit ?? null)}
              </Anchor>
              <time dateTime={dueOn}>{dueOn}</time>
              <DueStateBadge state={state} overdueBy={overdueBy} />
              <Text component="span" size="xs" c="var(--text-quiet)">
                {due('window')}: {due('fromTo', { from: opensOn, to: closesOn })}
              </Text>
            </li>
          ))}
        </ul>
      ) : stop ? null : (
        <Text size="sm">{t(visits.hasTimeZero ? 'none' : 'noTimeZero')}</Text>
      )}
      {visits.missed.length > 0 ? (
        <Details summary={t('missed', { n: visits.missed.length })}>
          <ul className={styles['missed']}>
            {visits.missed.map(({ form, visit, dueOn }) => (
              <li key={`${form} ${visit}`}>
                {visitName(form, visit)} · {dueOn}
              </li>
            ))}
          </ul>
        </Details>
      ) : null}
    </>
  );
}

function ResumeVisits({ patient, version, onClose }: { patient: Patient; version: number; onClose: () => void }) {
  const t = useTranslations('due.visits');
  const [resume] = useMutation(resumeVisitsMutation, { refetchQueries: 'active' });
  return (
    <ReasonDialog
      title={t('resumeTitle', { code: patient.code })}
      action={t('resume')}
      onClose={onClose}
      onAct={(reason) => resume({ variables: { patientId: patient.id, version, reason } }).then(() => null, refusalOf)}
    >
      <Text size="sm">{t('resumeLead')}</Text>
    </ReasonDialog>
  );
}
