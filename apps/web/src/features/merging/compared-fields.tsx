'use client';
import { Button, Group } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { type Side } from './choices.ts';
import styles from './two-columns.module.css';

export interface ComparedField {
  readonly field: string;
  readonly label: string;
  /** What the two say, in the reader's language; null where one says nothing. */
  readonly kept: ReactNode;
  readonly other: ReactNode;
  readonly chosen: Side | undefined;
}

interface ComparedFieldsProps {
  /** Names the record among others. */
  readonly title: string;
  readonly hideTitle?: true;
  readonly codes: Readonly<Record<Side, string>>;
  readonly fields: readonly ComparedField[];
  readonly onChoose: (field: string, side: Side) => void;
  readonly onChooseAll: (side: Side) => void;
}

const sides = ['kept', 'other'] as const;

/** One record of both patients: the fields in which they differ, each with the two values to choose from. */
export function ComparedFields({ title, hideTitle, codes, fields, onChoose, onChooseAll }: ComparedFieldsProps) {
  const t = useTranslations('merging');
  const id = useId();
  return (
    <div className={styles['record']} role="group" aria-labelledby={`${id}-title`}>
      <div className={styles['recordHead']}>
        <h3 id={`${id}-title`} className={hideTitle ? 'mantine-visually-hidden' : undefined}>
          {title}
        </h3>
        {fields.length > 1 ? (
          <Group gap="xs">
            {sides.map((side) => (
              <Button key={side} size="compact-xs" variant="default" onClick={() => onChooseAll(side)}>
                {t('allOf', { code: codes[side] })}
              </Button>
            ))}
          </Group>
        ) : null}
      </div>
      <div className={`${styles['row']} ${styles['head']}`} aria-hidden>
        <span />
        <span>{codes.kept}</span>
        <span>{codes.other}</span>
      </div>
      {fields.map(({ field, label, chosen, ...values }) => (
        <div
          key={field}
          className={styles['row']}
          role="radiogroup"
          aria-labelledby={`${id}-${field}`}
          data-undecided={chosen === undefined}
        >
          <span className={styles['name']} id={`${id}-${field}`}>
            {label}
          </span>
          {sides.map((side) => (
            <label key={side} className={styles['option']}>
              <input
                type="radio"
                name={`${id}-${field}`}
                checked={chosen === side}
                onChange={() => onChoose(field, side)}
                aria-label={t('valueOf', { code: codes[side], value: textOf(values[side], t('nothing')) })}
              />
              <span className={values[side] === null ? styles['nothing'] : undefined}>
                {values[side] ?? t('nothing')}
              </span>
            </label>
          ))}
        </div>
      ))}
    </div>
  );
}

function textOf(value: ReactNode, nothing: string): string {
  return typeof value === 'string' ? value : nothing;
}
