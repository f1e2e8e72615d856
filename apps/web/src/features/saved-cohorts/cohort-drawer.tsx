'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Alert, Button, Drawer, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Issue, readCohort, savedLimits } from '@haim/schema';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useFilterWords } from '@/selection/use-filter-words.ts';
import { useStudy } from '@/session/session.tsx';
import { conditionVariablesOf } from '@/session/study-forms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import {
  changeMutation,
  removeMutation,
  restoreMutation,
  type SavedCohort,
  savedCohortVersionsQuery,
} from './query.ts';
import { useSavedChange } from './use-saved-change.ts';

/** One cohort: what it is, its name to be changed, and its versions to be restored. */
export function CohortDrawer({ cohort, onClose }: { cohort: SavedCohort; onClose: () => void }) {
  useFocusReturn();
  const t = useTranslations('savedCohorts.drawer');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(36rem, 100vw)"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{cohort.name}</Text>}
    >
      <Stack gap="lg">
        <Rule cohort={cohort} />
        {cohort.mayChange ? <Change cohort={cohort} onClose={onClose} /> : <Text size="sm">{t('others')}</Text>}
        <Versions cohort={cohort} onClose={onClose} />
      </Stack>
    </Drawer>
  );
}

function Rule({ cohort }: { cohort: SavedCohort }) {
  const t = useTranslations('savedCohorts.drawer');
  const words = useRuleWords();
  if (cohort.rule === null || cohort.rule === undefined) {
    return <Text size="sm">{t('frozen', { n: cohort.since?.n ?? 0, version: cohort.dataVersion })}</Text>;
  }
  return (
    <Stack gap={4}>
      <Text size="sm" c="var(--text-quiet)">
        {t('rule')}
      </Text>
      <Text size="sm">{words(cohort.rule)}</Text>
      {cohort.faults.length > 0 ? (
        <Alert role="note" color="yellow" variant="light">
          {t('broken')}
        </Alert>
      ) : null}
    </Stack>
  );
}

/** A rule in words; what is not understood any more stays as it is written. */
function useRuleWords(): (rule: string) => string {
  const study = useStudy();
  const words = useFilterWords();
  return (rule) => {
    const { filter, issues } = readCohort(rule, { own: conditionVariablesOf(study) });
    return [...(filter ? [words(filter)] : []), ...issues.map(({ part }) => part)].join('; ');
  };
}

function Change({ cohort, onClose }: { cohort: SavedCohort; onClose: () => void }) {
  const t = useTranslations('savedCohorts.drawer');
  const label = useLabel();
  const { code: study, closedAt } = useStudy();
  const [name, setName] = useState(cohort.name);
  const [description, setDescription] = useState(cohort.description);
  const [change, changing] = useMutation(changeMutation);
  const [remove, removing] = useMutation(removeMutation);
  const { run, issues, failed } = useSavedChange(onClose);
  if (closedAt !== null || cohort.removedAt) return null;
  const { id, version } = cohort;
  const at = (field: string) => {
    const issue: Issue | undefined = issues.find((one) => one.field === field);
    return issue ? t('expected', { expected: label(issue.expected) }) : null;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(() => change({ variables: { study, id, version, cohort: { name, description } } }));
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t('name')}
          value={name}
          maxLength={savedLimits.name}
          error={at('name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Textarea
          label={t('description')}
          value={description}
          autosize
          minRows={2}
          maxLength={savedLimits.description}
          error={at('description')}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        {failed ? <ErrorState code={failed} /> : null}
        <Group justify="space-between">
          <Button type="submit" size="xs" loading={changing.loading}>
            {t('saveChange')}
          </Button>
          <Button
            size="xs"
            variant="default"
            c="var(--mantine-color-red-text)"
            loading={removing.loading}
            onClick={() => void run(() => remove({ variables: { study, id, version } }))}
          >
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Versions({ cohort, onClose }: { cohort: SavedCohort; onClose: () => void }) {
  const t = useTranslations('savedCohorts.drawer');
  const instant = useInstant();
  const words = useRuleWords();
  const { code: study, closedAt } = useStudy();
  const { id, version } = cohort;
  const { data, error, refetch } = useQuery(savedCohortVersionsQuery, {
    variables: { study, id },
    fetchPolicy: 'cache-and-network',
  });
  const [restore, { loading }] = useMutation(restoreMutation);
  const { run, failed } = useSavedChange(onClose);
  const mayRestore = cohort.mayChange && closedAt === null;
  return (
    <Stack gap="xs">
      <Title order={3}>{t('versions')}</Title>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {failed ? <ErrorState code={failed} /> : null}
      {!data && !error ? <LoadingState height={80} lines={3} /> : null}
      {data?.savedCohortVersions.map((one) => (
        <Group key={one.version} justify="space-between" wrap="nowrap" align="flex-start">
          <Stack gap={0}>
            <Text size="sm" fw={600}>
              {t('version', { version: one.version, name: one.name })}
            </Text>
            <Text size="xs" c="var(--text-quiet)">
              {t(one.removed ? 'removedBy' : 'changedBy', { who: one.changedBy, when: instant(one.changedAt) })}
              {' · '}
              {t('ofData', { version: one.dataVersion })}
            </Text>
            {one.rule ? <Text size="xs">{words(one.rule)}</Text> : null}
          </Stack>
          {mayRestore && !one.removed && (one.version !== version || cohort.removedAt) ? (
            <Button
              size="compact-xs"
              variant="default"
              loading={loading}
              aria-label={t('restoreVersion', { version: one.version })}
              onClick={() => void run(() => restore({ variables: { study, id, version, to: one.version } }))}
            >
              {t('restore')}
            </Button>
          ) : null}
        </Group>
      ))}
    </Stack>
  );
}
