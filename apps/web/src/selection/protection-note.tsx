'use client';
import { Alert, List, Text } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type Said } from '@/graphql/said.ts';
import { useSay } from '@/i18n/use-say.ts';

interface ProtectionNoteProps {
  readonly statements: readonly Said[];
  /** What else a reader of these numbers should know. */
  readonly children?: ReactNode;
}

/** By which rule numbers of all centres were protected. */
export function ProtectionNote({ statements, children }: ProtectionNoteProps) {
  const t = useTranslations('cohort.scope');
  const say = useSay();
  return (
    <Alert role="note" variant="default" icon={<IconShieldLock aria-hidden />} title={t('title')}>
      <List size="sm">
        {statements.map((one) => (
          <List.Item key={one.code}>{say(one)}</List.Item>
        ))}
      </List>
      {children ? (
        <Text size="sm" mt="xs">
          {children}
        </Text>
      ) : null}
    </Alert>
  );
}
