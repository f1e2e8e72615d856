import { IconFlask } from '@tabler/icons-react';
import styles from './synthetic-mark.module.css';

/** Marks a number or a picture as not from real people: drawn, or computed with demonstration weights. */
export function SyntheticMark({ children }: { children: string }) {
  return (
    <span className={styles['mark']}>
      <IconFlask size={14} aria-hidden />
      {children}
    </span>
  );
}
