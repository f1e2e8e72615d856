'use client';
import { UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Checked, type Verdict } from './query.ts';
import { countsOf, toneOf, verdicts } from './verdicts.ts';
import styles from './claims-page.module.css';

interface VerdictFilterProps {
  readonly checked: Checked;
  /** null: all. */
  readonly chosen: Verdict | null;
  readonly onChoose: (verdict: Verdict | null) => void;
}

/** How many claims are what; each count is a filter, and a second press removes it. */
export function VerdictFilter({ checked, chosen, onChoose }: VerdictFilterProps) {
  const t = useTranslations('claims');
  const counts = countsOf(checked);
  const tile = (verdict: Verdict | null, n: number) => (
    <UnstyledButton
      key={verdict ?? 'all'}
      className={styles['tile'] ?? ''}
      data-tone={verdict === null ? 'all' : toneOf[verdict]}
      aria-pressed={chosen === verdict}
      onClick={() => onChoose(chosen === verdict ? null : verdict)}
    >
      <span className={styles['count']}>{n}</span>
      <span className={styles['verdict']}>{verdict === null ? t('all') : t(`verdicts.${verdict}`)}</span>
      <span className={styles['meaning']}>{verdict === null ? t('allMeans') : t(`means.${verdict}`)}</span>
    </UnstyledButton>
  );
  return (
    <div className={styles['tiles']} role="group" aria-label={t('filter')}>
      {tile(null, checked.claims.length)}
      {verdicts.flatMap((verdict) => {
        const n = counts.get(verdict) ?? 0;
        return n > 0 || chosen === verdict ? [tile(verdict, n)] : [];
      })}
    </div>
  );
}
