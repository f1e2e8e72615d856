'use client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { type StudySettings } from '@haim/schema';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { differing } from './draft.ts';
import { refusedIssues } from './use-draft-issues.ts';

interface RefusalProps {
  readonly error: unknown;
  /** The settings that the page began with. */
  readonly read: StudySettings | null;
  /** Shows what is stored now instead of what was typed. */
  readonly onTakeTheirs: () => void;
}

interface Conflict {
  readonly changedBy: string | null;
  readonly current: StudySettings;
}

/** Null where the refusal is of another kind. */
function conflictOf(error: unknown): Conflict | null {
  const first = CombinedGraphQLErrors.is(error) ? error.errors[0] : undefined;
  return first?.extensions?.['study'] === 'CHANGED' ? (first.extensions as unknown as Conflict) : null;
}

/** Why settings were not saved. Nothing that was typed is lost. */
export function Refusal({ error, read, onTakeTheirs }: RefusalProps) {
  const t = useTranslations('studySettings');
  const { list } = useFormatter();
  const conflict = conflictOf(error);
  if (conflict && read) {
    const changed = differing(read, conflict.current).map((name) => t(`changed.${name}`));
    return (
      <Alert role="alert" color="red" variant="light" title={t('conflict.title')}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">
            {t('conflict.text', {
              name: conflict.changedBy ?? t('conflict.somebody'),
              what: changed.length > 0 ? list(changed) : t('changed.status'),
            })}
          </Text>
          <Button size="xs" variant="default" onClick={onTakeTheirs}>
            {t('conflict.take')}
          </Button>
        </Stack>
      </Alert>
    );
  }
  if (refusedIssues(error).length > 0) {
    return (
      <Alert role="alert" color="red" variant="light">
        {t('faulty')}
      </Alert>
    );
  }
  return <ErrorState code={errorCode(error)} />;
}
