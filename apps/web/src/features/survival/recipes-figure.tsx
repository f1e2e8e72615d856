'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { type CurveLook, lastMonth, toChart } from '@/charts/kaplan-meier-chart-picture.ts';
import { KaplanMeierChart } from '@/charts/kaplan-meier-chart.tsx';
import { kaplanMeierHeight } from '@/charts/kaplan-meier-chart-data.ts';
import { armStyle, groupStyle, type Scheme } from '@/charts/series-style.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showInterval, showNumber } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { medianText } from './to-chart.ts';
import { curvesOfTwo, curveTableOfTwo, pictureOfTwo, type RecipeComparison } from './to-recipes.ts';

const otherDash = '3 4';
/** Of a telephone, and of one column in print. */
const narrowPx = 560;

/** Curves by the recipe of the study, solid with their bands, under those of the same patients by another, dotted. */
export function RecipesFigure({ comparison }: { readonly comparison: RecipeComparison }) {
  const t = useTranslations('survival.recipes');
  const figure = useTranslations('survival.figure');
  const words = useTranslations('survival');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const origin = useOrigin();
  const curves = useMemo(() => curvesOfTwo(comparison), [comparison]);
  const { endpoint, groupBy, monthDays, sides, dataVersion } = comparison;
  const [own, other] = sides;
  const arms = study.arms.map(({ code }) => code).toSorted();
  const groups = [...new Set(curves.map(({ label }) => label))];
  const styleOf = (label: string, scheme: Scheme) =>
    groupBy === 'arm' ? armStyle(Math.max(0, arms.indexOf(label)), scheme) : groupStyle(groups.indexOf(label), scheme);
  const nameOf = (label: string) => (groupBy ? labels.shortValue(groupBy, label) : words('everybody'));
  /** @param isNarrow - the names of rows have room for a word. */
  const looksOf = (scheme: Scheme, isNarrow = false): CurveLook[] =>
    curves.map(({ label, isOwn, recipe }) => ({
      label:
        groupBy === null || groupBy === undefined
          ? recipe
          : isOwn
            ? nameOf(label)
            : t(isNarrow ? 'seriesShort' : 'series', { group: nameOf(label) }),
      style: { ...styleOf(label, scheme), dash: isOwn ? undefined : otherDash },
    }));
  const picture = pictureOfTwo(curves, monthDays);
  const xMax = Math.max(1, Math.ceil(lastMonth(picture)));
  const title = groupBy
    ? t('titleBy', { endpoint: figure(endpoint), variable: inSentence(labels.variable(groupBy)) })
    : t('title', { endpoint: figure(endpoint) });
  const sideText = ({ recipe, n, events, curves: ofSide, ratio }: RecipeComparison['sides'][number]) =>
    t('side', {
      ...{ recipe, n, events },
      medians: ofSide
        .map(
          (curve) =>
            `${nameOf(curve.label)} ${medianText({ ...curve, medianDays: curve.medianDays ?? null }, monthDays, figure('notReached'))}`,
        )
        .join('; '),
    }) +
    (ratio && ratio.hazardRatio !== null && ratio.hazardRatio !== undefined
      ? ` ${figure('ratio', { ratio: showNumber(ratio.hazardRatio, 2), interval: showInterval(ratio.lower, ratio.upper, 2) })}.`
      : '');
  const caption = [
    t('caption', { own: own?.recipe ?? '', other: other?.recipe ?? '' }),
    ...sides.map(sideText),
    ...sides.flatMap(({ recipe, endpointRule }) => endpointRule.map((one) => `${recipe}: ${say(one)}`)),
    ...sides.flatMap(({ recipe, droppedReasons }) =>
      droppedReasons.length > 0 ? [t('dropped', { recipe, reasons: droppedReasons.map(say).join('; ') })] : [],
    ),
    ...comparison.statements.map(say),
    words('months.timeZero', { timeZero: say(comparison.timeZeroStatement), days: monthDays }),
    figure('caption.observational'),
  ];
  return (
    <Figure
      title={title}
      caption={[...caption, ...comparison.population.map(say)]}
      captionOnPage={caption}
      provenance={origin(
        t('provenance', { study: study.code, version: dataVersion, n: comparison.patients, selection }),
      )}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-${endpoint}-recipes`}
      table={curveTableOfTwo(curves, monthDays, looksOf('light'), {
        recipe: t('columns.recipe'),
        group: figure('columns.group'),
        days: figure('columns.days'),
        months: figure('columns.months'),
        atRisk: figure('columns.atRisk'),
        events: figure('columns.events'),
        censored: figure('columns.censored'),
        survival: figure('columns.eventFree'),
        lower: figure('columns.lower'),
        upper: figure('columns.upper'),
      })}
      viewKey="view"
      heightOf={(widthPx, roomPx) => kaplanMeierHeight(widthPx, curves.length, roomPx)}
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
            x: figure('x', { timeZero: say(comparison.timeZeroStatement) }),
            y: figure(`${endpoint}Axis`),
            atRisk: figure('atRisk'),
            months: figure('months'),
            summary: t('summary', { title, n: comparison.changedTotal }),
            statistics: [],
          }}
        />
      )}
    />
  );
}
