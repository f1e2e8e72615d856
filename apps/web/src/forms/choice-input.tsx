'use client';
import { type KeyboardEvent, useId } from 'react';
import { choiceAt, type KeyedChoice } from './choice-keys.ts';
import classes from './choice-input.module.css';
import { choiceCaption, isSymbol } from './show-value.ts';

interface ChoiceInputProps {
  readonly choices: readonly KeyedChoice[];
  /** '' if nothing is chosen. */
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly onBlur: () => void;
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly required: boolean;
  /** Shown for '': looked for and not found is not the same as No. */
  readonly missing: string;
  readonly isFirst: boolean;
  /** One below the other, each code with its words: for choices whose meaning has to be read. */
  readonly stacked?: boolean;
}

/** A few codes side by side: native radio buttons, with keys that choose at once. */
export function ChoiceInput(props: ChoiceInputProps) {
  const { choices, value, onChange, onBlur, labelledBy, describedBy, invalid, required, missing, isFirst, stacked } =
    props;
  const name = useId();
  const options = required ? choices : [...choices, { code: '', label: missing, keys: [] }];
  // Where a value is required and none is chosen yet, the focus begins at the first choice.
  const begins = options.some(({ code }) => code === value) ? value : options[0]?.code;

  function chooseByKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = choiceAt(choices, event.key);
    const clears = !required && (event.key === 'Delete' || event.key === 'Backspace');
    if (!choice && !clears) return;
    event.preventDefault();
    const code = choice?.code ?? '';
    onChange(code);
    // The focus follows the choice, as it does with the arrow keys.
    const radios = event.currentTarget.querySelectorAll<HTMLInputElement>('input');
    [...radios].find((radio) => radio.value === code)?.focus();
  }

  return (
    <div
      role="radiogroup"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      aria-required={required}
      className={classes.group}
      data-invalid={invalid || undefined}
      data-stacked={stacked || undefined}
      onKeyDown={chooseByKey}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onBlur();
      }}
    >
      {options.map(({ code, label, keys }) => {
        const symbol = code !== '' && isSymbol(code);
        return (
          <label key={code} className={classes.option} data-quiet={code === '' || undefined} title={label}>
            <input
              type="radio"
              data-autofocus={(isFirst && code === begins) || undefined}
              name={name}
              value={code}
              checked={code === value}
              onChange={() => onChange(code)}
              aria-label={stacked && code !== '' ? `${code} · ${label}` : choiceCaption({ code, label })}
            />
            {keys[0] !== undefined && keys[0] !== code.toLowerCase() && <kbd aria-hidden>{keys[0]}</kbd>}
            {stacked && symbol ? <b aria-hidden>{code}</b> : null}
            <span aria-hidden>{symbol && !stacked ? code : label}</span>
          </label>
        );
      })}
    </div>
  );
}
