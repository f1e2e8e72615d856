import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import styles from './panel.module.css';

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
