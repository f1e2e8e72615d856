'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Alert, Button, CopyButton, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { WithoutRight } from '@/session/needs-right.tsx';
import { useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { emptyDraft, inputOf, settingsOf, type StudyDraft } from './draft.ts';
import { createStudyMutation, type Recipe, recipesQuery } from './query.ts';
import { Refusal } from './refusal.tsx';
import { StudyForm } from './study-form.tsx';
import styles from './study-settings.module.css';
import { useDraftIssues } from './use-draft-issues.ts';

/** A study is made here by whoever may, and begins with its administrator. */
export function NewStudyPage() {
  const t = useTranslations('studySettings.new');
  const { mayCreateStudies } = useViewer();
  const { data, error, refetch } = useQuery(recipesQuery, { skip: !mayCreateStudies });
  const [recipe] = data?.recipes ?? [];
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {!mayCreateStudies ? (
        <EmptyState title={t('closed')} text={<WithoutRight right="createStudies" />} />
      ) : data && recipe ? (
        <NewStudy recipes={data.recipes} first={recipe} />
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={480} />
      )}
    </>
  );
}

function NewStudy({ recipes, first }: { recipes: readonly Recipe[]; first: Recipe }) {
  const t = useTranslations('studySettings');
  const { email } = useViewer();
  const [draft, setDraft] = useState<StudyDraft>(() => emptyDraft(first.id));
  const [isTouched, setTouched] = useState(false);
  const [isMine, setMine] = useState(true);
  const [administrator, setAdministrator] = useState('');
  const [create, { data, loading, error }] = useMutation(createStudyMutation);
  const next = settingsOf(draft);
  const issues = useDraftIssues(next, null);
  const change = (part: Partial<StudyDraft>) => {
    setTouched(true);
    setDraft((before) => ({ ...before, ...part }));
  };
  // A full page load: what is open to the reader has changed.
  const open = (code: string) => window.location.assign(studyPath(code));

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    issues.ask();
    if (!issues.isValid || loading) return;
    const variables = { settings: inputOf(next), administrator: isMine ? null : administrator };
    const made = await create({ variables }).catch((cause: unknown) => issues.refuse(cause));
    const created = made?.data?.createStudy;
    if (created && created.invitationPath === null) open(created.code);
  }

  const invitationPath = data?.createStudy.invitationPath;
  if (data && invitationPath) {
    return <Made email={administrator} path={invitationPath} onOpen={() => open(data.createStudy.code)} />;
  }
  return (
    <form onSubmit={(event) => void submit(event)} className={styles['form']} noValidate>
      <LeaveGuard isDirty={isTouched && !data} />
      <StudyForm
        draft={draft}
        recipes={recipes}
        use={null}
        isReadOnly={false}
        issues={issues.shown}
        onChange={change}
      />
      <Panel title={t('new.administrator')} note={t('new.administratorNote')}>
        <Radio.Group
          value={isMine ? 'me' : 'other'}
          onChange={(value) => setMine(value === 'me')}
          aria-label={t('new.administrator')}
        >
          <Stack gap="xs">
            <Radio value="me" label={t('new.me', { email })} />
            <Radio value="other" label={t('new.other')} />
          </Stack>
        </Radio.Group>
        {isMine ? null : (
          <TextInput
            type="email"
            label={t('new.email')}
            description={t('new.emailHelp')}
            value={administrator}
            onChange={(event) => setAdministrator(event.currentTarget.value)}
            mt="sm"
            maw="26rem"
            autoComplete="off"
            required
          />
        )}
      </Panel>
      {error ? <Refusal error={error} read={null} onTakeTheirs={() => undefined} /> : null}
      <div className={styles['bar']}>
        {issues.shown.length > 0 ? (
          <Text size="sm" c="red" role="status">
            {t('faults', { n: issues.shown.length })}
          </Text>
        ) : null}
        <Button type="submit" loading={loading} disabled={!isMine && administrator.trim() === ''}>
          {t('new.do')}
        </Button>
      </div>
    </form>
  );
}

/** The study is there, and its administrator has to be sent the link that is shown this once. */
function Made({ email, path, onOpen }: { email: string; path: string; onOpen: () => void }) {
  const t = useTranslations('studySettings.new');
  const link = window.location.origin + path;
  return (
    <Panel title={t('made')}>
      <Stack gap="sm" maw="40rem">
        <Alert color="green" variant="light" role="status">
          {t('passOn', { email })}
        </Alert>
        <TextInput label={t('link')} value={link} readOnly onFocus={(event) => event.currentTarget.select()} />
        <Group gap="xs">
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onOpen}>{t('open')}</Button>
        </Group>
      </Stack>
    </Panel>
  );
}
