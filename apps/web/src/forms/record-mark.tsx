'use client';
import { VisuallyHidden } from '@mantine/core';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { asksOf, filledOf, type Form, recordState, type Row } from '@haim/schema';
import styles from './record-mark.module.css';

/** The records of a form that a patient has: how many, and how many of their fields are filled. */
export interface Fullness {
  readonly n: number;
  readonly filled: number;
  readonly asked: number;
}

export const nothingRecorded: Fullness = { n: 0, filled: 0, asked: 0 };

export function fullnessOf(form: Form, rows: readonly Row[]): Fullness {
  const filled = rows.reduce((sum, row) => sum + filledOf(form, row), 0);
  return { n: rows.length, filled, asked: rows.reduce((sum, row) => sum + asksOf(form, row).length, 0) };
}

/** `2 records, 11 of 14 fields filled`. */
export function useFullnessText(): (fullness: Fullness) => string {
  const t = useTranslations('forms');
  return ({ n, filled, asked }) => {
    const text = n === 0 ? t('records', { n }) : t('fullness', { n, filled, asked });
    return recordState({ n, filled, asked }) === 'complete' ? `${text}${t('complete')}` : text;
  };
}

/** How full the records of a form are: a disc that becomes a tick, words for screen readers, and their number if several are possible. */
export function RecordMark({ form, fullness }: { form: Form; fullness: Fullness }) {
  const { n, filled, asked } = fullness;
  const text = useFullnessText()(fullness);
  return (
    <span title={text} className={styles['mark']} data-state={recordState(fullness)}>
      {recordState(fullness) === 'complete' ? (
        <IconCircleCheckFilled size={15} aria-hidden />
      ) : (
        <Disc share={asked === 0 ? 0 : filled / asked} />
      )}
      {form.repeats && n > 0 ? <span aria-hidden>{n}</span> : null}
      <VisuallyHidden>{text}</VisuallyHidden>
    </span>
  );
}

/** Drawn, not a character: half and quarter discs are missing from many fonts, and a background is not printed. */
function Disc({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 16 16" width={14} height={14} aria-hidden fill="none" stroke="currentColor">
      <circle cx={8} cy={8} r={7} strokeWidth={1.5} />
      <circle
        cx={8}
        cy={8}
        r={3.5}
        strokeWidth={7}
        pathLength={100}
        strokeDasharray={`${share * 100} 100`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
