'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { KaplanMeierChart } from '@/charts/kaplan-meier-chart.tsx';
import { kaplanMeierHeight } from '@/charts/kaplan-meier-chart-data.ts';
import { lastMonth, toChart } from '@/charts/kaplan-meier-chart-picture.ts';
import { groupStyle, type Scheme } from '@/charts/series-style.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showEstimate, showPStatement, showThreshold } from '@/numbers/show.ts';
import { monthsOf, toMonths } from '@/numbers/to-months.ts';
import { useInR } from '@/tables/in-r.ts';
import { scoreOutcomeFilesQuery } from './outcome-query.ts';
import { scriptOf } from './use-figure-script.tsx';
import { type OutcomeFigureProps } from './view-types.ts';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';

/** Survival of high and low scores in each arm. */
export function OutcomeFigure({ source, set, asked, outcome }: OutcomeFigureProps) {
  const t = useTranslations('models.outcome');
  const say = useSay();
  const nameOf = useSetName();
  const fileSet = useFileSet();
  const facts = useFileFacts(source, outcome.dataVersion);
  const { study, set: inSet, cohort } = asked;
  const inR = useInR(
    scoreOutcomeFilesQuery,
    { study, source: source.id, set: inSet, cohort, endpoint: outcome.endpoint, threshold: outcome.threshold },
    ({ scoreOutcome }) => scoreOutcome.files,
  );
  const { groups, monthDays, effects, threshold, survivalInteractionP } = outcome;
  const labelOf = ({ arm, isHigh }: (typeof groups)[number]) =>
    t(isHigh ? 'high' : 'low', { arm, threshold: showThreshold(threshold) });
  const curves = groups.map((group) => ({ ...group, label: labelOf(group) }));
  const looks = (scheme: Scheme) => curves.map(({ label }, i) => ({ label, style: groupStyle(i, scheme) }));
  const xMax = Math.max(1, Math.ceil(lastMonth({ curves, monthDays })));
  const statistics = [
    ...effects.map(({ arm, hazardRatio, logRankP }) =>
      t('statistics', {
        arm,
        ratio: showEstimate(hazardRatio.estimate, hazardRatio.lower, hazardRatio.upper, 2),
        p: showPStatement(logRankP),
      }),
    ),
    ...(survivalInteractionP === null ? [] : [t('interaction', { p: showPStatement(survivalInteractionP) })]),
  ];
  const months = (day: number | null) => monthsOf(day, monthDays);
  const medians = curves.map(({ label, medianDays, medianLowerDays, medianUpperDays }) =>
    t('median', {
      label,
      median: showEstimate(months(medianDays), months(medianLowerDays), months(medianUpperDays), 1, t('notReached')),
    }),
  );
  const title = t('title', { endpoint: t(`endpoints.${outcome.endpoint === 'PFS' ? 'PFS' : 'OS'}`) });
  const fileName = `score-${outcome.endpoint.toLowerCase()}-${source.kind}-${fileSet(set)}`;
  const caption = [
    t('caption', { set: nameOf(set), n: outcome.n, events: outcome.events, threshold: showThreshold(threshold) }),
    ...statistics,
    ...medians,
    ...outcome.method.map(say),
    t('timeZero', { timeZero: say(outcome.timeZeroStatement), recipe: outcome.recipe }),
    `${say(outcome.patientRule)}.`,
    ...outcome.statements.map(say),
  ];
  return (
    <Figure
      title={title}
      caption={caption}
      {...facts}
      fileName={fileName}
      {...scriptOf(inR, { title, caption, provenance: facts.provenance, fileName, rows: outcome.n })}
      table={{
        columns: [
          { file: 'group', header: t('table.group') },
          { file: 'day', header: t('table.day') },
          { file: 'month', header: t('table.month'), decimals: 2 },
          { file: 'at_risk', header: t('table.atRisk') },
          { file: 'events', header: t('table.events') },
          { file: 'censored', header: t('table.censored') },
          { file: 'survival', header: t('table.survival'), decimals: 4 },
          { file: 'lower', header: t('table.lower'), decimals: 4 },
          { file: 'upper', header: t('table.upper'), decimals: 4 },
        ],
        rows: curves.flatMap((curve) =>
          curve.days.map((day, i) => [
            curve.label,
            day,
            toMonths(day, monthDays),
            curve.atRisk[i] ?? null,
            curve.nEvent[i] ?? null,
            curve.nCensor[i] ?? null,
            curve.survival[i] ?? null,
            curve.lower[i] ?? null,
            curve.upper[i] ?? null,
          ]),
        ),
      }}
      heightOf={(widthPx, roomPx) => kaplanMeierHeight(widthPx, curves.length, roomPx)}
      draw={(drawing) => (
        <KaplanMeierChart
          {...drawing}
          picture={toChart({ curves, monthDays }, looks(drawing.scheme), xMax, drawing.widthPx < 560 ? 6 : 12)}
          texts={{
            x: t('x'),
            y: t('y'),
            atRisk: t('atRisk'),
            months: t('months'),
            summary: statistics.join('; ') || missing,
            statistics,
          }}
          showsBand
        />
      )}
    />
  );
}
