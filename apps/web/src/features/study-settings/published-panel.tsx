'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { checkPublishedResponse, publishedField } from '@haim/schema';
import { Group, NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { OwnSettingsForm, OwnSettingsPanel } from './own-settings.tsx';
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
  const { data, error, refetch } = useQuery(publishedResponseQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <OwnSettingsPanel of="published" stored={data?.publishedResponse} error={error} onReload={() => void refetch()}>
      {(stored) => <PublishedForm key={stored.version} stored={stored} study={study} onReload={() => void refetch()} />}
    </OwnSettingsPanel>
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

  async function submit() {
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
    <OwnSettingsForm
      of="published"
      stored={stored}
      unsaved={t('unstated')}
      isDirty={isDirty}
      isReadOnly={isReadOnly}
      isSaving={loading}
      error={error}
      onSubmit={() => void submit()}
      onDiscard={() => setDraft(begins)}
      onReload={onReload}
    >
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
                description={one.paper === null ? null : t('claimedBy', { paper: one.paper })}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                readOnly={isReadOnly || one.paper !== null}
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
                readOnly={isReadOnly || one.paper !== null}
                allowDecimal={false}
                allowNegative={false}
                hideControls
              />
            </Group>
          );
        })}
      </div>
    </OwnSettingsForm>
  );
}
