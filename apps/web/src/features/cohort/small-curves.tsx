'use client';
import { Text } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { KaplanMeierChart } from '@/charts/kaplan-meier-chart.tsx';
import { kaplanMeierHeight } from '@/charts/kaplan-meier-chart-data.ts';
import { lastMonth, toChart } from '@/charts/kaplan-meier-chart-picture.ts';
import { armStyle } from '@/charts/series-style.ts';
import { useWidth } from '@/charts/use-room.ts';
import { type CohortSurvivalQuery } from '@/graphql/generated/graphql.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate } from '@/numbers/show.ts';
import { monthsOf } from '@/numbers/to-months.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { DataTable } from '@/ui/data-table.tsx';

/** Room for the picture; its whole, with files, is the page of survival. */
const roomPx = 330;

/** The curves, and below them how many patients, deaths and the median of each arm. */
export function SmallCurves({ answer }: { answer: CohortSurvivalQuery['survival'] }) {
  const t = useTranslations('cohort.curve');
  const say = useSay();
  const labels = useLabels();
  const study = useStudy();
  const scheme = useShownScheme();
  const place = useRef<HTMLDivElement>(null);
  const widthPx = Math.floor(useWidth(place));
  const survival = useMemo(() => unpackCurves(answer), [answer]);
  const { curves, monthDays, withheldGroups } = survival;
  const arms = study.arms.map(({ code }) => code).toSorted();
  const looks = curves.map(({ label }) => ({
    label: labels.shortValue('arm', label),
    style: armStyle(Math.max(0, arms.indexOf(label)), scheme),
  }));
  const heightPx = Math.round(kaplanMeierHeight(widthPx, curves.length, roomPx));
  const xMax = Math.max(1, Math.ceil(lastMonth(survival)));
  return (
    <div ref={place}>
      {withheldGroups.length > 0 ? <Text size="sm">{t('withheld', { groups: withheldGroups.join(', ') })}</Text> : null}
      {curves.length === 0 ? (
        <Text size="sm">{t('none')}</Text>
      ) : (
        <>
          <div style={{ minHeight: heightPx }}>
            {widthPx > 0 ? (
              <KaplanMeierChart
                {...{ scheme, widthPx, heightPx }}
                picture={toChart(survival, looks, xMax, widthPx < 560 ? 6 : 12)}
                isExport={false}
                showsBand={false}
                texts={{
                  x: t('x', { timeZero: say(survival.timeZeroStatement) }),
                  y: t('y'),
                  atRisk: t('atRisk'),
                  months: t('months'),
                  summary: t('summary', { arms: curves.map(({ label, n }) => `${label} (n = ${n})`).join(', ') }),
                  statistics: [],
                }}
              />
            ) : null}
          </div>
          <DataTable
            caption={t('title')}
            hideCaption
            columns={[
              { id: 'arm', header: t('arm'), rowHeader: true, cell: ({ label }) => labels.shortValue('arm', label) },
              { id: 'n', header: t('n'), align: 'right', cell: ({ n }) => n },
              { id: 'events', header: t('events'), align: 'right', cell: ({ events }) => events },
              {
                id: 'median',
                header: t('median'),
                align: 'right',
                cell: ({ medianDays, medianLowerDays, medianUpperDays }) => {
                  const [median = null, lower = null, upper = null] = [
                    medianDays,
                    medianLowerDays,
                    medianUpperDays,
                  ].map((days) => monthsOf(days, monthDays));
                  return showEstimate(median, lower, upper, 1, t('notReached'));
                },
              },
            ]}
            rows={curves}
            rowKey={({ label }) => label}
          />
        </>
      )}
    </div>
  );
}
