'use client';
import { Button, Checkbox, NativeSelect, Popover, ScrollArea, Stack } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useStudy } from '@/session/session.tsx';
import { useAskedTables } from './use-asked-tables.ts';
import { noGroups, useTablesState } from './use-tables-state.ts';

/** By which variable the tables have their columns. */
export function GroupingSelect() {
  const t = useTranslations('tables.controls');
  const study = useStudy();
  const labels = useLabels();
  const { setState } = useTablesState();
  const { groupBy } = useAskedTables();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('groups')}
      data-print="no"
      value={groupBy ?? noGroups}
      onChange={({ currentTarget }) => setState({ by: currentTarget.value })}
      data={[
        ...study.groupings.map(({ variable }) => ({
          value: variable,
          label: t('by', { variable: inSentence(labels.variable(variable)) }),
        })),
        { value: noGroups, label: t('together') },
      ]}
    />
  );
}

interface NameChooserProps {
  readonly label: string;
  readonly offered: readonly { readonly name: string; readonly label: string }[];
  readonly chosen: readonly string[];
  /** The order of those chosen is that in which they are offered; never empty. */
  readonly choose: (names: string[]) => void;
}

/** Which variables a table has. */
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
