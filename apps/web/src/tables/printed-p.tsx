import { showExactP, showP, showSignificant } from '@/numbers/show.ts';
import { type PrintedCell } from './printed-table.tsx';
import styles from './printed-table.module.css';

interface PossibleP {
  readonly lowestP?: number | null;
  readonly highestP?: number | null;
}

/**
 * `0.032`; a small one as journals print it, with its value beside it: `< 0.001 (2.3e-8)`. Of rounded counts the least and
 * the greatest that it may be are beside it: `0.18 (0.0056–1)`.
 */
export function printedP(p: number | null | undefined, { lowestP, highestP }: PossibleP = {}): PrintedCell {
  const shown = showP(p);
  if (typeof p === 'number' && typeof lowestP === 'number' && typeof highestP === 'number') {
    const rounded = showFigures(p);
    const range = `(${showFigures(lowestP)}–${showFigures(highestP)})`;
    return {
      text: `${rounded} ${range}`,
      node: (
        <>
          {rounded} <span className={styles['exact']}>{range}</span>
        </>
      ),
    };
  }
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

/** Two figures; of a small one the power of ten too. */
function showFigures(p: number): string {
  if (p === 1) return '1';
  return p < 0.001 ? showExactP(p).replace(/^p (= )?/, '') : showSignificant(p, 2);
}
