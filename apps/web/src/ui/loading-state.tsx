'use client';
import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface LoadingStateProps {
  /** The height of what is coming, so that nothing moves when it is there. */
  height: number | string;
  /** More than 1 draws that many lines in place of one block. */
  lines?: number;
}

export function LoadingState({ height, lines = 1 }: LoadingStateProps) {
  const t = useTranslations('ui');
  return (
    <div role="status" style={{ height }}>
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {lines === 1 ? (
        <Skeleton height="100%" aria-hidden />
      ) : (
        <Stack gap="sm" aria-hidden>
          {Array.from({ length: lines }, (_, line) => (
            <Skeleton key={line} height={14} width={`${95 - ((line * 17) % 30)}%`} />
          ))}
        </Stack>
      )}
    </div>
  );
}
