'use client';
import { Text } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { KaplanMeierChart } from '@/charts/kaplan-meier-chart.tsx';
import { kaplanMeierHeight } from '@/charts/kaplan-meier-chart-data.ts';
import { lastMonth, toChart } from '@/charts/kaplan-meier-chart-picture.ts';
import { armStyle } from '@/charts/series-style.ts';
import { useWidth } from '@/charts/use-room.ts';
import { type StudyResultQuery } from '@/graphql/generated/graphql.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { useSay } from '@/i18n/use-say.ts';
import { type Study } from '@/session/session.tsx';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';

/** Room for the picture on a first page; its whole, with table and files, is the page of survival. */
const roomPx = 380;

/** Overall survival by arm with the numbers at risk, as the page of survival draws it. */
export function ResultCurve({ answer, study }: { answer: StudyResultQuery['survival']; study: Study }) {
  const t = useTranslations('home.result');
  const say = useSay();
  const scheme = useShownScheme();
  const place = useRef<HTMLDivElement>(null);
  const widthPx = Math.floor(useWidth(place));
  const survival = useMemo(() => unpackCurves(answer), [answer]);
  if (survival.n === 0) return null;
  const arms = study.arms.map(({ code }) => code).toSorted();
  const looks = survival.curves.map(({ label }) => ({
    label,
    style: armStyle(Math.max(0, arms.indexOf(label)), scheme),
  }));
  const heightPx = Math.round(kaplanMeierHeight(widthPx, survival.curves.length, roomPx));
  const picture = toChart(survival, looks, Math.max(1, Math.ceil(lastMonth(survival))), widthPx < 560 ? 6 : 12);
  return (
    <>
      <div ref={place} style={{ minHeight: heightPx }}>
        {widthPx > 0 ? (
          <KaplanMeierChart
            {...{ scheme, widthPx, heightPx, picture }}
            isExport={false}
            showsBand={false}
            texts={{
              x: t('monthsSince', { timeZero: say(survival.timeZeroStatement) }),
              y: t('osAxis'),
              atRisk: t('atRisk'),
              months: t('months'),
              summary: t('curve', { arms: survival.curves.map(({ label, n }) => `${label} (n = ${n})`).join(', ') }),
              statistics: [],
            }}
          />
        ) : null}
      </div>
      <Text size="xs" c="var(--text-quiet)">
        {t('curveNote', { version: survival.dataVersion })}
      </Text>
    </>
  );
}
