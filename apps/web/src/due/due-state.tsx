'use client';
import { IconAlertTriangle, IconCalendarDue, IconClock } from '@tabler/icons-react';
import { type DueState, dueStates } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';

const looks: Readonly<Record<DueState, { tone: Tone; Icon: typeof IconClock }>> = {
  overdue: { tone: 'bad', Icon: IconAlertTriangle },
  due: { tone: 'attention', Icon: IconCalendarDue },
  coming: { tone: 'neutral', Icon: IconClock },
};

/** Whether a visit is overdue, and for how long. */
export function DueStateBadge({ state: given, overdueBy }: { state: string; overdueBy: number }) {
  const t = useTranslations('due');
  const state = dueStates.find((one) => one === given) ?? 'coming';
  const { tone, Icon } = looks[state];
  return (
    <StatusBadge tone={tone} mark={<Icon size={13} aria-hidden />}>
      {state === 'overdue' ? t('overdueBy', { days: overdueBy }) : t(`states.${state}`)}
    </StatusBadge>
  );
}
