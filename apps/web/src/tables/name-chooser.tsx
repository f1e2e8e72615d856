'use client';
import { Button, Checkbox, Popover, ScrollArea, Stack } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

interface NameChooserProps {
  readonly label: string;
  readonly offered: readonly { readonly name: string; readonly label: string }[];
  readonly chosen: readonly string[];
  /** The order of those chosen is that in which they are offered; never empty. */
  readonly choose: (names: string[]) => void;
}

/** Which variables a table or figure has. */
export function NameChooser({ label, offered, chosen, choose }: NameChooserProps) {
  const t = useTranslations('tables.controls');
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus width={300}>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconListCheck size={14} aria-hidden />}>
          {t('chosen', { label, n: chosen.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          value={[...chosen]}
          onChange={(names) => {
            const next = [...chosen, ...names].filter(
              (name, at, all) => names.includes(name) && all.indexOf(name) === at,
            );
            // A table of nothing is not a table.
            if (next.length > 0) choose(next);
          }}
          aria-label={label}
        >
          <ScrollArea.Autosize mah={320} type="auto">
            <Stack gap={6}>
              {offered.map(({ name, label: words }) => (
                <Checkbox key={name} size="xs" value={name} label={words} />
              ))}
            </Stack>
          </ScrollArea.Autosize>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
