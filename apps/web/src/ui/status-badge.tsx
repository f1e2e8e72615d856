import { Badge } from '@mantine/core';
import { type ReactNode } from 'react';

export type Tone = 'neutral' | 'good' | 'attention' | 'bad' | 'active';

const colours: Record<Tone, string> = {
  neutral: 'gray',
  good: 'green',
  attention: 'yellow',
  bad: 'red',
  active: 'teal',
};

/** A state in words; the mark before it says the same without colour. */
export function StatusBadge({ tone, mark, children }: { tone: Tone; mark?: ReactNode; children: ReactNode }) {
  return (
    <Badge color={colours[tone]} variant="light" radius="sm" tt="none" fw={600} leftSection={mark}>
      {children}
    </Badge>
  );
}
