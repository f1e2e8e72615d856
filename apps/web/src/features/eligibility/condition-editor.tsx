'use client';
import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core';
import { codesOfVariable, type SubjectVariable } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { comparisonOf, noCondition, type PlainCondition } from './criteria-draft.ts';
import styles from './criteria.module.css';

interface ConditionEditorProps {
  readonly condition: PlainCondition;
  readonly variables: readonly SubjectVariable[];
  readonly error: string | null;
  readonly onChange: (condition: PlainCondition) => void;
}

/** One condition: a variable, and what it is compared with. */
export function ConditionEditor({ condition, variables, error, onChange }: ConditionEditorProps) {
  const t = useTranslations('eligibility.criteria');
  const label = useLabel();
  const set = (change: Partial<PlainCondition>) => onChange({ ...condition, ...change });
  const variable = variables.find(({ name }) => name === condition.variable);
  return (
    <div className={styles['condition']}>
      <Select
        label={t('variable')}
        searchable
        value={condition.variable || null}
        data={variables.map(({ name, label: of }) => ({ value: name, label: label(of) }))}
        onChange={(name) => onChange({ ...noCondition, variable: name ?? '' })}
        error={error}
        withAsterisk
      />
      {variable ? <Compared condition={condition} variable={variable} set={set} /> : null}
      <Checkbox
        className={styles['negated'] ?? ''}
        label={t('negated')}
        title={t('negatedHelp')}
        checked={condition.isNegated}
        onChange={({ currentTarget }) => set({ isNegated: currentTarget.checked })}
      />
    </div>
  );
}

interface ComparedProps {
  readonly condition: PlainCondition;
  readonly variable: SubjectVariable;
  readonly set: (change: Partial<PlainCondition>) => void;
}

function Compared({ condition, variable, set }: ComparedProps) {
  const t = useTranslations('eligibility.criteria');
  const labels = useLabels();
  const study = useStudy();
  const unit = variable.unit === null ? '' : ` (${labels.unit(variable.unit)})`;
  const compared = comparisonOf(variable);
  if (compared === 'part') {
    return (
      <TextInput
        label={t('containsText')}
        value={condition.part}
        onChange={({ currentTarget }) => set({ part: currentTarget.value })}
      />
    );
  }
  if (compared === 'range' || compared === 'period') {
    const [first, last] = compared === 'range' ? (['lowest', 'highest'] as const) : (['earliest', 'latest'] as const);
    return (
      <>
        <TextInput
          label={`${t(first)}${unit}`}
          value={condition.lowest}
          placeholder={compared === 'period' ? '2024-02-29' : undefined}
          onChange={({ currentTarget }) => set({ lowest: currentTarget.value })}
        />
        <TextInput
          label={`${t(last)}${unit}`}
          value={condition.highest}
          placeholder={compared === 'period' ? '2024-02-29' : undefined}
          onChange={({ currentTarget }) => set({ highest: currentTarget.value })}
        />
      </>
    );
  }
  const codes =
    compared === 'flag'
      ? ['true', 'false']
      : variable.list === 'arm'
        ? study.arms.map(({ code }) => code)
        : variable.list === 'centre'
          ? study.centres.map(({ code }) => code)
          : codesOfVariable(variable);
  return (
    <MultiSelect
      label={t('values')}
      value={[...condition.values]}
      data={codes.map((code) => ({ value: code, label: labels.value(variable.name, code) }))}
      onChange={(values) => set({ values })}
    />
  );
}
