'use client';
import { NativeSelect, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Issue, type Row } from '@haim/schema';
import { ChoiceInput } from '@/forms/choice-input.tsx';
import { RecordSummary } from '@/forms/record-summary.tsx';
import { useStudy } from '@/session/session.tsx';
import { Difference, fieldOf } from './difference.tsx';
import { EnteredByBadge } from './entered-by-badge.tsx';
import { isFieldDecided } from './field-decision.ts';
import {
  type Decisions,
  decisionOf,
  differingOf,
  fieldDecisionOf,
  outcomesOf,
  pairOf,
  partnersOf,
  type RecordDecision,
  takenBy,
} from './list-decisions.ts';
import styles from './list.module.css';
import { type ListRecord } from './query.ts';
import { useRecordName } from './use-record-name.ts';

interface ListRecordDecisionProps {
  readonly one: ListRecord;
  readonly list: readonly ListRecord[];
  readonly form: Form;
  readonly decisions: Decisions;
  readonly isFirst: boolean;
  /** It was asked for, and is not decided. */
  readonly isOpen: boolean;
  readonly issues: readonly Issue[];
  readonly onDecide: (change: Partial<RecordDecision>) => void;
}

/** One record of a list that differs: its fields, or what holds of a record that one person alone has entered. */
export function ListRecordDecision(props: ListRecordDecisionProps) {
  const { one, list, form, decisions, isFirst, isOpen, issues, onDecide } = props;
  const t = useTranslations('doubleEntry.list');
  const nameOf = useRecordName(form);
  const study = useStudy();
  const { comparison, record } = one;
  const whole = (comparison.first ?? comparison.second ?? {}) as Row;
  const taker = takenBy(list, decisions, one);
  const decision = decisionOf(decisions, one);
  const pair = pairOf(list, decisions, one);
  return (
    <section className={styles['record']} aria-label={nameOf(whole)} data-open={isOpen || undefined}>
      <div className={styles['head']}>
        <span className={styles['name']}>{nameOf(whole)}</span>
        <EnteredByBadge by={comparison.enteredBy} />
      </div>
      {comparison.enteredBy === 'both' ? null : <RecordSummary form={form} record={whole} choices={{ arm: study.arms }} />}
      {taker ? (
        <Text size="sm" mt="xs">
          {t('taken', { name: nameOf(taker.comparison.first as Row) })}
        </Text>
      ) : comparison.enteredBy === 'both' ? null : (
        <Outcome {...props} />
      )}
      {pair === null || taker ? null : (
        <div className={styles['fields']}>
          {differingOf(list, decisions, form, one).map((field, place) => (
            <Difference
              key={field}
              field={field}
              place={`${comparison.id} ${field}`}
              form={form}
              first={pair.first}
              second={pair.second}
              record={(record ?? pair.first) as Row}
              decision={fieldDecisionOf(decision, field)}
              isFirst={isFirst && place === 0}
              isOpen={isOpen && !isFieldDecided(fieldDecisionOf(decision, field))}
              issues={issues.filter((issue) => fieldOf(issue) === field)}
              onDecide={(change) => onDecide({ fields: { ...decision.fields, [field]: { ...fieldDecisionOf(decision, field), ...change } } })}
            />
          ))}
        </div>
      )}
    </section>
  ); // prettier-ignore
}

/** What holds of a record that one person alone has entered: 1, 2 or 3 chooses. */
function Outcome({ one, list, form, decisions, isFirst, isOpen, onDecide }: ListRecordDecisionProps) {
  const t = useTranslations('doubleEntry.list');
  const of = useTranslations('doubleEntry.comparison');
  const id = useId();
  const nameOf = useRecordName(form);
  const { comparison } = one;
  const { outcome, sameAs } = decisionOf(decisions, one);
  const partners = partnersOf(list, decisions, one);
  const isLate = comparison.enteredBy === 'second' && one.record !== null;
  const isPaired = comparison.enteredBy === 'first' && outcome === 'same';
  return (
    <div data-field={comparison.id}>
      <Text size="sm" fw={600} id={`${id}-label`} mt="xs" mb={4}>
        {t(`asks.${comparison.enteredBy === 'first' ? 'first' : isLate ? 'late' : 'second'}`)}
      </Text>
      <ChoiceInput
        choices={outcomesOf(list, decisions, one).map((code, i) => ({
          code,
          label: code === 'same' && isLate ? t('sameLate') : t(`outcomes.${code}.choice`),
          keys: [String(i + 1)],
        }))}
        value={outcome}
        onChange={(code) => {
          const chosen = outcomesOf(list, decisions, one).find((known) => known === code) ?? '';
          // The only one is meant, until another is chosen.
          const only = chosen === 'same' && partners.length === 1 ? (partners[0]?.comparison.id ?? '') : '';
          onDecide({ outcome: chosen, sameAs: only, fields: {} });
        }}
        onBlur={() => undefined}
        labelledBy={`${id}-label`}
        describedBy={`${id}-message`}
        invalid={isOpen && outcome === ''}
        required
        missing=""
        isFirst={isFirst}
      />
      {isPaired ? (
        <div data-field={`${comparison.id} same`}>
          <NativeSelect
            label={t('sameAs')}
            mt="xs"
            maw="28rem"
            value={sameAs}
            error={isOpen && sameAs === '' ? t('sameMissing') : null}
            data={[
              { value: '', label: t('choose') },
              ...partners.map((partner) => ({ value: partner.comparison.id, label: nameOf(partner.comparison.second as Row) })),
            ]}
            onChange={(event) => onDecide({ sameAs: event.currentTarget.value, fields: {} })}
          />
        </div>
      ) : null}
      <Text size="xs" c={isOpen ? 'red' : 'var(--text-quiet)'} id={`${id}-message`} mt={4}>
        {isOpen ? of('decideThis') : outcome === '' ? null : t(`outcomes.${outcome}.means`)}
      </Text>
    </div>
  ); // prettier-ignore
}
