'use client';
import { ActionIcon, Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconGripVertical } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './column-chooser.module.css';

export interface ChosenColumns {
  /** What may be shown, group by group; a group without columns is left out. */
  readonly groups: readonly { readonly title: string; readonly columns: readonly NamedColumn[] }[];
  /** In their order. */
  readonly chosen: readonly string[];
  readonly choose: (names: readonly string[]) => void;
  /** Back to the usual columns. */
  readonly reset: () => void;
  readonly isUsual: boolean;
}

interface NamedColumn {
  readonly name: string;
  readonly label: string;
}

/** What the head of the page covers, and a little room at its end. */
const covered = { top: 100, bottom: 8 };

/** Which columns a table has and in which order: dragged, or moved by their arrows. */
export function ColumnChooser(list: ChosenColumns) {
  const t = useTranslations('ui.columnChooser');
  return (
    <Popover
      position="bottom-end"
      withinPortal
      trapFocus
      returnFocus
      width={320}
      middlewares={{ flip: { padding: covered }, shift: { padding: 8 } }}
    >
      <Popover.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconColumns3 size={13} aria-hidden />}>
          {t('columns', { n: list.chosen.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Chooser {...list} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Chooser({ groups, chosen: names, choose, reset, isUsual }: ChosenColumns) {
  const t = useTranslations('ui.columnChooser');
  const shown = groups.filter(({ columns }) => columns.length > 0);
  const labelOf = (name: string) =>
    groups.flatMap(({ columns }) => columns).find((one) => one.name === name)?.label ?? name;
  return (
    <ScrollArea.Autosize className={styles['chooser']} type="auto">
      <Stack gap="sm">
        <Group justify="space-between">
          <Text size="xs" fw={600}>
            {t('order')}
          </Text>
          <Button size="compact-xs" variant="subtle" disabled={isUsual} onClick={reset}>
            {t('reset')}
          </Button>
        </Group>
        <Order names={names} labelOf={labelOf} choose={choose} />
        <Checkbox.Group
          value={[...names]}
          // What is added comes last; the others keep their order.
          onChange={(next) =>
            choose([...names.filter((name) => next.includes(name)), ...next.filter((name) => !names.includes(name))])
          }
          aria-label={t('add')}
        >
          <Stack gap="sm">
            {shown.map(({ title, columns }) => (
              <Choices key={title} title={title} columns={columns} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </ScrollArea.Autosize>
  );
}

interface OrderProps {
  readonly names: readonly string[];
  readonly labelOf: (name: string) => string;
  readonly choose: (names: readonly string[]) => void;
}

function Order({ names, labelOf, choose }: OrderProps) {
  const t = useTranslations('ui.columnChooser');
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  function move(name: string, to: number) {
    const rest = names.filter((one) => one !== name);
    choose([...rest.slice(0, to), name, ...rest.slice(to)]);
  }
  function drop() {
    if (dragged !== null && over !== null && dragged !== over) move(dragged, names.indexOf(over));
    setDragged(null);
    setOver(null);
  }
  return (
    <ol className={styles['order']} aria-label={t('order')}>
      {names.map((name, place) => (
        <li
          key={name}
          className={styles['column']}
          draggable
          data-over={over === name && dragged !== name ? true : undefined}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            setDragged(name);
          }}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(name);
          }}
          onDrop={drop}
          onDragEnd={drop}
        >
          <IconGripVertical size={14} aria-hidden className={styles['grip']} />
          <span className={styles['name']}>{labelOf(name)}</span>
          <ActionIcon
            size="sm"
            variant="subtle"
            disabled={place === 0}
            aria-label={t('earlier', { column: labelOf(name) })}
            onClick={() => move(name, place - 1)}
          >
            <IconArrowUp size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            disabled={place === names.length - 1}
            aria-label={t('later', { column: labelOf(name) })}
            onClick={() => move(name, place + 1)}
          >
            <IconArrowDown size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}

function Choices({ title, columns }: { title: string; columns: readonly NamedColumn[] }) {
  return (
    <Stack gap={6}>
      <Text size="xs" c="var(--text-quiet)">
        {title}
      </Text>
      {columns.map(({ name, label }) => (
        <Checkbox key={name} size="xs" value={name} label={label} />
      ))}
    </Stack>
  );
}
