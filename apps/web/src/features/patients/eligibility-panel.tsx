'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, List, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { type EligibilityState, eligibilityState } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { eligibilityLooks } from '@/forms/eligibility-looks.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { type PatientEligibilityQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useCentresWith } from '@/session/session.tsx';
import { Details } from '@/ui/details.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import {
  decideEligibilityMutation,
  patientEligibilityQuery,
  takeBackEligibilityMutation,
} from './eligibility-query.ts';
import { type Patient } from './patient-document.ts';
import styles from './patient-page.module.css';

type Eligibility = PatientEligibilityQuery['patientEligibility'];

/** What the criteria of the study make of the patient, criterion by criterion, and what somebody decided. */
export function EligibilityPanel({ patient }: { patient: Patient }) {
  const t = useTranslations('eligibility.patient');
  const label = useLabel();
  const instant = useInstant();
  const mayDecide = useCentresWith('decideEligibility').includes(patient.centre);
  const [dialog, setDialog] = useState<'decide' | 'takeBack' | null>(null);
  const { data, error, refetch } = useQuery(patientEligibilityQuery, {
    variables: { patientId: patient.id },
    fetchPolicy: 'cache-and-network',
  });
  // What was read before stays in sight.
  if (error && !data) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const found = data?.patientEligibility;
  const state = eligibilityState.codes.find(({ code }) => code === found?.state);
  // A study without criteria has nothing to say here.
  if (!found || !state) return null;
  const { tone, Icon } = eligibilityLooks[state.code];
  const { decision } = found;
  return (
    <section className={styles['eligibility']} aria-label={t('title')}>
      <Group gap="sm">
        <Text size="sm" fw={600}>
          {t('title')}
        </Text>
        <StatusBadge tone={tone} mark={<Icon size={12} aria-hidden />}>
          {label(state.label)}
        </StatusBadge>
        {decision ? (
          <Text size="sm">
            {t('decided', { name: decision.decidedBy, at: instant(decision.decidedAt), reason: decision.reason })}
          </Text>
        ) : null}
        {mayDecide ? (
          <Button size="compact-xs" variant="subtle" onClick={() => setDialog('decide')}>
            {t(decision ? 'change' : 'decide')}
          </Button>
        ) : null}
        {mayDecide && decision ? (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setDialog('takeBack')}>
            {t('takeBack')}
          </Button>
        ) : null}
      </Group>
      {decision ? null : <Why state={state.code} criteria={found.criteria} />}
      {found.criteria.length > 0 ? (
        <Details summary={t('criteria')}>
          <Criteria criteria={found.criteria} />
        </Details>
      ) : null}
      {dialog === 'decide' ? <DecideDialog patient={patient} found={found} onClose={() => setDialog(null)} /> : null}
      {dialog === 'takeBack' && decision ? (
        <TakeBackDialog patientId={patient.id} version={decision.version} onClose={() => setDialog(null)} />
      ) : null}
    </section>
  );
}

/** In one line what keeps a patient from being eligible, or from being judged. */
function Why({ state, criteria }: { state: EligibilityState } & Pick<Eligibility, 'criteria'>) {
  const t = useTranslations('eligibility.patient');
  const label = useLabel();
  const { list } = useFormatter();
  if (state === 'eligible') return null;
  const isOut = state === 'ineligible';
  const telling = criteria.filter(({ met }) => met === (isOut ? false : null));
  const named = telling.map(({ labelEn, labelZh }) => label({ en: labelEn, zh: labelZh }));
  return <Text size="sm">{t(isOut ? 'notMet' : 'stillOpen', { criteria: list(named) })}</Text>;
}

function Criteria({ criteria }: Pick<Eligibility, 'criteria'>) {
  const t = useTranslations('eligibility.patient');
  const kinds = useTranslations('eligibility.criteria.kinds');
  const label = useLabel();
  const { list } = useFormatter();
  return (
    <List size="sm" spacing={4} listStyleType="none" center>
      {criteria.map((criterion) => {
        const { code, kind, labelEn, labelZh, met, missingEn, missingZh } = criterion;
        const { Icon } = eligibilityLooks[met === null ? 'unknown' : met ? 'eligible' : 'ineligible'];
        const missing = missingEn.map((en, i) => label({ en, zh: missingZh[i] ?? en }));
        const open = missing.length > 0 ? t('open', { missing: list(missing) }) : t('openPlain');
        // An exclusion that does not apply speaks for the patient.
        const words = met === null ? open : t(met === (kind === 'inclusion') ? 'applies' : 'appliesNot');
        return (
          <List.Item key={code} icon={<Icon size={14} aria-hidden />}>
            {label({ en: labelEn, zh: labelZh })}{' '}
            <Text span size="xs" c="var(--text-quiet)">
              ({kinds(kind === 'exclusion' ? 'exclusion' : 'inclusion')}) · {words}
            </Text>
          </List.Item>
        );
      })}
    </List>
  );
}

interface DecideDialogProps {
  readonly patient: Patient;
  readonly found: Eligibility;
  readonly onClose: () => void;
}

function DecideDialog({ patient, found, onClose }: DecideDialogProps) {
  const t = useTranslations('eligibility.patient');
  const label = useLabel();
  const [decide] = useMutation(decideEligibilityMutation, { refetchQueries: [patientEligibilityQuery] });
  const [eligible, setEligible] = useState<string | null>(null);
  const codes = ['eligible', 'ineligible'] as const;
  return (
    <ReasonDialog
      title={`${t('dialog')} · ${patient.code}`}
      action={t('save')}
      isReady={eligible !== null}
      onClose={onClose}
      onAct={async (reason) => {
        try {
          const version = found.decision?.version ?? 0;
          await decide({ variables: { patientId: patient.id, eligible: eligible === 'eligible', reason, version } });
          return null;
        } catch (cause) {
          return refusalOf(cause);
        }
      }}
    >
      <Text size="sm">{t('dialogText')}</Text>
      <Radio.Group value={eligible} onChange={setEligible} label={t('is')}>
        <Stack gap={6} mt={4}>
          {codes.map((code) => (
            <Radio
              key={code}
              value={code}
              label={label(eligibilityState.codes.find((one) => one.code === code)?.label ?? { en: code, zh: code })}
            />
          ))}
        </Stack>
      </Radio.Group>
    </ReasonDialog>
  );
}

function TakeBackDialog({ patientId, version, onClose }: { patientId: string; version: number; onClose: () => void }) {
  const t = useTranslations('eligibility.patient');
  const [takeBack] = useMutation(takeBackEligibilityMutation, { refetchQueries: [patientEligibilityQuery] });
  return (
    <ReasonDialog
      title={t('takeBack')}
      action={t('takeBack')}
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await takeBack({ variables: { patientId, version, reason } });
          return null;
        } catch (cause) {
          return refusalOf(cause);
        }
      }}
    >
      <Text size="sm">{t('dialogText')}</Text>
    </ReasonDialog>
  );
}
