'use client';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { type Progress } from './query.ts';
import styles from './progress.module.css';
import { contactNumbers, maturityNumbers, printedContacts, printedMaturity } from './to-tables.ts';
import { useFrame } from './use-frame.ts';

/** Follow-up and events by arm, and how long ago patients were last seen alive. */
export function FollowUpTables({ progress, reach }: { progress: Progress; reach: string }) {
  const t = useTranslations('progress.followUp');
  const study = useStudy();
  const { followUp, lastContacts, monthDays, until } = progress;
  const frame = useFrame(progress, followUp.statements, [reach]);
  const contacts = useFrame(
    progress,
    followUp.statements.filter(({ code }) => code === 'followUpComplete'),
    [t('contacts.note', { until })],
  );
  const words = {
    heading: t('heading'),
    group: (arm: string | null) => arm ?? t('everybody'),
    row: (name: 'n' | 'followed' | 'deaths' | 'imaged' | 'progressions' | 'median') => t(`rows.${name}`),
    notReached: t('notReached'),
  };
  const contactWords = {
    age: (fromDays: number, toDays: number | null) =>
      fromDays === 0
        ? t('contacts.reached')
        : toDays === null
          ? t('contacts.over', { days: fromDays - 1 })
          : t('contacts.between', { from: fromDays, to: toDays }),
    ageHeader: t('contacts.age'),
    patients: t('contacts.patients'),
    share: t('contacts.share'),
  };
  return (
    <div className={styles['pair']}>
      <TableFrame
        {...frame}
        title={t('title')}
        table={printedMaturity(followUp.groups, monthDays, words)}
        numbers={maturityNumbers(followUp.groups, monthDays, words)}
        fileName={`${study.code}-follow-up`}
      />
      <TableFrame
        {...contacts}
        title={t('contacts.title')}
        table={printedContacts(lastContacts, contactWords)}
        numbers={contactNumbers(lastContacts, contactWords)}
        fileName={`${study.code}-last-contacts`}
      />
    </div>
  );
}
