'use client';
import { useTranslations } from 'use-intl';
import { type ModelStatus } from '@/graphql/generated/graphql.ts';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';

const looks: Record<ModelStatus, { tone: Tone; mark: string }> = {
  active: { tone: 'good', mark: '●' },
  candidate: { tone: 'attention', mark: '◐' },
  retired: { tone: 'neutral', mark: '○' },
};

export function StatusMark({ status }: { status: ModelStatus }) {
  const t = useTranslations('registry.status');
  const { tone, mark } = looks[status];
  return (
    <StatusBadge tone={tone} mark={<span aria-hidden>{mark}</span>}>
      {t(status)}
    </StatusBadge>
  );
}
