'use client';
import { useTranslations } from 'use-intl';
import { missing, showNumber, showPercent } from '@/numbers/show.ts';
import { showMonths } from '@/numbers/to-months.ts';
import { Panel } from '@/ui/panel.tsx';
import { type Progress } from './query.ts';
import styles from './progress.module.css';

/** The five numbers of the page, each with what it is measured against. */
export function Headline({ progress }: { progress: Progress }) {
  const t = useTranslations('progress.headline');
  const { accrual, followUp, information, targetPatients, monthDays } = progress;
  const patients = accrual.centres.reduce((sum, { n }) => sum + n, accrual.undated);
  const [all] = followUp.groups;
  const month = (days: number | null | undefined) => showMonths(days, monthDays, t('notReached'));
  const facts = [
    {
      name: 'patients',
      number: String(patients),
      beside: targetPatients
        ? t('ofTarget', { target: targetPatients, share: showPercent(patients / targetPatients) })
        : '',
    },
    {
      name: 'deaths',
      number: String(all?.deaths ?? 0),
      beside: t('progressions', { n: all?.progressions ?? 0 }),
    },
    {
      name: 'median',
      number: all && all.followed > 0 ? t('months', { months: month(all.medianDays) }) : missing,
      beside: all && all.followed > 0 ? t('limits', { lower: month(all.lowerDays), upper: month(all.upperDays) }) : '',
    },
    {
      name: 'complete',
      number: showPercent(followUp.share),
      beside: t('short', { n: followUp.short }),
    },
    {
      name: 'information',
      number: showPercent(information?.fraction),
      beside: information?.planned
        ? t('ofEvents', { events: information.events, planned: information.planned })
        : information?.detectable
          ? t('detectable', { ratio: showNumber(information.detectable, 2) })
          : '',
    },
  ] as const;
  return (
    <Panel>
      <dl className={styles['facts']}>
        {facts
          .filter(({ name }) => name !== 'information' || information)
          .map(({ name, number, beside }) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd className={styles['number']}>{number}</dd>
              {beside ? <dd className={styles['beside']}>{beside}</dd> : null}
            </div>
          ))}
      </dl>
    </Panel>
  );
}
