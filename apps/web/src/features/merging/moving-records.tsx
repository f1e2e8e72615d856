'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Row } from '@haim/schema';
import { RecordSummary } from '@/forms/record-summary.tsx';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { Details } from '@/ui/details.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type ComparedPair, type Merge } from './merge.ts';
import styles from './two-columns.module.css';
import { useRecordName } from './use-record-name.ts';

interface MovingRecordsProps {
  readonly pairs: readonly ComparedPair[];
  readonly merge: Merge;
  readonly study: Study;
}

/** What nobody has to choose: records that only the other has, and those that are equal. */
export function MovingRecords({ pairs, merge, study }: MovingRecordsProps) {
  const t = useTranslations('merging');
  const nameOf = useRecordName(study);
  const equal = pairs.filter(({ differing }) => differing.length === 0);
  const { moves, kept, other } = merge;
  return (
    <Panel title={t('moves.title', { n: moves.length, code: kept.code })} note={t('moves.note', { code: other.code })}>
      {moves.length === 0 ? <Text size="sm">{t('moves.none', { code: other.code })}</Text> : null}
      <ul className={styles['list']}>
        {moves.map((record) => {
          const form = readableFormOf(study, record.form);
          const values = record.values as Row;
          return form ? (
            <li key={record.id}>
              <Details summary={nameOf(form, values)}>
                <RecordSummary form={form} record={values} choices={{ arm: study.arms }} />
              </Details>
            </li>
          ) : null;
        })}
      </ul>
      {equal.length > 0 ? (
        <Text size="sm" mt="sm">
          {t('moves.equal', {
            n: equal.length,
            records: equal
              .flatMap((pair) => {
                const form = readableFormOf(study, pair.form);
                return form ? [nameOf(form, pair.kept)] : [];
              })
              .join(', '),
          })}
        </Text>
      ) : null}
    </Panel>
  );
}
