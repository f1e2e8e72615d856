import { showExactP, showP } from '@/numbers/show.ts';
import { type PrintedCell } from './printed-table.tsx';
import styles from './printed-table.module.css';

/** `0.032`; a small one as journals print it, with its value beside it: `< 0.001 (2.3e-8)`. */
export function printedP(p: number | null | undefined): PrintedCell {
  const shown = showP(p);
  if (p === null || p === undefined || p >= 0.001) return shown;
  const exact = showExactP(p).replace(/^p (= )?/, '');
  return {
    text: `${shown} (${exact})`,
    node: (
      <>
        {shown} <span className={styles['exact']}>({exact})</span>
      </>
    ),
  };
}
