'use client';
import { VisuallyHidden } from '@mantine/core';
import {
  IconCircleCheckFilled,
  IconEyeCheck,
  IconLock,
  IconMessageQuestion,
  IconPencil,
  IconSignature,
  IconSnowflake,
} from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import {
  asksOf,
  filledOf,
  type Form,
  type KnownOfRecords,
  recordState,
  type RecordState,
  recordStateLabels,
  recordStates,
  type Row,
} from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import styles from './record-mark.module.css';

/** The records of a form that a patient has: how many, how many of their fields are filled, and what was done with them. */
export type Fullness = KnownOfRecords;

export const nothingRecorded: Fullness = { n: 0, filled: 0, asked: 0 };

export function fullnessOf(form: Form, rows: readonly Row[]): Fullness {
  const filled = rows.reduce((sum, row) => sum + filledOf(form, row), 0);
  return { n: rows.length, filled, asked: rows.reduce((sum, row) => sum + asksOf(form, row).length, 0) };
}

/** `2 records, 11 of 14 fields filled, complete`; after the fields a further state of the records. */
export function useFullnessText(): (fullness: Fullness) => string {
  const t = useTranslations('forms');
  const label = useLabel();
  return (fullness) => {
    const { n, filled, asked } = fullness;
    const text = n === 0 ? t('records', { n }) : t('fullness', { n, filled, asked });
    const state = recordState(fullness);
    if (state === 'complete') return `${text}${t('complete')}`;
    return state === 'empty' || state === 'incomplete'
      ? text
      : t('withState', { text, state: label(recordStateLabels[state]) });
  };
}

const icons = {
  draft: IconPencil,
  complete: IconCircleCheckFilled,
  queried: IconMessageQuestion,
  verified: IconEyeCheck,
  frozen: IconSnowflake,
  locked: IconLock,
  signed: IconSignature,
} as const;

/** The sign of a state: told apart by shape, then by colour. */
export function StateSign({ state, share }: { state: RecordState; share: number }) {
  if (state === 'empty' || state === 'incomplete') return <Disc share={share} />;
  const Icon = icons[state];
  return <Icon size={15} aria-hidden />;
}

interface RecordMarkProps {
  readonly form: Form;
  readonly fullness: Fullness;
  /** False where more than the words of the state is shown beside it. */
  readonly hasTitle?: boolean;
}

/** The state of the records of a form: a disc that becomes a tick, then what was done with them, words for screen readers, and their number if several are possible. */
export function RecordMark({ form, fullness, hasTitle = true }: RecordMarkProps) {
  const { n, filled, asked } = fullness;
  const text = useFullnessText()(fullness);
  return (
    <span title={hasTitle ? text : undefined} className={styles['mark']} data-state={recordState(fullness)}>
      <StateSign state={recordState(fullness)} share={asked === 0 ? 0 : filled / asked} />
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

/** What the signs in a grid mean, each with its words. */
export function StateLegend({ label: name }: { label: string }) {
  const label = useLabel();
  return (
    <ul className={styles['legend']} aria-label={name}>
      {recordStates.map((state) => (
        <li key={state} className={styles['mark']} data-state={state}>
          <StateSign state={state} share={state === 'incomplete' ? 0.5 : 0} />
          <span className={styles['name']}>{label(recordStateLabels[state])}</span>
        </li>
      ))}
    </ul>
  );
}
