'use client';
import { Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type MapSource, type PartialMap } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type FieldsOfStudy } from './fields-of-study.ts';
import { codesOf, constantOf, type FieldChoice, withConstant, withoutColumn } from './map-edits.ts';

interface ConstantsOfFormsProps {
  readonly map: PartialMap;
  readonly fields: FieldsOfStudy;
  readonly onChange: (map: PartialMap) => void;
}

/** Fields that a new record must have and no column fills: one value for every row, where the file leaves it unsaid. */
export function ConstantsOfForms({ map, fields, onChange }: ConstantsOfFormsProps) {
  const t = useTranslations('imports.mapping');
  const label = useLabel();
  const needed = withoutColumn(map, fields.choices);
  if (needed.length === 0) return null;
  return (
    <div>
      <Text size="sm" mt="md" mb="xs">
        {t('constants')}
      </Text>
      <Group gap="md" align="flex-end">
        {needed.map((field) => (
          <OneConstant
            key={field.target}
            field={field}
            title={t('constantOf', { form: label(field.form.label), field: label(field.spec.label) })}
            source={constantOf(map, field.target)}
            arms={fields.arms}
            onChange={(value) => onChange(withConstant(map, field, value))}
          />
        ))}
      </Group>
    </div>
  );
}

interface OneConstantProps {
  readonly field: FieldChoice;
  readonly title: string;
  readonly source: Extract<MapSource, { constant: unknown }> | null;
  readonly arms: FieldsOfStudy['arms'];
  readonly onChange: (value: string) => void;
}

/** One value of a field for every record. */
export function OneConstant({ field: { spec }, title, source, arms, onChange }: OneConstantProps) {
  const t = useTranslations('imports.mapping');
  const label = useLabel();
  const list = codesOf(spec, arms);
  const value = source === null ? '' : String(source.constant);
  if (list === null) {
    return (
      <TextInput
        size="xs"
        label={title}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  }
  return (
    <NativeSelect
      size="xs"
      label={title}
      value={value}
      data={[
        { value: '', label: t('notInFile') },
        ...list.codes.map(({ code, label: name }) => ({ value: code, label: label(name) })),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
