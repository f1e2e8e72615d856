import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';
import { showFraction, showPercent, showPercentInterval } from '@/numbers/show.ts';
import styles from './rate.module.css';

type Proportion = CohortSummaryQuery['cohortSummary']['responses'][number]['orr'];

/** `54.4 % (48.6–60.2) 153/281`. */
export function Rate({
  numerator,
  denominator,
  value,
  lower,
  upper,
  atMost,
}: Omit<Proportion, '__typename' | 'methodStatement'>) {
  if (atMost) return <span className={styles['limits']}>{`≤${showFraction(numerator, denominator)}`}</span>;
  return (
    <>
      <strong>{showPercent(value)}</strong>{' '}
      <span className={styles['limits']}>
        ({showPercentInterval(lower, upper)}) {showFraction(numerator, denominator)}
      </span>
    </>
  );
}
