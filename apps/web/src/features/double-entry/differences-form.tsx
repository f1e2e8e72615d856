'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Issue, type Row } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { enterMeans, focusField, focusNextField } from '@/forms/enter-key.ts';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { Difference, fieldOf } from './difference.tsx';
import { choiceOf, type FieldDecision, isFieldDecided, undecided } from './field-decision.ts';
import { agreementQuery, comparisonsQuery, type Opened, resolveMutation } from './query.ts';
import { RefusedDecision } from './refused-decision.tsx';

interface DifferencesFormProps {
  readonly opened: Opened;
  readonly form: Form;
  readonly onResolved: () => void;
  /** Reads the comparison again, after somebody else was quicker. */
  readonly onRead: () => void;
  readonly resolvesNext: boolean;
}

/** A decision for each field that differs: 1, 2 or 3 chooses, Enter goes on, Ctrl+Enter stores all of them. */
export function DifferencesForm({ opened, form, onResolved, onRead, resolvesNext }: DifferencesFormProps) {
  const t = useTranslations('doubleEntry.comparison');
  const { comparison, recordVersion } = opened;
  const { differing } = comparison;
  const [decisions, setDecisions] = useState<Readonly<Record<string, FieldDecision>>>({});
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const element = useRef<HTMLFormElement>(null);
  const [resolve, { loading }] = useMutation(resolveMutation, { refetchQueries: [comparisonsQuery, agreementQuery] });
  const decisionOf = (field: string) => decisions[field] ?? undecided;
  const isDecided = (field: string) => isFieldDecided(decisionOf(field));
  const [first, second, record] = [comparison.first, comparison.second, opened.record].map((entry) => (entry ?? {}) as Row) as [Row, Row, Row]; // prettier-ignore
  const open = differing.filter((field) => !isDecided(field));

  useEffect(() => {
    const first = element.current?.querySelector<HTMLElement>('[data-field]');
    if (first) focusField(first);
  }, []);

  function focus(field: string | undefined) {
    const found = [...(element.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const wanted = found.find((one) => one.dataset['field'] === field);
    if (wanted) focusField(wanted);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    setFailure(null);
    setIssues([]);
    if (open.length > 0) return focus(open[0]);
    if (reason.trim() === '') return focus('reason');
    const choices = differing.map((field) => choiceOf(form, field, decisionOf(field)));
    const variables = { id: comparison.id, version: comparison.version, recordVersion: recordVersion ?? 0, choices, reason: reason.trim() }; // prettier-ignore
    try {
      await resolve({ variables });
      notifications.show({ message: t('stored', { code: comparison.patientCode }), color: 'teal' });
      onResolved();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind !== 'issues') return setFailure(errorCode(error));
      setIssues(refusal.issues);
      focus(refusal.issues.map(fieldOf).find((field) => differing.includes(field)));
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    const meaning = enterMeans(event);
    if (!meaning || !(event.target instanceof Element)) return;
    if (meaning === 'next' && event.target.closest('button')) return;
    event.preventDefault();
    if (meaning === 'next') focusNextField(event.currentTarget, event.target);
    else event.currentTarget.requestSubmit();
  }

  const strangers = issues.filter((issue) => !differing.includes(fieldOf(issue)));
  return (
    <form ref={element} noValidate onKeyDown={onKeyDown} onSubmit={(event) => void submit(event)}>
      <LeaveGuard isDirty={Object.keys(decisions).length > 0} />
      <Stack gap="md">
        {differing.map((field, place) => (
          <Difference
            key={field}
            field={field}
            form={form}
            first={first}
            second={second}
            record={record}
            decision={decisionOf(field)}
            isFirst={place === 0}
            isOpen={isAsked && !isDecided(field)}
            issues={issues.filter((issue) => fieldOf(issue) === field)}
            onDecide={(change) => setDecisions({ ...decisions, [field]: { ...decisionOf(field), ...change } })}
          />
        ))}
        <div data-field="reason">
          <TextInput
            label={t('reason')}
            description={t('reasonAbout')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={isAsked && reason.trim() === '' ? t('reasonMissing') : null}
            maxLength={500}
            autoComplete="off"
            required
          />
        </div>
        <RefusedDecision failure={failure} strangers={strangers} form={form} onRead={onRead} />
        <Group justify="space-between">
          <Text size="sm" role="status">
            {t('open', { n: open.length })}
          </Text>
          <Button type="submit" loading={loading}>
            {t(resolvesNext ? 'storeAndNext' : 'store')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
