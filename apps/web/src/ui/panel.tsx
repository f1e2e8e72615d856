import { Text, Title, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useContext, useId } from 'react';
import styles from './panel.module.css';
import { PanelFold } from './panel-fold.ts';

interface PanelProps {
  title?: ReactNode;
  /** One dimmed line beside the title: what is counted, or by which method. */
  note?: ReactNode;
  /** Under a heading of its own it is one lower; looks the same. */
  level?: 2 | 3;
  /** Actions for this panel only. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its own heading. Panels do not contain panels. */
export function Panel({ title, note, level = 2, actions, children }: PanelProps) {
  const id = useId();
  const fold = useContext(PanelFold);
  if (fold && title) return <FoldedPanel {...{ title, note, level, actions, children, fold }} />;
  return (
    <section className={styles['panel']} aria-labelledby={title ? id : undefined}>
      {title || actions ? (
        <div className={styles['head']}>
          <div>
            {title ? (
              <Title order={level} size={level === 3 ? 'h2' : undefined} id={id}>
                {title}
              </Title>
            ) : null}
            {note ? (
              <Text size="xs" c="var(--text-quiet)">
                {note}
              </Text>
            ) : null}
          </div>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  );
}

interface FoldedPanelProps extends PanelProps {
  fold: PanelFold;
}

/** Its title folds it. What is in it stays: a form that is filled in, work that is under way. */
function FoldedPanel({ title, note, level = 2, actions, children, fold }: FoldedPanelProps) {
  const id = useId();
  const Chevron = fold.isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section className={styles['panel']} aria-labelledby={id} data-folded={!fold.isOpen}>
      <div className={styles['head']}>
        <div>
          <Title order={level} size={level === 3 ? 'h2' : undefined} id={id}>
            <UnstyledButton
              className={styles['fold'] ?? ''}
              aria-expanded={fold.isOpen}
              aria-controls={`${id}-content`}
              onClick={fold.toggle}
            >
              <Chevron size={16} aria-hidden />
              {title}
            </UnstyledButton>
          </Title>
          {note && fold.isOpen ? (
            <Text size="xs" c="var(--text-quiet)">
              {note}
            </Text>
          ) : null}
        </div>
        <div className={styles['actions']}>
          {fold.isOpen ? actions : null}
          {fold.tools?.(id)}
        </div>
      </div>
      <div id={`${id}-content`} hidden={!fold.isOpen}>
        {children}
      </div>
    </section>
  );
}
