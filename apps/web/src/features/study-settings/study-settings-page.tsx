'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { forms } from '@haim/schema';
import { Button, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { WithoutRight } from '@/session/needs-right.tsx';
import { useMay, useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { PanelShape } from '@/ui/loading-shape.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { differing, draftOf, inputOf, settingsOf, type StudyDraft } from './draft.ts';
import { changeStudyMutation, type Recipe, type Settings, studySettingsQuery } from './query.ts';
import { Refusal } from './refusal.tsx';
import { StudyForm } from './study-form.tsx';
import styles from './study-settings.module.css';
import { useDraftIssues } from './use-draft-issues.ts';

const SchedulePanel = besideAnswer(
  async () => (await import('./schedule-panel.tsx')).SchedulePanel,
  <PanelShape height={420} />,
);
const PlanPanel = besideAnswer(async () => (await import('./plan-panel.tsx')).PlanPanel, <PanelShape height={240} />);
const RecipesPanel = besideAnswer(
  async () => (await import('./recipes-panel.tsx')).RecipesPanel,
  <PanelShape height={220} />,
);
const PublishedPanel = besideAnswer(
  async () => (await import('./published-panel.tsx')).PublishedPanel,
  <PanelShape height={220} />,
);
const ClosingPanel = besideAnswer(
  async () => (await import('./closing-panel.tsx')).ClosingPanel,
  <PanelShape height={160} />,
);

/** What the study is, for those who manage it. */
export function StudySettingsPage() {
  const t = useTranslations('studySettings');
  const mayManage = useMay('manageStudy');
  const here = useStudy();
  const study = here.code;
  const [isDirty, setDirty] = useState(false);
  const { data, error, refetch } = useQuery(studySettingsQuery, {
    variables: { study },
    skip: !mayManage,
    fetchPolicy: 'cache-and-network',
  });
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        {mayManage ? (
          <Button component={Link} href={`/studies/${encodeURIComponent(study)}/fields`} variant="default">
            {t('fields')}
          </Button>
        ) : null}
      </PageTitle>
      {!mayManage ? (
        <EmptyState title={t('closedToYou')} text={<WithoutRight right="manageStudy" />} />
      ) : data ? (
        <Stack gap="md">
          <SettingsForm
            key={data.studySettings.version}
            settings={data.studySettings}
            recipes={[data.studyRecipes.own, ...data.studyRecipes.kept, ...data.studyRecipes.others]}
            onReload={() => void refetch()}
            onDirty={setDirty}
          />
          <RecipesPanel study={here} recipes={data.studyRecipes} />
          <SchedulePanel study={here} />
          <PlanPanel study={here} />
          <PublishedPanel study={here} />
          {/* Closing shows the settings as stored: what was typed would be lost. */}
          {isDirty ? null : <ClosingPanel settings={data.studySettings} onReload={() => void refetch()} />}
        </Stack>
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={480} />
      )}
    </>
  );
}

function useOf(settings: Settings) {
  return {
    firstEnrolledOn: settings.firstEnrolledOn,
    arms: settings.arms.filter(({ isInUse }) => isInUse).map(({ code }) => code),
    centres: settings.centres.filter(({ isInUse }) => isInUse).map(({ code }) => code),
    forms: forms
      .map(({ name }) => name)
      .filter((name) => settings.forms.some((one) => one.name === name && one.hasRecords)),
  };
}

/** Shown again as stored, with its new version. */
const whatIsStored = { refetchQueries: [studySettingsQuery], awaitRefetchQueries: true };

interface SettingsFormProps {
  readonly settings: Settings;
  readonly recipes: readonly Recipe[];
  readonly onReload: () => void;
  readonly onDirty: (isDirty: boolean) => void;
}

function SettingsForm({ settings, recipes, onReload, onDirty }: SettingsFormProps) {
  const t = useTranslations('studySettings');
  const instant = useInstant();
  const router = useRouter();
  const [draft, setDraft] = useState<StudyDraft>(() => draftOf(settings));
  const [change, { loading, error }] = useMutation(changeStudyMutation, whatIsStored);
  const stored = settingsOf(draftOf(settings));
  const next = settingsOf(draft);
  const use = useOf(settings);
  const issues = useDraftIssues(next, { settings: stored, use });
  const isDirty = differing(stored, next).length > 0;
  const isClosed = settings.closedAt !== null;
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    issues.ask();
    if (!isDirty || !issues.isValid || loading) return;
    const variables = { study: settings.code, version: settings.version, settings: inputOf(next) };
    const saved = await change({ variables }).catch((cause: unknown) => issues.refuse(cause));
    // Names, arms and centres are on every page.
    if (saved?.data) router.refresh();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className={styles['form']} noValidate>
      <LeaveGuard isDirty={isDirty} />
      <StudyForm
        draft={draft}
        recipes={recipes}
        use={use}
        isReadOnly={isClosed}
        issues={issues.shown}
        onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
      />
      {error ? <Refusal error={error} read={stored} onTakeTheirs={onReload} /> : null}
      {isClosed ? null : (
        <div className={styles['bar']}>
          <Text size="xs" c="var(--text-quiet)" mr="auto">
            {t('version', {
              version: settings.version,
              at: instant(settings.updatedAt),
              name: settings.updatedBy ?? t('conflict.somebody'),
            })}
          </Text>
          {issues.shown.length > 0 ? (
            <Text size="sm" c="red" role="status">
              {t('faults', { n: issues.shown.length })}
            </Text>
          ) : null}
          <Button
            variant="default"
            disabled={!isDirty || loading}
            onClick={() => {
              issues.settle();
              setDraft(draftOf(settings));
            }}
          >
            {t('discard')}
          </Button>
          <Button type="submit" loading={loading} disabled={!isDirty}>
            {t('save')}
          </Button>
        </div>
      )}
    </form>
  );
}
