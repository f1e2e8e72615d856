'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { useReason, useShownValue, useUnit } from '@/forms/use-words.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { Panel } from '@/ui/panel.tsx';
import { type Choices, chooseAll, chosenKey, undecided } from './choices.ts';
import { ComparedFields } from './compared-fields.tsx';
import { type ComparedPair, type Merge } from './merge.ts';
import { useRecordName } from './use-record-name.ts';

interface DifferingRecordsProps {
  readonly pairs: readonly ComparedPair[];
  readonly merge: Merge;
  readonly study: Study;
  readonly choices: Choices;
  readonly onChoose: (choices: Choices) => void;
}

/** The records that both have and that differ, each to be chosen field by field or as a whole. */
export function DifferingRecords({ pairs, merge, study, choices, onChoose }: DifferingRecordsProps) {
  const t = useTranslations('merging');
  const nameOf = useRecordName(study);
  const differing = pairs.filter((pair) => pair.differing.length > 0);
  const left = undecided(differing, choices);
  return (
    <Panel title={t('differ.title', { n: differing.length })} note={t('differ.note')}>
      {differing.length === 0 ? <Text size="sm">{t('differ.none')}</Text> : null}
      {differing.map((pair) => {
        const form = readableFormOf(study, pair.form);
        return form ? (
          <PairFields
            key={pair.recordId}
            pair={pair}
            form={form}
            title={nameOf(form, pair.kept)}
            codes={{ kept: merge.kept.code, other: merge.other.code }}
            study={study}
            choices={choices}
            onChoose={onChoose}
          />
        ) : null;
      })}
      {differing.length > 0 ? (
        <Text size="sm" mt="sm" role="status" c="var(--text-quiet)">
          {t('differ.left', { n: left })}
        </Text>
      ) : null}
    </Panel>
  );
}

interface PairFieldsProps extends Pick<DifferingRecordsProps, 'study' | 'choices' | 'onChoose'> {
  readonly pair: ComparedPair;
  readonly form: Form;
  readonly title: string;
  readonly codes: { readonly kept: string; readonly other: string };
}

function PairFields({ pair, form, title, codes, study, choices, onChoose }: PairFieldsProps) {
  const label = useLabel();
  const show = useShownValue({ arm: study.arms });
  const why = useReason();
  const unitOf = useUnit();
  const textOf = (row: Row, field: string): string | null => {
    const spec = form.fields[field];
    if (!spec) return null;
    if ((row[field] ?? null) === null) return why(row, field);
    const unit = unitOf(spec);
    return `${show(spec, row[field])}${unit ? ` ${unit}` : ''}`;
  };
  return (
    <ComparedFields
      title={title}
      codes={codes}
      fields={pair.differing.flatMap((field) => {
        const spec = form.fields[field];
        if (!spec) return [];
        const [kept, other] = [textOf(pair.kept, field), textOf(pair.other, field)];
        return [{ field, label: label(spec.label), kept, other, chosen: choices[chosenKey(pair.recordId, field)] }];
      })}
      onChoose={(field, side) => onChoose({ [chosenKey(pair.recordId, field)]: side })}
      onChooseAll={(side) => onChoose(chooseAll(pair, side))}
    />
  );
}
