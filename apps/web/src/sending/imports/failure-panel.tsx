'use client';
import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { knownCode } from '@/ui/error-state.tsx';
import { type ImportFailure } from './import-report.ts';

/** Why there is no report, and whether anything can have been written. */
export function FailurePanel({ failure, dryRun }: { failure: ImportFailure; dryRun: boolean }) {
  const t = useTranslations('imports.failed');
  const ui = useTranslations('ui');
  const label = useLabel();
  const { code, message } = failure;
  const isAboutFile = code === 'BAD_USER_INPUT' && message !== null;
  const isBusy = code === 'CONFLICT';
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(isAboutFile ? 'file' : isBusy ? 'busy' : 'title')}
    >
      <Text size="sm">{isAboutFile ? label(message) : isBusy ? t('busyText') : ui(`errors.${knownCode(code)}`)}</Text>
      {/* Without an answer from the API itself an import may have been written before the connection broke. */}
      <Text size="sm">{t(dryRun || message !== null ? 'nothingWritten' : 'unsure')}</Text>
      {/* For the person asked for help; a fault in the file can be fixed by its sender. */}
      {isAboutFile ? null : (
        <Text size="xs" c="var(--text-quiet)" mt="xs">
          {ui('code', { code })}
        </Text>
      )}
    </Alert>
  );
}
