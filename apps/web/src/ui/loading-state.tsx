'use client';
import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

/** Says that something is loading; its shape is drawn inside, at its final size. */
export function Loading({ height, children }: { height?: number | string; children: ReactNode }) {
  const t = useTranslations('ui');
  return (
    <div role="status" style={{ height }}>
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      <div aria-hidden style={{ height: '100%' }}>
        {children}
      </div>
    </div>
  );
}

interface LoadingStateProps {
  /** The height of what is loading, so that nothing moves when it arrives. */
  height: number | string;
  /** More than 1 draws that many lines in place of one block. */
  lines?: number;
}

export function LoadingState({ height, lines = 1 }: LoadingStateProps) {
  return (
    <Loading height={height}>
      {lines === 1 ? (
        <Skeleton height="100%" />
      ) : (
        <Stack gap="sm">
          {Array.from({ length: lines }, (_, line) => (
            <Skeleton key={line} height={14} width={`${95 - ((line * 17) % 30)}%`} />
          ))}
        </Stack>
      )}
    </Loading>
  );
}

/** A placeholder table: a heading and rows of the height of real ones. */
export function LoadingTable({ rows, rowPx = 31 }: { rows: number; rowPx?: number }) {
  return (
    <Loading height={(rows + 1) * rowPx}>
      {Array.from({ length: rows + 1 }, (_, row) => (
        <Skeleton key={row} height={rowPx - 9} mb={9} opacity={row === 0 ? 1 : 0.6} />
      ))}
    </Loading>
  );
}
