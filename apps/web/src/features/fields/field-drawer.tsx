'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Divider, Drawer, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { checkOwnField, type Form, isError, type Issue, type OwnField } from '@haim/schema';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { useGuardedClose } from '@/forms/use-guarded-close.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { declarationOf } from '@/session/study-forms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { draftOfField, type FieldDraft, fieldOfDraft, newDraft } from './field-draft.ts';
import { FieldInputs } from './field-inputs.tsx';
import { FieldPreview } from './field-preview.tsx';
import { publishMutation, removeMutation, retireMutation, saveMutation, type StudyField } from './query.ts';

interface FieldDrawerProps {
  /** Null adds one. */
  readonly field: StudyField | null;
  readonly forms: readonly Form[];
  readonly onClose: () => void;
}

const options = { refetchQueries: 'active', awaitRefetchQueries: true } as const;

/** Declares a field and shows beside it how it will be asked; publishes, retires and removes one. */
export function FieldDrawer({ field, forms, onClose }: FieldDrawerProps) {
  useFocusReturn();
  const t = useTranslations('fields');
  const label = useLabel();
  const { code: study } = useStudy();
  const { setDirty, close, question } = useGuardedClose(onClose);
  const [draft, setDraft] = useState<FieldDraft>(() =>
    field ? draftOfField(declarationOf(field)) : newDraft('baseline'),
  );
  // What is stored: saving again after a refused publication changes this field, and adds no other.
  const stored = useRef<{ id: string; version: number } | null>(field);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failure, setFailure] = useState<Refusal | 'CHANGED' | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [save] = useMutation(saveMutation, options);
  const [publish] = useMutation(publishMutation, options);
  const [retire] = useMutation(retireMutation, options);
  const [remove] = useMutation(removeMutation, options);
  const declared = fieldOfDraft(draft);
  const isPublished = field?.state === 'published';
  const isRetired = field?.state === 'retired';

  /** Sends what `work` does, and shows at the inputs what was refused. */
  async function send(work: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setFailure(null);
    setIssues([]);
    try {
      await work();
      onClose();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind === 'issues') setIssues(refusal.issues);
      else setFailure(refusal.kind === 'failed' && refusal.code === 'CONFLICT' ? 'CHANGED' : refusal);
    }
    setBusy(false);
  }

  async function store(): Promise<{ id: string; version: number }> {
    const { id = null, version = null } = stored.current ?? {};
    const { data } = await save({ variables: { study, id, version, field: inputOf(declared) } });
    if (!data) throw new Error('no answer');
    stored.current = data.saveStudyField;
    return data.saveStudyField;
  }

  function submit(event: FormEvent, isToPublish: boolean) {
    event.preventDefault();
    const found = checkOwnField(declared, []).filter(isError);
    setIssues(found);
    if (found.length > 0) return;
    void send(async () => {
      const { id, version } = await store();
      if (isToPublish) await publish({ variables: { study, id, version } });
    });
  }

  const here = field ? { study, id: field.id, version: field.version } : null;
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="min(46rem, 100vw)"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{field ? label(field.label) : t('add')}</Text>}
    >
      <form noValidate onSubmit={(event) => submit(event, false)}>
        <Stack gap="sm">
          {isPublished ? <Text size="sm">{t('publishedText')}</Text> : null}
          {isRetired ? <Text size="sm">{t('retiredText')}</Text> : null}
          <FieldInputs
            draft={draft}
            issues={issues}
            forms={forms}
            isFixed={isPublished}
            isTimeFixed={isPublished && field.known !== null}
            isReadOnly={isRetired}
            onChange={(next) => {
              setDraft(next);
              setDirty(true);
              // What was refused is looked at again while it is mended.
              if (issues.length > 0) setIssues(checkOwnField(fieldOfDraft(next), []).filter(isError));
            }}
          />
          <FieldPreview field={declared} />
          {failure === 'CHANGED' ? (
            <Alert role="alert" color="red" variant="light">
              {t('changedMeanwhile')}
            </Alert>
          ) : failure ? (
            <ErrorState code={failure.kind === 'failed' ? failure.code : 'OTHER'} />
          ) : null}
          {isRetired ? null : (
            <Group justify="flex-end" gap="xs">
              {isPublished ? null : (
                <Button variant="default" loading={isBusy} onClick={(event) => submit(event, true)}>
                  {t('publish')}
                </Button>
              )}
              <Button type="submit" loading={isBusy}>
                {t(isPublished ? 'saveVersion' : 'saveDraft')}
              </Button>
            </Group>
          )}
          {here ? (
            <>
              <Divider />
              <Group justify="flex-end" gap="xs">
                {isRetired ? (
                  <Button loading={isBusy} onClick={() => void send(() => publish({ variables: here }))}>
                    {t('publishAgain')}
                  </Button>
                ) : null}
                {isPublished ? (
                  <Button
                    variant="default"
                    loading={isBusy}
                    onClick={() => void send(() => retire({ variables: here }))}
                  >
                    {t('retire')}
                  </Button>
                ) : null}
                <Button
                  color="red"
                  variant="light"
                  loading={isBusy}
                  onClick={() => void send(() => remove({ variables: here }))}
                >
                  {t('remove')}
                </Button>
              </Group>
            </>
          ) : null}
        </Stack>
      </form>
      {question}
    </Drawer>
  );
}

/** A declaration as the contract takes it. */
function inputOf({ codes, ...field }: OwnField) {
  return { ...field, codes: codes.map((code) => ({ ...code })) };
}
