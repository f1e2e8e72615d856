'use client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useMutation } from '@apollo/client/react';
import { answerLimits, type ChecklistItem, type ChecklistName, checklists } from '@haim/schema';
import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { refusalOf } from '@/forms/answers.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Answer, answerChecklistMutation, checklistAnswersQuery, contractName, contractState } from './answers.ts';
import { type Fact } from './use-facts.ts';

interface AnswerDialogProps {
  readonly list: ChecklistName;
  readonly item: ChecklistItem;
  readonly fact: Fact;
  /** What is kept; undefined where nobody answered yet. */
  readonly stored: Answer | undefined;
  readonly onClose: () => void;
}

type Kind = 'written' | 'notApplicable';

/** What the authors report for an item: a text, its place in the manuscript, or why the item does not apply. */
export function AnswerDialog({ list, item, fact, stored, onClose }: AnswerDialogProps) {
  const t = useTranslations('reporting.answer');
  const inWords = useLabel();
  const instant = useInstant();
  const { code: study } = useStudy();
  const [kind, setKind] = useState<Kind>(stored?.state === 'NOT_APPLICABLE' ? 'notApplicable' : 'written');
  const [text, setText] = useState(stored?.answer ?? '');
  const [place, setPlace] = useState(stored?.place ?? '');
  const [answer, { loading, error }] = useMutation(answerChecklistMutation, {
    refetchQueries: [checklistAnswersQuery],
    awaitRefetchQueries: true,
  });
  const isWritten = kind === 'written';
  const isReady = text.trim() !== '' || (isWritten && place.trim() !== '');

  function keep(given: { readonly state: Kind | 'open'; readonly text: string; readonly place: string }) {
    answer({
      variables: {
        study,
        version: stored?.version ?? 0,
        answer: {
          ...{ checklist: contractName(list), item: item.id, state: contractState[given.state] },
          ...{ answer: given.text.trim() || null, place: given.place.trim() || null },
        },
      },
    }).then(onClose, () => undefined);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady && !loading) keep({ state: kind, text, place: isWritten ? place : '' });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('cancel') }}
      title={<Text fw={600}>{t('title', { list: checklists[list].title, item: item.id })}</Text>}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{t('asks', { what: inWords(item.asks) })}</Text>
          {fact.text === null ? null : (
            <Text size="sm" c="var(--text-quiet)">
              {t('known', { what: fact.text })}
            </Text>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('state')}
            value={kind}
            onChange={(value) => setKind(value === 'notApplicable' ? value : 'written')}
            data={(['written', 'notApplicable'] as const).map((value) => ({ value, label: t(`states.${value}`) }))}
          />
          <Textarea
            label={t(isWritten ? 'text' : 'why')}
            description={isWritten ? t('textHelp') : undefined}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={answerLimits.answer}
            autosize
            minRows={3}
            maxRows={14}
            data-autofocus
          />
          {isWritten ? (
            <TextInput
              label={t('place')}
              description={t('placeHelp')}
              value={place}
              onChange={(event) => setPlace(event.currentTarget.value)}
              maxLength={answerLimits.place}
            />
          ) : null}
          {stored ? (
            <Text size="xs" c="var(--text-quiet)">
              {t('by', { name: stored.updatedBy, when: instant(stored.updatedAt) })}
            </Text>
          ) : null}
          {error ? <Refused error={error} /> : null}
          <Group justify="space-between" gap="xs">
            {stored && stored.state !== 'OPEN' ? (
              <Button
                variant="subtle"
                color="red"
                disabled={loading}
                onClick={() => keep({ state: 'open', text: '', place: '' })}
              >
                {t('clear')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="subtle" color="gray" onClick={onClose} disabled={loading}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={loading} disabled={!isReady}>
                {t('save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Why an answer was not kept. Nothing that was typed is lost. */
function Refused({ error }: { readonly error: Error }) {
  const t = useTranslations('reporting.answer');
  const inWords = useLabel();
  const first = CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions : undefined;
  const refusal = refusalOf(error);
  if (first?.['checklist'] === 'CHANGED') return <Sentence text={t('changed', { name: String(first['changedBy']) })} />;
  if (refusal.kind === 'issues') {
    const [{ field, expected }] = refusal.issues as [(typeof refusal.issues)[number]];
    const known = (['answer', 'place', 'state', 'item'] as const).find((name) => name === field) ?? 'answer';
    return <Sentence text={t('refused', { field: t(`fields.${known}`), what: inWords(expected) })} />;
  }
  return <ErrorState code={errorCode(error)} />;
}

function Sentence({ text }: { readonly text: string }) {
  return (
    <Alert role="alert" color="red" variant="light">
      {text}
    </Alert>
  );
}
