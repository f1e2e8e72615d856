'use client';
import { ActionIcon, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type SubjectVariable, unitLabel } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import {
  codesFor,
  type ConditionDraft,
  type ConditionTest,
  emptyCondition,
  othersOf,
  testsOf,
} from './condition-draft.ts';
import styles from './quality.module.css';

interface ConditionLineProps {
  readonly line: ConditionDraft;
  /** From 1. */
  readonly place: number;
  readonly variables: readonly SubjectVariable[];
  readonly study: Study;
  readonly onChange: (line: ConditionDraft) => void;
  /** Null for the only one. */
  readonly onRemove: (() => void) | null;
}

/** One condition: a variable, what is asked of it, and the values that this takes. */
export function ConditionLine({ line, place, variables, study, onChange, onRemove }: ConditionLineProps) {
  const t = useTranslations('quality.rule');
  const label = useLabel();
  const variable = variables.find(({ name }) => name === line.variable);
  const others = variable ? othersOf(variable, variables) : [];
  // Without a second one of its kind there is nothing to compare with.
  const tests = variable ? testsOf(variable).filter((test) => test !== 'isLess' || others.length > 0) : [];
  return (
    <div className={styles['condition']} role="group" aria-label={t('conditionN', { n: place })}>
      <Select
        label={t('variable')}
        value={line.variable || null}
        searchable
        data={variables.map((one) => ({ value: one.name, label: label(one.label) }))}
        onChange={(name) => {
          const chosen = variables.find((one) => one.name === name);
          if (chosen) onChange({ ...emptyCondition, variable: chosen.name, test: testsOf(chosen)[0] ?? 'isMissing' });
        }}
      />
      {onRemove ? (
        <ActionIcon variant="subtle" color="gray" aria-label={t('removeN', { n: place })} onClick={onRemove} mt="xl">
          <IconX size={16} aria-hidden />
        </ActionIcon>
      ) : (
        <span />
      )}
      {variable ? (
        <Group gap="sm" align="flex-end" wrap="wrap">
          <Select
            label={t('test')}
            w="11rem"
            value={line.test}
            allowDeselect={false}
            data={tests.map((test) => ({
              value: test,
              label: t(`tests.${test === 'isLess' && variable.kind === 'date' ? 'isEarlier' : test}`),
            }))}
            onChange={(test) => onChange({ ...line, test: (test ?? line.test) as ConditionTest })}
          />
          <Values line={line} variable={variable} others={others} study={study} onChange={onChange} />
        </Group>
      ) : null}
    </div>
  );
}

type ValuesProps = Pick<ConditionLineProps, 'line' | 'study' | 'onChange'> & {
  readonly variable: SubjectVariable;
  /** What it may be less than. */
  readonly others: readonly SubjectVariable[];
};

function Values({ line, variable, others, study, onChange }: ValuesProps) {
  const t = useTranslations('quality.rule');
  const ui = useTranslations('ui');
  const label = useLabel();
  const codes = codesFor(variable, {
    arm: study.arms.map(({ code }) => code),
    centre: study.centres.map(({ code }) => code),
  });
  const words = (code: string): string => {
    if (variable.kind === 'flag') return ui(code === 'true' ? 'yes' : 'no');
    const listed = typeof variable.list === 'object' ? variable.list?.codes.find((one) => one.code === code) : null;
    return listed ? `${code} · ${label(listed.label)}` : code;
  };
  const unit = variable.unit === null ? '' : ` (${label(unitLabel(variable.unit))})`;
  switch (line.test) {
    case 'isMissing':
    case 'isKnown':
      return null;
    case 'isLess':
      return (
        <Select
          label={t('than')}
          miw="14rem"
          flex={1}
          searchable
          allowDeselect={false}
          value={line.values[0] ?? null}
          data={others.map((one) => ({ value: one.name, label: label(one.label) }))}
          onChange={(name) => onChange({ ...line, values: name === null ? [] : [name] })}
        />
      );
    case 'contains':
      return (
        <TextInput
          label={t('part')}
          value={line.values[0] ?? ''}
          onChange={({ currentTarget }) => onChange({ ...line, values: [currentTarget.value] })}
        />
      );
    case 'isWithin':
      return (
        <Group gap="xs" wrap="nowrap">
          {(['lowest', 'highest'] as const).map((end) => (
            <TextInput
              key={end}
              label={`${t(end)}${unit}`}
              w="8.5rem"
              placeholder={variable.kind === 'date' ? 'YYYY-MM-DD' : t('open')}
              value={line[end]}
              onChange={({ currentTarget }) => onChange({ ...line, [end]: currentTarget.value })}
            />
          ))}
        </Group>
      );
    default:
      return (
        <MultiSelect
          label={t('values')}
          miw="14rem"
          flex={1}
          value={[...line.values]}
          data={(codes ?? []).map((code) => ({ value: code, label: words(code) }))}
          onChange={(values) => onChange({ ...line, values })}
        />
      );
  }
}
