'use client';
import { type Period } from '@haim/schema';
import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';
import { choiceOf, setPeriod } from '@/selection/cohort-filter.ts';
import { HistogramPlot } from '@/selection/histogram-plot.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useScope } from '@/selection/use-scope.ts';
import { Panel } from '@/ui/panel.tsx';
import styles from './accrual-tile.module.css';

type Accrual = NonNullable<CohortSummaryQuery['cohortSummary']['accrual']>;

/** Patients by month of the first treatment, the selection in front of the whole study. */
export function AccrualTile({ accrual }: { accrual: Accrual | null }) {
  const t = useTranslations('cohort.accrual');
  const { scope } = useScope();
  if (scope === 'STUDY') {
    return (
      <Panel title={t('title')} note={t('noteProtected')}>
        {accrual ? <ProtectedBars accrual={accrual} /> : <Text size="sm">{t('withheld')}</Text>}
      </Panel>
    );
  }
  return (
    <Panel title={t('title')} note={t('note')}>
      {accrual ? <Sparkline bins={accrual.bins} /> : <Text size="sm">{t('none')}</Text>}
    </Panel>
  );
}

/** The same of all centres: bars that may be bounds, over which a period is drawn. */
function ProtectedBars({ accrual }: { accrual: Accrual }) {
  const t = useTranslations('cohort.accrual');
  const { cohort, setCohort } = useCohort();
  const { variable } = accrual;
  return (
    <HistogramPlot
      name={t('title')}
      unit={null}
      histogram={accrual}
      range={choiceOf(cohort, variable).period ?? [null, null]}
      onSet={(period) => setCohort(setPeriod(cohort, variable, period as Period))}
    />
  );
}

/** Units of the drawing, which is stretched to the tile. */
const [width, height] = [240, 96];

function Sparkline({ bins }: Pick<Accrual, 'bins'>) {
  const t = useTranslations('cohort.accrual');
  const [pointed, setPointed] = useState<number | null>(null);
  const most = Math.max(1, ...bins.map(({ ofAll }) => ofAll));
  const step = width / bins.length;
  const line = (of: 'n' | 'ofAll') =>
    bins
      .map((bin, k) => `${k * step},${heightOf(bin[of], most)} ${(k + 1) * step},${heightOf(bin[of], most)}`)
      .join(' ');
  const area = (of: 'n' | 'ofAll') => `0,${height} ${line(of)} ${width},${height}`;
  const [first, last] = [String(bins[0]?.from ?? '').slice(0, 7), String(bins.at(-1)?.to ?? '').slice(0, 7)];
  const bin = pointed === null ? undefined : bins[pointed];
  return (
    <>
      <svg
        className={styles['sparkline']}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('summary', { from: first, to: last, most: Math.max(0, ...bins.map(({ n }) => n)) })}
        onPointerMove={({ clientX, currentTarget }) => {
          const box = currentTarget.getBoundingClientRect();
          setPointed(
            Math.min(bins.length - 1, Math.max(0, Math.floor(((clientX - box.left) / box.width) * bins.length))),
          );
        }}
        onPointerLeave={() => setPointed(null)}
      >
        <polygon className={styles['all']} points={area('ofAll')} />
        <polygon className={styles['some']} points={area('n')} />
        <polyline className={styles['line']} points={line('n')} />
      </svg>
      <div className={styles['axis']} aria-hidden>
        <span>{first}</span>
        <span>{bin ? t('bin', { range: monthsOf(bin), n: bin.n, all: bin.ofAll }) : ''}</span>
        <span>{last}</span>
      </div>
    </>
  );
}

function heightOf(n: number, most: number): number {
  return height - (n / most) * (height - 4);
}

function monthsOf({ from, to }: Accrual['bins'][number]): string {
  const [first, last] = [String(from).slice(0, 7), String(to).slice(0, 7)];
  return first === last ? first : `${first} – ${last}`;
}
