'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { type CurveLook, lastMonth, toChart } from '@/charts/kaplan-meier-chart-picture.ts';
import { KaplanMeierChart } from '@/charts/kaplan-meier-chart.tsx';
import { kaplanMeierHeight } from '@/charts/kaplan-meier-chart-data.ts';
import { armStyle, groupStyle, type Scheme } from '@/charts/series-style.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showInterval, showNumber } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { weightedCurveTable, weightedPicture } from './to-weighted-curves.ts';
import { type Weighting } from './to-weighting.ts';

const crudeDash = '3 4';
/** Of a telephone, and of one column in print. */
const narrowPx = 560;

/** Weighted curves, solid with their bands, over those of the same patients as they are. */
export function WeightedFigure({ weighting }: { readonly weighting: Weighting }) {
  const t = useTranslations('survival.weighting.curves');
  const figure = useTranslations('survival.figure');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const origin = useOrigin();
  const unpacked = useMemo(() => unpackCurves(weighting), [weighting]);
  const { groupBy, reference, comparison, endpoint, monthDays, recipe } = weighting;
  const name = (group: string | null | undefined) => labels.shortValue(groupBy, group ?? null);
  const arms = study.arms.map(({ code }) => code).toSorted();
  const styleOf = (label: string, scheme: Scheme) =>
    groupBy === 'arm'
      ? armStyle(Math.max(0, arms.indexOf(label)), scheme)
      : groupStyle(label === reference ? 0 : 1, scheme);
  /** @param isNarrow - the names of rows have room for a word. */
  const looksOf = (scheme: Scheme, isNarrow = false): CurveLook[] =>
    unpacked.curves.map(({ label, isWeighted }) => ({
      label: isNarrow
        ? t(isWeighted ? 'weightedShort' : 'crudeShort', { group: name(label) })
        : t(isWeighted ? 'weighted' : 'crude', { group: name(label) }),
      style: { ...styleOf(label, scheme), dash: isWeighted ? undefined : crudeDash },
    }));
  const picture = weightedPicture(unpacked);
  const xMax = Math.max(1, Math.ceil(lastMonth(picture)));
  const title = t('title', { endpoint: figure(endpoint) });
  const ratio = weighting.ratios.find(({ kind }) => kind === 'WEIGHTED')?.ratio;
  const n = weighting.sides.reduce((sum, side) => sum + side.n, 0);
  const caption = [
    t('caption'),
    figure('caption.time', { timeZero: say(weighting.timeZeroStatement), recipe, days: monthDays }),
    ...weighting.statements.map(say),
    figure('caption.observational'),
  ];
  return (
    <Figure
      title={title}
      caption={[...caption, ...weighting.population.map(say)]}
      captionOnPage={caption.slice(0, 2)}
      provenance={origin(t('provenance', { study: study.code, version: weighting.dataVersion, n, recipe, selection }))}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-${endpoint}-weighted-curves`}
      table={weightedCurveTable(unpacked, looksOf('light'), {
        group: figure('columns.group'),
        days: figure('columns.days'),
        months: figure('columns.months'),
        atRisk: figure('columns.atRisk'),
        survival: figure('columns.survival'),
        lower: figure('columns.lower'),
        upper: figure('columns.upper'),
      })}
      viewKey="weightedCurves"
      heightOf={(widthPx, roomPx) => kaplanMeierHeight(widthPx, unpacked.curves.length, roomPx)}
      draw={(drawing) => (
        <KaplanMeierChart
          {...drawing}
          picture={toChart(
            picture,
            looksOf(drawing.scheme, drawing.widthPx < narrowPx),
            xMax,
            drawing.widthPx < narrowPx ? 6 : 12,
          )}
          showsBand
          texts={{
            x: figure('x', { timeZero: say(weighting.timeZeroStatement) }),
            y: figure(`${endpoint}Axis`),
            atRisk: figure('atRisk'),
            months: figure('months'),
            summary: t('summary', { title }),
            statistics:
              ratio && ratio.hazardRatio !== null
                ? [
                    t('ratio', {
                      ratio: showNumber(ratio.hazardRatio, 2),
                      interval: showInterval(ratio.lower, ratio.upper, 2),
                    }),
                    figure('comparison', { comparison: name(comparison), reference: name(reference) }),
                  ]
                : [],
          }}
        />
      )}
    />
  );
}
