import { Text } from '@mantine/core';
import { type ReactNode } from 'react';
import styles from './home.module.css';

/** One number of what waits, in words below it. */
export function Waiting({ n, children }: { n: number; children: ReactNode }) {
  return (
    <li className={styles['waiting']} data-none={n === 0 || undefined}>
      <span className={styles['count']}>{n}</span>
      <Text component="span" size="sm">
        {children}
      </Text>
    </li>
  );
}
