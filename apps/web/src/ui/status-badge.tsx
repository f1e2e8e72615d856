import { Badge } from '@mantine/core';
import { type ReactNode } from 'react';

export type Tone = 'neutral' | 'good' | 'attention' | 'bad' | 'active';

/** Background, and text with a contrast of 4.5:1 or more: Mantine's own text on its light backgrounds has less. */
const colours: Record<Tone, { ground: string; text: string }> = {
  neutral: { ground: 'gray', text: 'light-dark(#343a40, #dee2e6)' },
  good: { ground: 'green', text: 'light-dark(#1b5e2b, #b2f2bb)' },
  attention: { ground: 'yellow', text: 'light-dark(#6b4500, #ffe066)' },
  bad: { ground: 'red', text: 'light-dark(#8f1d1d, #ffc9c9)' },
  active: { ground: 'teal', text: 'light-dark(#075752, #a8d3cf)' },
};

/** A state in words; the mark before it says the same without colour. */
export function StatusBadge({ tone, mark, children }: { tone: Tone; mark?: ReactNode; children: ReactNode }) {
  const { ground, text } = colours[tone];
  return (
    // By default a badge truncates its text to nothing in a narrow table.
    <Badge color={ground} c={text} variant="light" radius="sm" tt="none" fw={600} leftSection={mark} miw="max-content">
      {children}
    </Badge>
  );
}
