import { type ReactNode } from 'react';
import styles from './key-value.module.css';

/** Facts as a description list: dimmed terms on the left, values on their right. */
export function KeyValue({ items }: { items: readonly { key: string; label: ReactNode; value: ReactNode }[] }) {
  return (
    <dl className={styles['list']}>
      {items.map(({ key, label, value }) => (
        <div key={key} className={styles['pair']}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
