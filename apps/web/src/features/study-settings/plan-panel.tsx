'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { checkStudyPlan, planEndpoints, planLimits, type PlanNumber } from '@haim/schema';
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { OwnSettingsForm, OwnSettingsPanel } from './own-settings.tsx';
import { type PlanDraft, planDraftOf, planOf } from './plan-draft.ts';
import { setPlanMutation, type StoredPlan, studyPlanQuery } from './plan-query.ts';
import styles from './study-settings.module.css';

/** What the study intends: saved by itself, because no other setting depends on it. */
export function PlanPanel({ study }: { study: Study }) {
  const { data, error, refetch } = useQuery(studyPlanQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <OwnSettingsPanel of="plan" stored={data?.studyPlan} error={error} onReload={() => void refetch()}>
      {(stored) => <PlanForm key={stored.version} stored={stored} study={study} onReload={() => void refetch()} />}
    </OwnSettingsPanel>
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

  async function submit() {
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
    <OwnSettingsForm
      of="plan"
      stored={stored}
      unsaved={t('usual')}
      isDirty={isDirty}
      isReadOnly={isReadOnly}
      isSaving={loading}
      error={error}
      onSubmit={() => void submit()}
      onDiscard={() => setDraft(begins)}
      onReload={onReload}
    >
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
    </OwnSettingsForm>
  );
}
