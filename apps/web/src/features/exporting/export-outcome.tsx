'use client';
import { Progress, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/ui/error-state.tsx';
import { type ExportState } from './use-export.ts';

/** How far an export is, and what became of it. */
export function ExportOutcome({ state }: { readonly state: ExportState }) {
  const t = useTranslations('exporting.state');
  if (state.phase === 'idle') return null;
  if (state.phase === 'failed') {
    return (
      <ErrorState code={state.code}>
        {state.message ? <Text size="sm">{t('failed', { reason: state.message })}</Text> : null}
      </ErrorState>
    );
  }
  const steps = state.phase === 'making' ? state : null;
  return (
    <div>
      {steps || state.phase === 'waiting' ? (
        <Progress value={steps ? (100 * steps.done) / steps.of : 0} aria-label={t('making')} mb={6} animated />
      ) : null}
      <Text size="sm" role="status">
        {state.phase === 'saved' ? <IconCheck size={14} aria-hidden style={{ marginRight: 6 }} /> : null}
        {wordsOf(state)}
      </Text>
    </div>
  );

  function wordsOf(of: Exclude<ExportState, { phase: 'idle' | 'failed' }>): string {
    switch (of.phase) {
      case 'waiting':
        return t('waiting');
      case 'making':
        return of.name === '' ? t('making') : t('step', { done: of.done + 1, of: of.of, name: of.name });
      case 'cancelled':
        return t('cancelled');
      case 'saved':
        return t('saved', { name: of.name, n: of.rows, size: Math.max(1, Math.round(of.bytes / 1024)) });
    }
  }
}
