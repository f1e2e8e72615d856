import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Panel } from '@/ui/panel.tsx';
import styles from './operation.module.css';
import { type Operation } from './query.ts';

interface SignIns {
  readonly refused: Operation['refusedSignIns'];
  readonly openSessions: number;
}

/** Who did not get in, in numbers: a person who mistyped, or somebody who guesses. */
export function SignInsPanel({ refused, openSessions }: SignIns) {
  const t = useTranslations('operation.signIns');
  const { hour, day, accounts, tooMany } = refused;
  const facts = { openSessions, hour, day, accounts, tooMany };
  return (
    <Panel title={t('title')} note={t('note')}>
      <dl className={styles['facts']}>
        {(Object.keys(facts) as (keyof typeof facts)[]).map((name) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{facts[name]}</dd>
          </div>
        ))}
      </dl>
      <p className={styles['note']}>
        {t(tooMany > 0 ? 'guessing' : day > 0 ? 'usual' : 'nobody')}{' '}
        <Anchor component={Link} href="/audit" inherit>
          {t('toAudit')}
        </Anchor>
      </p>
    </Panel>
  );
}
