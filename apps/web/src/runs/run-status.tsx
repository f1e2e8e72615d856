'use client';
import { useTranslations } from 'use-intl';
import { type RunStatus as Status } from '@/graphql/generated/graphql.ts';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';

const looks: Readonly<Record<Status, readonly [tone: Tone, mark: string]>> = {
  queued: ['neutral', '○'],
  running: ['active', '◐'],
  done: ['good', '●'],
  failed: ['bad', '▲'],
  cancelled: ['neutral', '×'],
};

/** A run's state by mark, colour and word. */
export function RunStatus({ status }: { status: Status }) {
  const t = useTranslations('runs');
  const [tone, mark] = looks[status];
  return (
    <StatusBadge tone={tone} mark={<span aria-hidden>{mark}</span>}>
      {t(`status.${status}`)}
    </StatusBadge>
  );
}
