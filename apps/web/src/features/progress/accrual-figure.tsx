'use client';
import { SegmentedControl } from '@mantine/core';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { AccrualChart, accrualHeight } from '@/charts/accrual-chart.tsx';
import { accrualPicture } from '@/charts/accrual-chart-data.ts';
import { Figure } from '@/charts/figure.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { useStudy } from '@/session/session.tsx';
import { type Progress } from './query.ts';
import { accrualRows } from './to-tables.ts';

const waysOfCounting = ['sum', 'month'] as const;

/** Patients by calendar month, a band for each centre, with the plan. */
export function AccrualFigure({ progress, reach }: { progress: Progress; reach: string }) {
  const t = useTranslations('progress.accrual');
  const say = useSay();
  const study = useStudy();
  const [way, setWay] = useQueryState('accrual', parseAsStringLiteral(waysOfCounting).withDefault('sum'));
  const { accrual, dataVersion } = progress;
  const { months, centres } = accrual;
  const planned = accrual.planned ?? null;
  const series = centres.map(({ centre, counts }) => ({ key: centre, counts }));
  const picture = accrualPicture(months, series, planned, way === 'sum', t('others'));
  const total = centres.reduce((sum, { n }) => sum + n, 0);
  const texts = {
    y: t(way === 'sum' ? 'patients' : 'perMonth'),
    planned: t('planned'),
    summary: t('summary', { n: total, from: months[0] ?? '', to: months.at(-1) ?? '' }),
    month: (place: number) =>
      t('month', {
        month: months[place] ?? '',
        n: picture.bands.reduce((sum, { values }) => sum + (values[place] ?? 0), 0),
      }),
  };
  return (
    <Figure
      title={t(way === 'sum' ? 'title' : 'titleMonth')}
      caption={[reach, ...accrual.statements.map((one) => `${say(one)}.`), t('version', { version: dataVersion })]}
      provenance={[t('provenance', { study: study.code })]}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-accrual`}
      table={{
        columns: [
          { file: 'month', header: t('monthHeader') },
          ...centres.map(({ centre }) => ({ file: centre, header: centre })),
          { file: 'all', header: t('inMonth') },
          { file: 'cumulative', header: t('patients') },
          ...(planned ? [{ file: 'planned', header: t('planned'), decimals: 0 }] : []),
        ],
        rows: accrualRows(accrual),
      }}
      summary={{
        columns: [
          { file: 'centre', header: t('centre') },
          { file: 'patients', header: t('patients') },
          { file: 'per_month', header: t('perMonth'), decimals: 1 },
        ],
        rows: centres.map(({ centre, n }) => [centre, n, months.length > 0 ? n / months.length : null]),
      }}
      viewKey="view"
      controls={
        <SegmentedControl
          size="xs"
          aria-label={t('way')}
          value={way}
          onChange={(value) => void setWay(value === 'month' ? 'month' : 'sum')}
          data={[
            { value: 'sum', label: t('ways.sum') },
            { value: 'month', label: t('ways.month') },
          ]}
        />
      }
      heightOf={(widthPx) => accrualHeight(widthPx, picture, texts.planned)}
      draw={(drawing) => <AccrualChart {...drawing} picture={picture} texts={texts} />}
    />
  );
}
