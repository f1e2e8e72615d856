'use client';
import { NativeSelect, TextInput } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { ChoiceInput } from './choice-input.tsx';
import { keyed, type KeyedChoice } from './choice-keys.ts';
import { tidy } from './draft.ts';
import { type FieldInputProps } from './field-input-props.ts';
import styles from './field-row.module.css';
import { NameInput } from './name-input.tsx';
import { choiceCaption, choicesOf, offeredChoices } from './show-value.ts';
import { useUnit } from './use-words.ts';

/** The number of codes that can be seen at once; more become a list. */
const sideBySide = 5;

export function FieldInput(props: FieldInputProps) {
  const { spec, choices, row } = props;
  const locale = useLocale();
  const t = useTranslations('ui');
  switch (spec.kind) {
    case 'boolean': {
      const answers: KeyedChoice[] = [
        { code: 'true', label: t('yes'), keys: ['1', 'y'] },
        { code: 'false', label: t('no'), keys: ['0', 'n'] },
      ];
      return <Choices {...props} options={answers} />;
    }
    case 'code':
    case 'studyCode': {
      const offered = offeredChoices(spec, row, locale);
      if (offered) return <Choices {...props} options={keyed(offered)} stacked />;
      const options = keyed(choicesOf(spec, choices, locale));
      return options.length <= sideBySide ? (
        <Choices {...props} options={options} />
      ) : (
        <CodeSelect {...props} options={options} />
      );
    }
    case 'text':
      return spec.names ? <NameInput {...props} names={spec.names} /> : <Typed {...props} />;
    default:
      return <Typed {...props} />;
  }
}

function Choices({
  spec,
  input,
  parts,
  invalid,
  isFirst,
  options,
  stacked = false,
}: FieldInputProps & { options: readonly KeyedChoice[]; stacked?: boolean }) {
  const t = useTranslations('ui');
  const { value } = input;
  return (
    <ChoiceInput
      choices={options}
      value={value === null ? '' : String(value)}
      onChange={(code) => input.onChange(spec.kind !== 'boolean' ? code : code === '' ? null : code === 'true')}
      onBlur={input.onBlur}
      labelledBy={parts.label}
      describedBy={parts.message}
      invalid={invalid}
      required={spec.required ?? false}
      missing={t('missing')}
      isFirst={isFirst}
      stacked={stacked}
    />
  );
}

function CodeSelect({
  input,
  parts,
  invalid,
  isFirst,
  options,
}: FieldInputProps & { options: readonly KeyedChoice[] }) {
  const t = useTranslations('ui');
  return (
    <NativeSelect
      id={parts.input}
      aria-describedby={parts.message}
      error={invalid}
      data={[
        { value: '', label: t('missing') },
        ...options.map((choice) => ({ value: choice.code, label: choiceCaption(choice) })),
      ]}
      value={String(input.value ?? '')}
      onChange={(event) => input.onChange(event.currentTarget.value)}
      onBlur={input.onBlur}
      name={input.name}
      data-autofocus={isFirst || undefined}
    />
  );
}

/** Text, numbers and dates are typed; the entry is normalised when the field is left. */
function Typed({ spec, input, parts, invalid, isFirst }: FieldInputProps) {
  const t = useTranslations('forms');
  const unit = useUnit()(spec);
  const typed = String(input.value ?? '');
  const isNumber = spec.kind === 'integer' || spec.kind === 'decimal';
  return (
    <div className={styles['typed']} data-kind={spec.kind}>
      <TextInput
        className={styles['text'] ?? ''}
        id={parts.input}
        name={input.name}
        aria-describedby={parts.message}
        aria-required={spec.required ?? false}
        error={invalid}
        autoComplete="off"
        data-autofocus={isFirst || undefined}
        inputMode={isNumber ? 'decimal' : 'text'}
        placeholder={spec.kind === 'date' ? t(spec.partial ? 'partialDatePlaceholder' : 'datePlaceholder') : ''}
        value={typed}
        onChange={(event) => input.onChange(event.currentTarget.value)}
        onBlur={() => {
          const tidied = tidy(spec, typed);
          if (tidied !== typed) input.onChange(tidied);
          input.onBlur();
        }}
      />
      {unit ? <span className={styles['unit']}>{unit}</span> : null}
    </div>
  );
}
