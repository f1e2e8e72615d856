'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import {
  checkSchedule,
  imagingDays,
  scheduleEnds,
  scheduleLimits,
  type ScheduleNumber,
  scheduleUnits,
  type StudySchedule,
} from '@haim/schema';
import { NativeSelect, NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { OwnSettingsForm, OwnSettingsPanel } from './own-settings.tsx';
import { setScheduleMutation, type StoredSchedule, studyScheduleQuery } from './schedule-query.ts';
import styles from './study-settings.module.css';

/** When records of the study are due: saved by itself, because no other setting depends on it. */
export function SchedulePanel({ study }: { study: Study }) {
  const { data, error, refetch } = useQuery(studyScheduleQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <OwnSettingsPanel of="schedule" stored={data?.studySchedule} error={error} onReload={() => void refetch()}>
      {(stored) => <ScheduleForm key={stored.version} stored={stored} study={study} onReload={() => void refetch()} />}
    </OwnSettingsPanel>
  );
}

/** An empty number is not one. */
type Draft = Omit<StudySchedule, ScheduleNumber> & Record<ScheduleNumber, number | string>;

interface ScheduleFormProps {
  readonly stored: StoredSchedule;
  readonly study: Study;
  readonly onReload: () => void;
}

function ScheduleForm({ stored, study, onReload }: ScheduleFormProps) {
  const t = useTranslations('studySettings.schedule');
  const settings = useTranslations('studySettings');
  const label = useLabel();
  const begins = draftOf(stored);
  const [draft, setDraft] = useState<Draft>(begins);
  const [isAsked, setAsked] = useState(false);
  const [set, { loading, error }] = useMutation(setScheduleMutation, {
    refetchQueries: [studyScheduleQuery],
    awaitRefetchQueries: true,
  });
  const next = scheduleOf(draft);
  const issues = checkSchedule(next);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(begins);
  const isReadOnly = study.closedAt !== null;
  const isUsed = (form: string) => !study.unusedForms.includes(form);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  async function submit() {
    setAsked(true);
    if (!isDirty || issues.length > 0 || loading) return;
    await set({ variables: { study: study.code, version: stored.version, schedule: next } }).catch(() => null);
  }

  const number = (name: ScheduleNumber, isOn = true) => {
    const [lowest, highest] = scheduleLimits[name];
    const found = isAsked ? issues.find(({ field }) => field === name) : undefined;
    return (
      <NumberInput
        label={t(name)}
        description={t('range', { lowest, highest })}
        value={draft[name]}
        onChange={(value) => change({ [name]: value })}
        error={found ? settings('expected', { expected: label(found.expected) }) : null}
        readOnly={isReadOnly}
        disabled={!isOn}
        allowDecimal={false}
        hideControls
        required
      />
    );
  };
  const onOff = (name: 'imagingOn' | 'labsOn' | 'contactOn', form: string) => (
    <Switch
      className={styles['wide'] ?? ''}
      label={t(name)}
      description={isUsed(form) ? t(`${name}Help`) : t('unused')}
      checked={draft[name] && isUsed(form)}
      disabled={isReadOnly || !isUsed(form)}
      onChange={(event) => change({ [name]: event.currentTarget.checked })}
    />
  );
  const isImaging = draft.imagingOn && isUsed('tumourAssessment');
  const isLabs = draft.labsOn && isUsed('labResult');
  const isContact = draft.contactOn && isUsed('followUp');
  return (
    <OwnSettingsForm
      of="schedule"
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
        {onOff('imagingOn', 'tumourAssessment')}
        {number('imagingEvery', isImaging || isLabs)}
        <NativeSelect
          label={t('imagingUnit')}
          description={t('everyDays', { days: imagingDays(next) || 0 })}
          value={draft.imagingUnit}
          disabled={isReadOnly || !(isImaging || isLabs)}
          data={scheduleUnits.map((unit) => ({ value: unit, label: t(`units.${unit}`) }))}
          onChange={(event) =>
            change({ imagingUnit: scheduleUnits.find((one) => one === event.currentTarget.value) ?? 'weeks' })
          }
        />
        {number('cycleDays', draft.imagingUnit === 'cycles')}
        {number('imagingWindowDays', isImaging)}
        <NativeSelect
          label={t('imagingUntil')}
          description={t('imagingUntilHelp')}
          value={draft.imagingUntil}
          disabled={isReadOnly || !(isImaging || isLabs)}
          data={scheduleEnds.map((end) => ({ value: end, label: t(`ends.${end}`) }))}
          onChange={(event) =>
            change({ imagingUntil: scheduleEnds.find((one) => one === event.currentTarget.value) ?? 'death' })
          }
        />
        {onOff('labsOn', 'labResult')}
        {number('labsWindowDays', isLabs)}
        {onOff('contactOn', 'followUp')}
        {number('contactEveryDays', isContact)}
        {number('contactWindowDays', isContact)}
      </div>
    </OwnSettingsForm>
  );
}

function draftOf({ settings }: StoredSchedule): Draft {
  const {
    imagingUnit,
    imagingUntil,
    __typename: _,
    ...rest
  } = settings as StoredSchedule['settings'] & {
    readonly __typename?: string;
  };
  return {
    ...rest,
    imagingUnit: scheduleUnits.find((unit) => unit === imagingUnit) ?? 'weeks',
    imagingUntil: scheduleEnds.find((end) => end === imagingUntil) ?? 'death',
  };
}

function scheduleOf(draft: Draft): StudySchedule {
  const numbers = (Object.keys(scheduleLimits) as ScheduleNumber[]).map((name) => [
    name,
    draft[name] === '' ? Number.NaN : Number(draft[name]),
  ]);
  return { ...draft, ...(Object.fromEntries(numbers) as Record<ScheduleNumber, number>) };
}
