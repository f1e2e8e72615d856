'use client';
import { useMutation } from '@apollo/client/react';
import { Anchor, Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Issue, savedLimits } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { type SavedCohortKind } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { saveCohortMutation } from './query.ts';
import { useCohort } from './use-cohort.ts';
import { useSelectionWords } from './use-selection-text.ts';

/** A name for the selection, and which of the two is kept: its patients, or its conditions. */
export function SaveCohortDialog({ onClose }: { onClose: () => void }) {
  useFocusReturn();
  const t = useTranslations('savedCohorts.save');
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Text fw={600}>{t('title')}</Text>}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <SaveForm onClose={onClose} />
    </Modal>
  );
}

function SaveForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations('savedCohorts.save');
  const study = useStudy();
  const router = useRouter();
  const label = useLabel();
  const { cohort, input } = useCohort();
  const words = useSelectionWords();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [kind, setKind] = useState<SavedCohortKind>('PATIENTS');
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failed, setFailed] = useState<string | null>(null);
  const [save, { loading }] = useMutation(saveCohortMutation);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setFailed(null);
    try {
      await save({ variables: { study: study.code, kind, cohort: { name, description, selection: input } } });
      notifications.show({
        color: 'teal',
        message: (
          <>
            {t('saved', { name: name.trim() })}{' '}
            <Anchor component={Link} href={studyPath(study.code, 'cohorts')} size="sm">
              {t('toList')}
            </Anchor>
          </>
        ),
      });
      // Conditions name it from now on.
      router.refresh();
      onClose();
    } catch (error) {
      const refusal = refusalOf(error);
      setIssues(refusal.kind === 'issues' ? refusal.issues : []);
      if (refusal.kind !== 'issues') setFailed(refusal.kind === 'failed' ? refusal.code : 'CONFLICT');
    }
  }

  const at = (field: string) => {
    const issue = issues.find((one) => one.field === field);
    return issue ? t('expected', { expected: label(issue.expected) }) : null;
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Text size="sm" c="var(--text-quiet)">
          {t('of', { selection: words })}
        </Text>
        <TextInput
          label={t('name')}
          value={name}
          maxLength={savedLimits.name}
          error={at('name')}
          data-autofocus
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
        <Radio.Group
          label={t('kind')}
          value={kind}
          error={at('selection')}
          onChange={(value) => setKind(value === 'RULE' ? 'RULE' : 'PATIENTS')}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="PATIENTS" label={t('patients')} description={t('patientsText')} />
            <Radio
              value="RULE"
              label={t('rule')}
              description={t(cohort === null ? 'ruleOfNothing' : 'ruleText')}
              disabled={cohort === null}
            />
          </Stack>
        </Radio.Group>
        {failed ? <ErrorState code={failed} /> : null}
        <Group>
          <Button type="submit" loading={loading}>
            {t('submit')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
