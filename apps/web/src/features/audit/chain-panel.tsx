'use client';
import { Code } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type AuditAboutQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing } from '@/numbers/show.ts';
import { KeyValue } from '@/ui/key-value.tsx';
import { Panel } from '@/ui/panel.tsx';

type Chain = NonNullable<AuditAboutQuery['auditChain']>;

/** Whether the trail is as it was written: how much of it is chained, what the head outside says, what verifying found. */
export function ChainPanel({ chain }: { chain: Chain }) {
  const t = useTranslations('audit.chain');
  const instant = useInstant();
  const { sealed, unsealed, hash, head, verified } = chain;
  const sealedText = t('sealedValue', { n: sealed });
  const verifiedText = verified
    ? (verified.fault ?? t('verifiedValue', { n: verified.sequence, at: instant(verified.at) }))
    : t('never');
  return (
    <Panel title={t('title')} note={t('note')}>
      <KeyValue
        items={[
          {
            key: 'sealed',
            label: t('sealed'),
            value: unsealed > 0 ? t('unsealed', { sealed: sealedText, n: unsealed }) : sealedText,
          },
          { key: 'hash', label: t('hash'), value: hash ? <Code title={hash}>{hash.slice(0, 16)}…</Code> : missing },
          {
            key: 'outside',
            label: t('outside'),
            value: head
              ? t('outsideValue', {
                  n: head.sequence,
                  at: instant(head.at),
                  verdict: t(head.agrees ? 'agrees' : 'differs'),
                })
              : t('noneOutside'),
          },
          { key: 'verified', label: t('verified'), value: verifiedText },
        ]}
      />
    </Panel>
  );
}
