'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Issue } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { enterMeans, focusField, focusNextField } from '@/forms/enter-key.ts';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { fieldOf } from './difference.tsx';
import {
  type Decisions,
  differingOf,
  inputOf,
  isBegun,
  isDecided,
  type RecordDecision,
  takenBy,
} from './list-decisions.ts';
import { ListRecordDecision } from './list-record-decision.tsx';
import styles from './list.module.css';
import {
  agreementQuery,
  comparisonsQuery,
  listQuery,
  type ListRecord,
  type OpenedList,
  resolveListMutation,
} from './query.ts';
import { RefusedDecision } from './refused-decision.tsx';

interface ListFormProps {
  readonly list: OpenedList;
  /** Of which nobody has decided. */
  readonly open: readonly ListRecord[];
  readonly form: Form;
  /** Reads the list again, after somebody else was quicker. */
  readonly onRead: () => void;
}

/** A decision for each record of a list that differs, of all of them or of some: Ctrl+Enter stores what is decided. */
export function ListForm({ list, open, form, onRead }: ListFormProps) {
  const t = useTranslations('doubleEntry.list');
  const of = useTranslations('doubleEntry.comparison');
  const all = list.comparisons;
  const [decisions, setDecisions] = useState<Decisions>({});
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [refused, setRefused] = useState<{ readonly id: string | null; readonly issues: readonly Issue[] }>({
    id: null,
    issues: [],
  });
  const [failure, setFailure] = useState<string | null>(null);
  const element = useRef<HTMLFormElement>(null);
  const [resolve, { loading }] = useMutation(resolveListMutation, {
    refetchQueries: [listQuery, comparisonsQuery, agreementQuery],
    awaitRefetchQueries: true,
  });
  const isTaken = (one: ListRecord) => takenBy(all, decisions, one) !== undefined;
  const begun = open.filter((one) => isBegun(decisions, one) && !isTaken(one));
  const decided = begun.filter((one) => isDecided(all, decisions, form, one));
  // What is the same as a decided record is decided with it.
  const n = decided.length + open.filter((one) => { const taker = takenBy(all, decisions, one); return taker !== undefined && decided.includes(taker); }).length; // prettier-ignore

  useEffect(() => {
    const first = element.current?.querySelector<HTMLElement>('[data-field]');
    if (first) focusField(first);
  }, []);

  function focus(place: string | undefined) {
    const found = [...(element.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const wanted = found.find((one) => one.dataset['field'] === place);
    if (wanted) focusField(wanted);
  }

  function decide({ comparison }: ListRecord, change: Partial<RecordDecision>) {
    setDecisions((now) => ({
      ...now,
      [comparison.id]: { ...(now[comparison.id] ?? { outcome: '', sameAs: '', fields: {} }), ...change },
    }));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    setFailure(null);
    setRefused({ id: null, issues: [] });
    const half = begun.find((one) => !decided.includes(one)) ?? (decided.length === 0 ? open[0] : undefined);
    if (half) return focus(firstOpenPlace(half));
    if (reason.trim() === '') return focus('reason');
    const given = decided.map((one) => inputOf(all, decisions, form, one));
    try {
      await resolve({ variables: { id: list.id, decisions: given, reason: reason.trim() } });
      notifications.show({ message: t('stored', { n }), color: 'teal' });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind !== 'issues') return setFailure(errorCode(error));
      const id = comparisonIn(error);
      setRefused({ id, issues: refusal.issues });
      const at = open.find(({ comparison }) => comparison.id === id);
      if (at) focus(firstOpenPlace(at));
    }
  }

  function firstOpenPlace(one: ListRecord): string {
    const fields = differingOf(all, decisions, form, one);
    return one.comparison.enteredBy === 'both' ? `${one.comparison.id} ${fields[0] ?? ''}` : one.comparison.id;
  }

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    const meaning = enterMeans(event);
    if (!meaning || !(event.target instanceof Element)) return;
    if (meaning === 'next' && event.target.closest('button')) return;
    event.preventDefault();
    if (meaning === 'next') focusNextField(event.currentTarget, event.target);
    else event.currentTarget.requestSubmit();
  }

  const issuesOf = ({ comparison }: ListRecord) => (comparison.id === refused.id ? refused.issues : []);
  const strangers = refused.issues.filter(
    (issue) =>
      !open.some(
        (one) => one.comparison.id === refused.id && differingOf(all, decisions, form, one).includes(fieldOf(issue)),
      ),
  );
  return (
    <form ref={element} noValidate onKeyDown={onKeyDown} onSubmit={(event) => void submit(event)}>
      <LeaveGuard isDirty={begun.length > 0} />
      <Stack gap="md">
        {open.map((one, place) => (
          <ListRecordDecision
            key={one.comparison.id}
            one={one}
            list={all}
            form={form}
            decisions={decisions}
            isFirst={place === 0}
            isOpen={isAsked && begun.includes(one) && !decided.includes(one)}
            issues={issuesOf(one)}
            onDecide={(change) => decide(one, change)}
          />
        ))}
        <div className={styles['bar']}>
          <div data-field="reason">
            <TextInput
              label={of('reason')}
              description={t('reasonAbout')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={isAsked && reason.trim() === '' ? of('reasonMissing') : null}
              maxLength={500}
              autoComplete="off"
              required
            />
          </div>
          <RefusedDecision failure={failure} strangers={strangers} form={form} onRead={onRead} />
          <Group justify="space-between">
            <Text size="sm" role="status">
              {t('open', { n, of: open.length })}
            </Text>
            <Button type="submit" loading={loading}>
              {t('store', { n })}
            </Button>
          </Group>
        </div>
      </Stack>
    </form>
  );
}

/** Which record of a list the API refused. */
function comparisonIn(error: unknown): string | null {
  const [first] = CombinedGraphQLErrors.is(error) ? error.errors : [];
  const id = first?.extensions?.['comparison'];
  return typeof id === 'string' ? id : null;
}
