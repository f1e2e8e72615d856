'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { checkPublishedResponse, publishedField } from '@haim/schema';
import { Alert, Button, Group, NumberInput, Text, Textarea } from '@mantine/core';
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
import {
  type DraftRate,
  type PublishedDraft,
  publishedDraftOf,
  publishedInput,
  publishedOf,
} from './published-draft.ts';
import { publishedResponseQuery, setPublishedResponseMutation, type StoredPublished } from './published-query.ts';
import styles from './study-settings.module.css';

/** What a publication printed of the study's responses: saved by itself, because no other setting depends on it. */
export function PublishedPanel({ study }: { study: Study }) {
  const t = useTranslations('studySettings.published');
  const { data, error, refetch } = useQuery(publishedResponseQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const stored = data?.publishedResponse;
  return (
    <div className={styles['form']} id="published">
      <Panel title={t('title')} note={t('note')}>
        {stored ? (
          <PublishedForm key={stored.version} stored={stored} study={study} onReload={() => void refetch()} />
        ) : error ? (
          <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
        ) : (
          <LoadingState height={320} />
        )}
      </Panel>
    </div>
  );
}

interface PublishedFormProps {
  readonly stored: StoredPublished;
  readonly study: Study;
  readonly onReload: () => void;
}

function PublishedForm({ stored, study, onReload }: PublishedFormProps) {
  const t = useTranslations('studySettings.published');
  const settings = useTranslations('studySettings');
  const label = useLabel();
  const instant = useInstant();
  const arms = study.arms.map(({ code }) => code);
  const begins = publishedDraftOf(stored, arms);
  const [draft, setDraft] = useState<PublishedDraft>(begins);
  const [isAsked, setAsked] = useState(false);
  const [set, { loading, error }] = useMutation(setPublishedResponseMutation, {
    refetchQueries: [publishedResponseQuery],
    awaitRefetchQueries: true,
  });
  const next = publishedOf(draft);
  const issues = checkPublishedResponse(next, arms);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(begins);
  const isReadOnly = study.closedAt !== null;
  const faultOf = (field: string) => {
    const found = isAsked ? issues.find((one) => one.field === field) : undefined;
    return found ? settings('expected', { expected: label(found.expected) }) : null;
  };

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(true);
    if (!isDirty || issues.length > 0 || loading) return;
    await set({ variables: { study: study.code, version: stored.version, ...publishedInput(next) } }).catch(() => null);
  }

  const change = (changed: DraftRate, part: Partial<DraftRate>) =>
    setDraft((before) => ({
      ...before,
      rates: before.rates.map((one) =>
        one.rate === changed.rate && one.arm === changed.arm ? { ...one, ...part } : one,
      ),
    }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <LeaveGuard isDirty={isDirty} />
      <Textarea
        label={t('source')}
        description={t('sourceHelp')}
        value={draft.source}
        onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, source: value }))}
        error={faultOf('source')}
        readOnly={isReadOnly}
        autosize
        minRows={2}
        maxLength={500}
        mb="md"
      />
      <div className={styles['fields']}>
        {draft.rates.map((one) => {
          const name = t('rateOf', { rate: t(`rates.${one.rate}`), arm: one.arm ?? t('all') });
          const fault = faultOf(publishedField(one));
          return (
            <Group
              key={publishedField(one)}
              gap="xs"
              align="flex-end"
              wrap="nowrap"
              grow
              role="group"
              aria-label={name}
            >
              <NumberInput
                label={name}
                value={one.patients}
                onChange={(patients) => change(one, { patients })}
                error={fault}
                readOnly={isReadOnly}
                allowDecimal={false}
                allowNegative={false}
                hideControls
              />
              <NumberInput
                label={t('of')}
                aria-label={t('ofRate', { name })}
                value={one.of}
                onChange={(of) => change(one, { of })}
                error={fault !== null}
                readOnly={isReadOnly}
                allowDecimal={false}
                allowNegative={false}
                hideControls
              />
            </Group>
          );
        })}
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
              : t('unstated')}
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
  const t = useTranslations('studySettings.published');
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
