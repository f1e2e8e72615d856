'use client';
import { IconCheck, IconCornerDownLeft, IconQuestionMark } from '@tabler/icons-react';
import { type QueryState, queryStateLabels } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';

const looks: Readonly<Record<QueryState, { tone: Tone; Icon: typeof IconCheck }>> = {
  open: { tone: 'attention', Icon: IconQuestionMark },
  answered: { tone: 'active', Icon: IconCornerDownLeft },
  closed: { tone: 'neutral', Icon: IconCheck },
};

/** The state of a query in words, with a mark that says the same without colour. */
export function QueryStateBadge({ state }: { state: QueryState }) {
  const label = useLabel();
  const { tone, Icon } = looks[state];
  return (
    <StatusBadge tone={tone} mark={<Icon size={12} aria-hidden />}>
      {label(queryStateLabels[state])}
    </StatusBadge>
  );
}
