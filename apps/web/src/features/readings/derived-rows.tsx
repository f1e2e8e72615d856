'use client';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showNumber, showPercent, withMinus } from '@/numbers/show.ts';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { type Derived } from './query.ts';
import styles from './sheet.module.css';

const tones: Readonly<Record<string, Tone>> = { CR: 'good', PR: 'good', SD: 'neutral', PD: 'bad', NE: 'attention' };

export function ResponseBadge({ response }: { response: string | null }) {
  return response === null ? missing : <StatusBadge tone={tones[response] ?? 'neutral'}>{response}</StatusBadge>;
}

/** Below the lesions: what follows from them at each day, and by which rule. */
export function DerivedRows({ derived, days }: { derived: Derived | null; days: readonly number[] }) {
  const t = useTranslations('readings.derived');
  const say = useSay();
  const at = (i: number) => derived?.visits[i] ?? null;
  type Visit = NonNullable<ReturnType<typeof at>>;
  const row = (name: 'sum' | 'nadir' | 'fromBaseline' | 'fromNadir' | 'overall' | 'rule', cell: (visit: Visit) => ReactNode) => (
    <tr className={styles['derived']}>
      <th scope="row">{t(name)}</th>
      <td />
      {days.map((day, i) => {
        const visit = at(i);
        return (
          <td key={day} className={name === 'rule' ? styles['rule'] : styles['number']}>
            {visit ? cell(visit) : missing}
          </td>
        );
      })}
      <td />
    </tr>
  ); // prettier-ignore
  return (
    <>
      {row('sum', ({ sumMm }) => showNumber(sumMm, 1))}
      {row('nadir', ({ nadirMm }) => showNumber(nadirMm, 1))}
      {row('fromBaseline', ({ changeFromBaseline }) => showPercent(changeFromBaseline))}
      {row('fromNadir', ({ changeFromNadir }) => showPercent(changeFromNadir))}
      {row('overall', ({ overall }) => (
        <ResponseBadge response={overall} />
      ))}
      {row('rule', ({ ruleStatement }) => say(ruleStatement))}
    </>
  );
}

/** The best response and the day of progression, in one line. */
export function DerivedSummary({ derived }: { derived: Derived }) {
  const t = useTranslations('readings.derived');
  const { best, bestDay, progressionDay } = derived;
  const day = (value: number) => withMinus(String(value));
  return (
    <p aria-live="polite">
      {bestDay === null ? t('best', { best }) : t('bestOn', { best, day: day(bestDay) })}{' '}
      {progressionDay === null ? t('noProgression') : t('progression', { day: day(progressionDay) })}
    </p>
  );
}
