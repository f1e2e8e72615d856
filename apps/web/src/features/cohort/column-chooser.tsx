'use client';
import { ActionIcon, Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconGripVertical } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type SubjectVariable } from '@haim/schema';
import { useLabels } from '@/selection/use-labels.ts';
import styles from './column-chooser.module.css';
import { type ListColumns } from './use-list-columns.ts';

/** What the head of the page covers, and a little room at its end. */
const covered = { top: 100, bottom: 8 };
/** Which columns the list has and in which order: dragged, or moved by their arrows. */
export function ColumnChooser(list: ListColumns) {
  const t = useTranslations('cohort.patients');
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
          {t('columns', { n: list.chosen.length - 1 })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Chooser {...list} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Chooser({ own, usual, others, chosen, choose, reset, isUsual }: ListColumns) {
  const t = useTranslations('cohort.patients');
  const names = chosen.map(({ name }) => name).filter((name) => name !== 'code');
  const groups = [
    { title: t('ownColumns'), variables: own },
    { title: t('usualColumns'), variables: usual },
    { title: t('otherColumns'), variables: others },
  ].filter(({ variables }) => variables.length > 0);
  return (
    <ScrollArea.Autosize className={styles['chooser']} type="auto">
      <Stack gap="sm">
        <Group justify="space-between">
          <Text size="xs" fw={600}>
            {t('order')}
          </Text>
          <Button size="compact-xs" variant="subtle" disabled={isUsual} onClick={reset}>
            {t('resetColumns')}
          </Button>
        </Group>
        <Order names={names} choose={choose} />
        <Checkbox.Group
          value={names}
          // What is added comes last; the others keep their order.
          onChange={(next) =>
            choose([...names.filter((name) => next.includes(name)), ...next.filter((name) => !names.includes(name))])
          }
          aria-label={t('addColumns')}
        >
          <Stack gap="sm">
            {groups.map(({ title, variables }) => (
              <Choices key={title} title={title} variables={variables} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </ScrollArea.Autosize>
  );
}

function Order({ names, choose }: { names: readonly string[]; choose: (names: readonly string[]) => void }) {
  const t = useTranslations('cohort.patients');
  const labels = useLabels();
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
          <span className={styles['name']}>{labels.variable(name)}</span>
          <ActionIcon
            size="sm"
            variant="subtle"
            disabled={place === 0}
            aria-label={t('earlier', { column: labels.variable(name) })}
            onClick={() => move(name, place - 1)}
          >
            <IconArrowUp size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            disabled={place === names.length - 1}
            aria-label={t('later', { column: labels.variable(name) })}
            onClick={() => move(name, place + 1)}
          >
            <IconArrowDown size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}

function Choices({ title, variables }: { title: string; variables: readonly SubjectVariable[] }) {
  const labels = useLabels();
  return (
    <Stack gap={6}>
      <Text size="xs" c="var(--text-quiet)">
        {title}
      </Text>
      {variables.map(({ name }) => (
        <Checkbox key={name} size="xs" value={name} label={labels.variable(name)} />
      ))}
    </Stack>
  );
}
