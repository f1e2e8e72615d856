'use client';
import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';
import { showCount, showPercent } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { choiceOf, toggleValue } from './cohort-filter.ts';
import styles from './facet-list.module.css';
import { useCohort } from './use-cohort.ts';
import { orderOf, useLabels } from './use-labels.ts';

export type Facet = CohortSummaryQuery['cohortSummary']['facets'][number];

/**
 * The values of a variable as bars that are buttons: pressing one keeps only patients with it, or adds them. A full
 * track is everybody counted here, so that bars of different tiles can be compared.
 */
export function FacetList({ facet }: { facet: Facet }) {
  const labels = useLabels();
  const { cohort, setCohort } = useCohort();
  const { variable, counts } = facet;
  const order = orderOf(useStudy(), variable);
  const { values, isMissing } = choiceOf(cohort, variable);
  const chosen: readonly (string | null)[] = isMissing ? [...values, null] : values;
  const shown = inOrder(withChosen(counts, chosen), order);
  const total = counts.reduce((sum, { n, atMost }) => sum + (atMost ? 0 : n), 0);
  return (
    <ul className={styles['list']} aria-label={labels.variable(variable)}>
      {shown.map(({ value, n, atMost }) => {
        const bar = (
          <>
            <span className={styles['label']}>{labels.value(variable, value)}</span>
            <span className={styles['count']}>{showCount(n, atMost)}</span>
            <span className={styles['share']}>{total > 0 && !atMost ? showPercent(n / total, 0) : ''}</span>
            <span className={styles['track']} aria-hidden>
              <span className={styles['bar']} style={{ width: `${total > 0 && !atMost ? (n / total) * 100 : 0}%` }} />
            </span>
          </>
        );
        const isChosen = chosen.includes(value);
        return (
          <li key={value ?? 'missing'}>
            <UnstyledButton
              className={styles['row'] ?? ''}
              aria-pressed={isChosen}
              data-missing={value === null ? true : undefined}
              data-dimmed={chosen.length > 0 && !isChosen ? true : undefined}
              onClick={() => setCohort(toggleValue(cohort, variable, value))}
            >
              {isChosen ? <IconCheck className={styles['check'] ?? ''} size={14} aria-hidden /> : null}
              {bar}
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

/** A chosen value stays visible even if no patient has it any more: it must be possible to remove it. */
function withChosen(
  counts: Facet['counts'],
  chosen: readonly (string | null)[],
): { value: string | null; n: number; atMost: boolean }[] {
  const known = counts.map(({ value, n, atMost }) => ({ value: value ?? null, n, atMost }));
  const gone = chosen.filter((value) => !known.some((count) => count.value === value));
  return [...known, ...gone.map((value) => ({ value, n: 0, atMost: false }))];
}

/** In the order of the code list, "yes" before "no", missing last. */
function inOrder<Count extends { value: string | null }>(counts: Count[], order: readonly string[]): Count[] {
  const place = (value: string | null) => {
    if (value === null) return Infinity;
    const at = order.indexOf(value);
    return at < 0 ? (value === 'true' ? -1 : order.length) : at;
  };
  return counts.toSorted((a, b) => place(a.value) - place(b.value));
}
