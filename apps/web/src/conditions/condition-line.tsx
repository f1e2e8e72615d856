'use client';
import { Checkbox, Group, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type SubjectVariable, unitLabel } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { codesFor, type ConditionLine, type ConditionTest, lineOn, othersOf, testsOf } from './condition-draft.ts';
import styles from './conditions.module.css';

interface LineEditorProps {
  readonly line: ConditionLine;
  /** What the line is called, for who cannot see its place: 2, 2.1. */
  readonly name: string;
  readonly variables: readonly SubjectVariable[];
  /** What is wrong with it. */
  readonly error: string | null;
  readonly onChange: (line: ConditionLine) => void;
  /** Beside its name: how it is moved into a group, and removed. */
  readonly actions: ReactNode;
}

/** One condition: a variable, what is asked of it, and the values that this takes. */
export function LineEditor({ line, name, variables, error, onChange, actions }: LineEditorProps) {
  const t = useTranslations('conditions');
  const label = useLabel();
  const variable = variables.find((one) => one.name === line.variable);
  const others = variable ? othersOf(variable, variables) : [];
  // Without a second one of its kind there is nothing to compare with.
  const tests = variable ? testsOf(variable).filter((test) => test !== 'isLess' || others.length > 0) : [];
  return (
    <div className={styles['line']} role="group" aria-label={t('conditionN', { n: name })} data-part={line.key} data-wrong={error !== null || undefined}>
      <div className={styles['bar']}>
        <Checkbox
          size="xs"
          label={t('not')}
          title={t('notHelp')}
          checked={line.isNegated}
          onChange={({ currentTarget }) => onChange({ ...line, isNegated: currentTarget.checked })}
        />
        <span className={styles['actions']}>{actions}</span>
      </div>
      <div className={styles['inputs']}>
        <Select
          label={t('variable')}
          className={styles['variable'] ?? ''}
          value={line.variable || null}
          searchable
          data={variables.map((one) => ({ value: one.name, label: label(one.label) }))}
          error={error}
          onChange={(chosen) => {
            const next = variables.find((one) => one.name === chosen);
            if (next) onChange({ ...lineOn(line, next), isNegated: line.isNegated });
          }}
        />
        {variable ? (
          <>
            <Select
              label={t('test')}
              className={styles['test'] ?? ''}
              value={line.test}
              allowDeselect={false}
              data={tests.map((test) => ({
                value: test,
                label: t(`tests.${test === 'isLess' && variable.kind === 'date' ? 'isEarlier' : test}`),
              }))}
              onChange={(test) => onChange({ ...line, test: (test ?? line.test) as ConditionTest, values: [] })}
            />
            <Values line={line} variable={variable} others={others} onChange={onChange} />
          </>
        ) : null}
      </div>
    </div>
  ); // prettier-ignore
}

interface ValuesProps extends Pick<LineEditorProps, 'line' | 'onChange'> {
  readonly variable: SubjectVariable;
  /** What it may be less than. */
  readonly others: readonly SubjectVariable[];
}

function Values({ line, variable, others, onChange }: ValuesProps) {
  const t = useTranslations('conditions');
  const label = useLabel();
  const labels = useLabels();
  const study = useStudy();
  const codes = codesFor(variable, {
    arm: study.arms.map(({ code }) => code),
    centre: study.centres.map(({ code }) => code),
  });
  const unit = variable.unit === null ? '' : ` (${label(unitLabel(variable.unit))})`;
  const set = (values: string[]) => onChange({ ...line, values });
  switch (line.test) {
    case 'isMissing':
    case 'isKnown':
      return null;
    case 'isLess':
      return (
        <Select
          label={t('than')}
          className={styles['values'] ?? ''}
          searchable
          allowDeselect={false}
          value={line.values[0] ?? null}
          data={others.map((one) => ({ value: one.name, label: label(one.label) }))}
          onChange={(name) => set(name === null ? [] : [name])}
        />
      );
    case 'contains':
      return (
        <TextInput
          label={t('part')}
          className={styles['values'] ?? ''}
          value={line.values[0] ?? ''}
          onChange={({ currentTarget }) => set([currentTarget.value])}
        />
      );
    case 'isWithin':
      return (
        <Group gap="xs" wrap="nowrap" className={styles['values'] ?? ''}>
          {(['lowest', 'highest'] as const).map((end) => (
            <TextInput
              key={end}
              flex={1}
              miw={0}
              label={`${t(end)}${unit}`}
              placeholder={variable.kind === 'date' ? 'YYYY-MM-DD' : t('open')}
              value={line[end]}
              onChange={({ currentTarget }) => onChange({ ...line, [end]: currentTarget.value })}
            />
          ))}
        </Group>
      );
    default:
      return codes === null ? (
        <TagsInput label={t('values')} description={t('valuesAbout')} className={styles['values'] ?? ''} value={[...line.values]} onChange={set} />
      ) : (
        <MultiSelect
          label={t('values')}
          className={styles['values'] ?? ''}
          value={[...line.values]}
          data={codes.map((code) => ({ value: code, label: labels.value(variable.name, code) }))}
          onChange={set}
        />
      ); // prettier-ignore
  }
}
