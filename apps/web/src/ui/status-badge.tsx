import { Badge } from '@mantine/core';
import { type ReactNode } from 'react';

export type Tone = 'neutral' | 'good' | 'attention' | 'bad' | 'active';

/** Ground, and text that stands out from it by 4.5:1 or more: the kit's own text on its light grounds does not. */
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
    // Left to itself a badge shortens its words to nothing where a table is short of room.
    <Badge color={ground} c={text} variant="light" radius="sm" tt="none" fw={600} leftSection={mark} miw="max-content">
      {children}
    </Badge>
  );
}
