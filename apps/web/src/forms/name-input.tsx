'use client';
import { Autocomplete, Text } from '@mantine/core';
import { type Names } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { tidy } from './draft.ts';
import { type FieldInputProps } from './field-input-props.ts';

/** As many as can be seen below the input without scrolling a drawer. */
const shown = 8;

/** A text of which a standard has names: they are found by a part of them or by lay words, in either language. */
export function NameInput({ spec, input, parts, invalid, isFirst, names }: FieldInputProps & { names: Names }) {
  const label = useLabel();
  const typed = String(input.value ?? '');
  return (
    <Autocomplete
      id={parts.input}
      name={input.name}
      aria-describedby={parts.message}
      aria-required={spec.required ?? false}
      error={invalid}
      autoComplete="off"
      data-autofocus={isFirst || undefined}
      data={[...names.search('', Infinity)]}
      limit={shown}
      filter={({ search }) => names.search(search, shown).map((name) => ({ value: name, label: name }))}
      renderOption={({ option }) => {
        const about = names.about(option.value);
        return (
          <div>
            <Text size="sm">{about ? label(about.name) : option.value}</Text>
            <Text size="xs" c="var(--text-quiet)">
              {about ? label(about.group) : null}
            </Text>
          </div>
        );
      }}
      value={typed}
      onChange={input.onChange}
      onBlur={() => {
        const tidied = tidy(spec, typed);
        if (tidied !== typed) input.onChange(tidied);
        input.onBlur();
      }}
    />
  );
}
