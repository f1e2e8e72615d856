import { type ReactNode } from 'react';
import styles from './details.module.css';

interface DetailsProps {
  readonly summary: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** Details that few readers need, one click away. */
export function Details({ summary, isOpen = false, children }: DetailsProps) {
  return (
    <details className={styles['details']} open={isOpen}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
