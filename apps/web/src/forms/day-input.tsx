'use client';
import { TextInput, type TextInputProps } from '@mantine/core';
import { readDate } from '@haim/schema';
import { useTranslations } from 'use-intl';

interface DayInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'onBlur' | 'type'> {
  /** As typed. */
  readonly value: string;
  readonly onChange: (typed: string) => void;
  /** Once the field is left: the day as `YYYY-MM-DD`, or what was typed where it is none. */
  readonly onLeave?: (day: string) => void;
}

/** A day outside of a record, typed as in records: 20240229, 2024-2-29 and 2024年2月29日 are 2024-02-29. */
export function DayInput({ value, onChange, onLeave, ...rest }: DayInputProps) {
  const t = useTranslations('forms');
  return (
    <TextInput
      placeholder={t('datePlaceholder')}
      autoComplete="off"
      inputMode="text"
      {...rest}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      onBlur={() => {
        const day = dayOf(value);
        if (day !== value) onChange(day);
        onLeave?.(day);
      }}
    />
  );
}

/** What was typed as it is stored, also where the field was not left; what is not a day stays as typed. */
export const dayOf = (typed: string): string => readDate(typed) ?? typed.trim();
