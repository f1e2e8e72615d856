'use client';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type ErrorCode, errorCodes } from '@haim/schema';
import styles from './error-state.module.css';

interface ErrorStateProps {
  /** The API's code for it, from graphql/error-code.ts. */
  code: string;
  onRetry?: () => void;
  /** What else the reader should know, such as what was kept. */
  children?: ReactNode;
}

/** What happened, its code for the person who is asked for help, and a way to try again. */
export function ErrorState({ code, onRetry, children }: ErrorStateProps) {
  const t = useTranslations('ui');
  return (
    <Alert
      role="alert"
      variant="default"
      className={styles['error'] ?? ''}
      icon={<IconAlertTriangle aria-hidden />}
      title={t('failed')}
    >
      <Stack gap="xs">
        <Text size="sm">{t(`errors.${knownCode(code)}`)}</Text>
        {children}
        <Group gap="md">
          {onRetry ? (
            <Button size="xs" variant="default" onClick={onRetry}>
              {t('retry')}
            </Button>
          ) : null}
          <Text size="xs" c="var(--text-quiet)">
            {t('code', { code })}
          </Text>
        </Group>
      </Stack>
    </Alert>
  );
}

/** The key of the sentence for a code; codes without a sentence share one. */
export function knownCode(code: string): ErrorCode | 'NETWORK' | 'OTHER' {
  return [...errorCodes, 'NETWORK' as const].find((known) => known === code) ?? 'OTHER';
}
