'use client';
import { ActionIcon } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconChevronUp,
} from '@tabler/icons-react';
import { type ReactNode, type Ref, useId } from 'react';
import { useTranslations } from 'use-intl';
import { PanelFold } from '@/ui/panel-fold.ts';
import styles from './stage.module.css';
import { inOrder } from './stage-places.ts';
import { type StageState } from './use-stage-places.ts';

export interface StagePanel {
  /** Under which it is kept whether it is folded. */
  readonly key: string;
  /** A `Panel`, or nothing where it has nothing to show. */
  readonly content: ReactNode;
}

interface StageDockProps {
  readonly ref: Ref<HTMLElement>;
  readonly panels: readonly StagePanel[];
  readonly stage: StageState;
  /** In one line, where the panels are folded: what matters most. */
  readonly summary: ReactNode;
}

/** The panels over the slide, each in its place; all of them fold to the edge. */
export function StageDock({ ref, panels, stage, summary }: StageDockProps) {
  const t = useTranslations('stage');
  const id = useId();
  const { isDockFolded, isNarrow, folded } = stage;
  const shown = inOrder(panels, stage.order);
  const keys = shown.map(({ key }) => key);
  const Chevron = isNarrow
    ? isDockFolded
      ? IconChevronUp
      : IconChevronDown
    : isDockFolded
      ? IconChevronLeft
      : IconChevronRight;
  return (
    <section ref={ref} className={styles['dock']} aria-label={t('dock.title')} data-folded={isDockFolded}>
      <div className={styles['edge']}>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={t(isDockFolded ? 'dock.open' : 'dock.fold')}
          title={t(isDockFolded ? 'dock.open' : 'dock.fold')}
          aria-expanded={!isDockFolded}
          aria-controls={id}
          onClick={stage.toggleDock}
        >
          <Chevron size={16} aria-hidden />
        </ActionIcon>
        {isDockFolded || isNarrow ? <div className={styles['summary']}>{summary}</div> : null}
      </div>
      <div id={id} className={styles['panels']} hidden={isDockFolded}>
        {shown.map(({ key, content }) => (
          <PanelFold
            key={key}
            value={{
              isOpen: !folded.includes(key),
              toggle: () => stage.toggle(key),
              tools: (titleId) => <Moves {...{ keys, titleId, own: key }} onMove={(by) => stage.move(keys, key, by)} />,
            }}
          >
            {content}
          </PanelFold>
        ))}
      </div>
    </section>
  );
}

interface MovesProps {
  readonly keys: readonly string[];
  readonly own: string;
  /** Of the element that names the panel. */
  readonly titleId: string;
  readonly onMove: (by: -1 | 1) => void;
}

/** Up and down among the panels; seen by whoever points at the head of a panel, or comes to it by keyboard. */
function Moves({ keys, own, titleId, onMove }: MovesProps) {
  const t = useTranslations('stage');
  const place = keys.indexOf(own);
  const ways = [
    { name: 'up', by: -1, Icon: IconArrowUp, isOver: place === 0 },
    { name: 'down', by: 1, Icon: IconArrowDown, isOver: place === keys.length - 1 },
  ] as const;
  return (
    <span className={styles['moves']}>
      {ways.map(({ name, by, Icon, isOver }) => (
        <ActionIcon
          key={name}
          variant="subtle"
          color="gray"
          size={22}
          title={t(`dock.${name}`)}
          aria-label={t(`dock.${name}`)}
          // Of which panel: its title folds it, and is a name that stands for that alone.
          aria-describedby={titleId}
          // Focus stays on the button at either end.
          aria-disabled={isOver}
          {...(isOver && { 'data-disabled': true })}
          onClick={() => (isOver ? undefined : onMove(by))}
        >
          <Icon size={14} aria-hidden />
        </ActionIcon>
      ))}
    </span>
  );
}
