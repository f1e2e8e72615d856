'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { checkStudyPlan, planEndpoints, planLimits, type PlanNumber } from '@haim/schema';
import { Alert, Button, Group, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type PlanDraft, planDraftOf, planOf } from './plan-draft.ts';
import { setPlanMutation, type StoredPlan, studyPlanQuery } from './plan-query.ts';
import styles from './study-settings.module.css';

/** What the study intends: saved by itself, because no other setting depends on it. */
export function PlanPanel({ study }: { study: Study }) {
  const t = useTranslations('studySettings.plan');
  const { data, error, refetch } = useQuery(studyPlanQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const stored = data?.studyPlan;
  return (
    <div className={styles['form']} id="plan">
      <Panel title={t('title')} note={t('note')}>
        {stored ? (
          <PlanForm key={stored.version} stored={stored} study={study} onReload={() => void refetch()} />
        ) : error ? (
          <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
        ) : (
          <LoadingState height={320} />
        )}
      </Panel>
    </div>
  );
}

interface PlanFormProps {
  readonly stored: StoredPlan;
  readonly study: Study;
  readonly onReload: () => void;
}

const optional: readonly PlanNumber[] = ['targetPatients', 'plannedEvents', 'hazardRatio'];

function PlanForm({ stored, study, onReload }: PlanFormProps) {
  const t = useTranslations('studySettings.plan');
  const settings = useTranslations('studySettings');
  const label = useLabel();
  const instant = useInstant();
  const begins = planDraftOf(stored);
  const [draft, setDraft] = useState<PlanDraft>(begins);
  const [isAsked, setAsked] = useState(false);
  const [set, { loading, error }] = useMutation(setPlanMutation, {
    refetchQueries: [studyPlanQuery],
    awaitRefetchQueries: true,
  });
  const next = planOf(draft);
  const issues = checkStudyPlan(next);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(begins);
  const isReadOnly = study.closedAt !== null;
  const change = (part: Partial<PlanDraft>) => setDraft((before) => ({ ...before, ...part }));
  const fault = (name: string) => {
    const found = isAsked ? issues.find(({ field }) => field === name) : undefined;
    return found ? settings('expected', { expected: label(found.expected) }) : null;
  };

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(true);
    if (!isDirty || issues.length > 0 || loading) return;
    await set({ variables: { study: study.code, version: stored.version, plan: next } }).catch(() => null);
  }

  const number = (name: PlanNumber) => {
    const [lowest, highest] = planLimits[name];
    const isOptional = optional.includes(name);
    return (
      <NumberInput
        label={t(name)}
        description={t(isOptional ? 'optional' : 'range', { lowest, highest })}
        value={draft[name]}
        onChange={(value) => change({ [name]: value })}
        error={fault(name)}
        readOnly={isReadOnly}
        allowDecimal={name !== 'targetPatients' && name !== 'plannedEvents'}
        hideControls
        required={!isOptional}
      />
    );
  };
  const day = (name: 'accrualFrom' | 'accrualUntil') => (
    <TextInput
      label={t(name)}
      description={t('day')}
      value={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value.trim() })}
      error={fault(name)}
      readOnly={isReadOnly}
      inputMode="numeric"
    />
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <LeaveGuard isDirty={isDirty} />
      <div className={styles['fields']}>
        {number('targetPatients')}
        {day('accrualFrom')}
        {day('accrualUntil')}
        <NativeSelect
          label={t('endpoint')}
          value={draft.endpoint}
          disabled={isReadOnly}
          data={planEndpoints.map((one) => ({ value: one, label: t(`endpoints.${one}`) }))}
          onChange={(event) =>
            change({ endpoint: planEndpoints.find((one) => one === event.currentTarget.value) ?? 'OS' })
          }
        />
        {number('plannedEvents')}
        {number('hazardRatio')}
        {number('alpha')}
        {number('power')}
        {number('comparisonShare')}
      </div>
      {error ? <Refused error={error} onReload={onReload} /> : null}
      {isReadOnly ? null : (
        <Group justify="flex-end" gap="sm" mt="md">
          <Text size="xs" c="var(--text-quiet)" mr="auto">
            {stored.updatedAt
              ? settings('version', {
                  version: stored.version,
                  at: instant(stored.updatedAt),
                  name: stored.updatedBy ?? settings('conflict.somebody'),
                })
              : t('usual')}
          </Text>
          <Button variant="default" disabled={!isDirty || loading} onClick={() => setDraft(begins)}>
            {settings('discard')}
          </Button>
          <Button type="submit" loading={loading} disabled={!isDirty}>
            {t('save')}
          </Button>
        </Group>
      )}
    </form>
  );
}

function Refused({ error, onReload }: { error: unknown; onReload: () => void }) {
  const t = useTranslations('studySettings.plan');
  const settings = useTranslations('studySettings');
  if (errorCode(error) !== 'CONFLICT') return <ErrorState code={errorCode(error)} />;
  return (
    <Alert role="alert" color="red" variant="light" mt="sm">
      <Group gap="sm">
        <Text size="sm">{t('changed')}</Text>
        <Button size="xs" variant="default" onClick={onReload}>
          {settings('conflict.take')}
        </Button>
      </Group>
    </Alert>
  );
}
