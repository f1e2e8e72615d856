'use client';
import { Alert, Button, Group, Text } from '@mantine/core';
import { type ReactNode, type SubmitEvent } from 'react';
import { useTranslations } from 'use-intl';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './study-settings.module.css';

/*
 * Settings that are saved by themselves, because no other setting depends on them: when visits are due, what the study
 * intends, what a publication printed.
 */

/** The groups of messages below `studySettings` that name such settings. */
export type OwnSettings = 'schedule' | 'plan' | 'published';

interface Stored {
  readonly version: number;
  readonly updatedAt?: string | null;
  readonly updatedBy?: string | null;
}

interface OwnSettingsPanelProps<S extends Stored> {
  readonly of: OwnSettings;
  readonly stored: S | undefined;
  readonly error: unknown;
  readonly onReload: () => void;
  /** Begun anew with each version that is stored. */
  readonly children: (stored: S) => ReactNode;
}

export function OwnSettingsPanel<S extends Stored>({
  of,
  stored,
  error,
  onReload,
  children,
}: OwnSettingsPanelProps<S>) {
  const t = useTranslations(`studySettings.${of}`);
  return (
    <div className={styles['form']} id={of}>
      <Panel title={t('title')} note={t('note')}>
        {stored ? (
          children(stored)
        ) : error ? (
          <ErrorState code={errorCode(error)} onRetry={onReload} />
        ) : (
          <LoadingState height={320} />
        )}
      </Panel>
    </div>
  );
}

interface OwnSettingsFormProps {
  readonly of: OwnSettings;
  readonly stored: Stored;
  /** Said while nobody has saved them. */
  readonly unsaved: string;
  readonly isDirty: boolean;
  readonly isReadOnly: boolean;
  readonly isSaving: boolean;
  /** Of the last attempt to save. */
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly onDiscard: () => void;
  readonly onReload: () => void;
  readonly children: ReactNode;
}

/** The fields, why they were not saved, who saved them last, and the buttons. */
export function OwnSettingsForm(props: OwnSettingsFormProps) {
  const { of, stored, unsaved, isDirty, isReadOnly, isSaving, error, onSubmit, onDiscard, onReload, children } = props;
  const t = useTranslations(`studySettings.${of}`);
  const settings = useTranslations('studySettings');
  const instant = useInstant();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard isDirty={isDirty} />
      {children}
      {error ? <Refused of={of} error={error} onReload={onReload} /> : null}
      {isReadOnly ? null : (
        <Group justify="flex-end" gap="sm" mt="md">
          <Text size="xs" c="var(--text-quiet)" mr="auto">
            {stored.updatedAt
              ? settings('version', {
                  version: stored.version,
                  at: instant(stored.updatedAt),
                  name: stored.updatedBy ?? settings('conflict.somebody'),
                })
              : unsaved}
          </Text>
          <Button variant="default" disabled={!isDirty || isSaving} onClick={onDiscard}>
            {settings('discard')}
          </Button>
          <Button type="submit" loading={isSaving} disabled={!isDirty}>
            {t('save')}
          </Button>
        </Group>
      )}
    </form>
  );
}

function Refused({ of, error, onReload }: { of: OwnSettings; error: unknown; onReload: () => void }) {
  const t = useTranslations(`studySettings.${of}`);
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
