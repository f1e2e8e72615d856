'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  entryChoices,
  type EntryChoice,
  type Form,
  isReasonKey,
  type Issue,
  missingReason,
  reasonKey,
  type Row,
} from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { ChoiceInput } from '@/forms/choice-input.tsx';
import { type DraftValue, rowOf } from '@/forms/draft.ts';
import { enterMeans, focusField, focusNextField } from '@/forms/enter-key.ts';
import { FieldInput } from '@/forms/field-input.tsx';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import styles from './differences-form.module.css';
import { agreementQuery, comparisonsQuery, type Opened, resolveMutation } from './query.ts';
import { useEntered } from './use-entered.ts';

/** What is decided of a field, and what is typed for a value that is neither. */
interface Decision {
  readonly choice: EntryChoice | '';
  readonly value: DraftValue;
  readonly missing: string;
}
const undecided: Decision = { choice: '', value: '', missing: '' };

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
  const [decisions, setDecisions] = useState<Readonly<Record<string, Decision>>>({});
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const element = useRef<HTMLFormElement>(null);
  const [resolve, { loading }] = useMutation(resolveMutation, { refetchQueries: [comparisonsQuery, agreementQuery] });
  const decisionOf = (field: string) => decisions[field] ?? undecided;
  const isDecided = (field: string) => {
    const { choice, value, missing } = decisionOf(field);
    return choice === 'other' ? missing !== '' || (value !== '' && value !== null) : choice !== '';
  };
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
    const choices = differing.map((field) => {
      const { choice, value, missing } = decisionOf(field);
      const isOther = choice === 'other';
      const typed = isOther && missing === '' ? rowOf(form, { [field]: value })[field] : null;
      return { field, choice: choice || 'first', value: typed, missing: isOther && missing !== '' ? missing : null };
    });
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
            opened={opened}
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
        <Refused failure={failure} strangers={strangers} form={form} onRead={onRead} />
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

interface DifferenceProps {
  readonly field: string;
  readonly form: Form;
  readonly opened: Opened;
  readonly decision: Decision;
  readonly isFirst: boolean;
  /** It was asked for, and is not decided. */
  readonly isOpen: boolean;
  readonly issues: readonly Issue[];
  readonly onDecide: (change: Partial<Decision>) => void;
}

function Difference(props: DifferenceProps) {
  const { field, form, opened, decision, isFirst, isOpen, issues, onDecide } = props;
  const t = useTranslations('doubleEntry.comparison');
  const forms = useTranslations('forms');
  const label = useLabel();
  const id = useId();
  const study = useStudy();
  const entered = useEntered(form);
  const spec = form.fields[field];
  const [first, second, record] = [opened.comparison.first, opened.comparison.second, opened.record].map((entry) => (entry ?? {}) as Row) as [Row, Row, Row]; // prettier-ignore
  if (!spec) return null;
  const words = { first: entered(record, field), second: entered(second, field), other: t('other') };
  const isChanged = entered(first, field) !== words.first;
  const parts = { label: `${id}-label`, input: `${id}-input`, message: `${id}-message` };
  const mayLack = Object.hasOwn(form.fields, reasonKey(field));
  return (
    <div className={styles['difference']} data-field={field} data-open={isOpen || undefined}>
      <div id={parts.label} className={styles['name']}>
        {label(spec.label)}
      </div>
      <ChoiceInput
        choices={entryChoices.map((choice, i) => ({
          code: choice,
          label: choice === 'other' ? words.other : `${t(choice)}: ${words[choice]}`,
          keys: [String(i + 1)],
        }))}
        value={decision.choice}
        onChange={(choice) => onDecide({ choice: entryChoices.find((one) => one === choice) ?? '' })}
        onBlur={() => undefined}
        labelledBy={parts.label}
        describedBy={parts.message}
        invalid={isOpen || issues.length > 0}
        required
        missing=""
        isFirst={isFirst}
      />
      {decision.choice === 'other' ? (
        <Group gap="sm" align="flex-end" className={styles['other'] ?? ''}>
          <div data-field={`${field} other`}>
            <FieldInput
              spec={spec}
              input={{ name: field, value: decision.value, onChange: (value) => onDecide({ value, missing: '' }), onBlur: () => undefined }}
              choices={{ arm: study.arms }}
              row={record}
              parts={{ ...parts, input: `${id}-other` }}
              invalid={issues.length > 0}
              isFirst={false}
            />
          </div>
          {mayLack ? (
            <NativeSelect
              aria-label={t('missing')}
              value={decision.missing}
              data={[{ value: '', label: t('missing') }, ...missingReason.codes.map((one) => ({ value: one.code, label: label(one.label) }))]}
              onChange={(event) => onDecide({ missing: event.currentTarget.value, value: '' })}
            />
          ) : null}
        </Group>
      ) : null}
      <div id={parts.message} className={styles['message']} data-tone={isOpen || issues.length > 0 ? 'error' : undefined}>
        {issues.length > 0
          ? issues.map((issue) => forms('expected', { expected: label(issue.expected) })).join(' ')
          : isOpen
            ? t('decideThis')
            : isChanged
              ? t('corrected', { value: entered(first, field) })
              : null}
      </div>
    </div>
  ); // prettier-ignore
}

/** A reason for a missing value is part of its field. */
const fieldOf = ({ field }: Issue): string => (isReasonKey(field) ? field.slice(reasonKey('').length) : field);

interface RefusedProps {
  readonly failure: string | null;
  readonly strangers: readonly Issue[];
  readonly form: Form;
  readonly onRead: () => void;
}

function Refused({ failure, strangers, form, onRead }: RefusedProps) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  if (failure !== null && failure !== 'CONFLICT' && failure !== 'RECORD_LOCKED') return <ErrorState code={failure} />;
  if (failure === null && strangers.length === 0) return null;
  return (
    <Alert role="alert" color="red" variant="light">
      {failure === 'RECORD_LOCKED' ? t('locked') : null}
      {failure === 'CONFLICT' ? (
        <Group gap="sm">
          {t('changedMeanwhile')}
          <Button size="compact-sm" variant="default" onClick={onRead}>
            {t('readAgain')}
          </Button>
        </Group>
      ) : null}
      {strangers.map(({ field, expected }) => (
        <div key={field}>
          {label(form.fields[field]?.label ?? { en: field, zh: field })}: {label(expected)}
        </div>
      ))}
    </Alert>
  );
}
