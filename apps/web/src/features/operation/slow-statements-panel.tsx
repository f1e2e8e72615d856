import { Code, Group, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { Details } from '@/ui/details.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './operation.module.css';
import { type Operation } from './query.ts';
import { useDuration } from './use-duration.ts';

const SHOWN = 160;

/** Statements that took long, each with its plan one click away. */
export function SlowStatementsPanel(given: { statements: Operation['slowStatements']; fromMs: number }) {
  const { statements, fromMs } = given;
  const t = useTranslations('operation.slow');
  const format = useFormatter();
  const instant = useInstant();
  const duration = useDuration();
  const from = duration(fromMs / 1_000);
  return (
    <Panel title={t('title')} note={t('note', { from: format.number(fromMs) })}>
      {statements.length === 0 ? (
        <p className={styles['note']}>{t('none', { from })}</p>
      ) : (
        <>
          <p className={styles['note']}>{t('toDo')}</p>
          <ul className={styles['statements']}>
            {statements.map(({ text, times, longestMs, lastAt, plan }) => (
              <li key={text} className={styles['statement']}>
                <Group gap="md">
                  <Text fw={600} size="sm">
                    {duration(longestMs / 1_000)}
                  </Text>
                  <Text size="sm" c="var(--text-quiet)">
                    {t('times', { n: times, at: instant(lastAt, 'medium') })}
                  </Text>
                </Group>
                <code>{text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}</code>
                <Details summary={t('plan')}>
                  <Code block>{text}</Code>
                  <Code block mt="xs">
                    {plan ?? t('noPlan')}
                  </Code>
                </Details>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
