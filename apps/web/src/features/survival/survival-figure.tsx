'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { KaplanMeierChart } from '@/charts/kaplan-meier-chart.tsx';
import { kaplanMeierHeight, rowsPerCurve } from '@/charts/kaplan-meier-chart-data.ts';
import { lastMonth, thinBelow, toChart } from '@/charts/kaplan-meier-chart-picture.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { inFileName } from '@/selection/compared.tsx';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { showInterval, showNumber, showPStatement } from '@/numbers/show.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { useInR } from '@/tables/in-r.ts';
import { ScriptFiles } from '@/tables/script-files.tsx';
import { inSentence } from '@/i18n/in-sentence.ts';
import { survivalMonthsFilesQuery } from './months-query.ts';
import { resultTable } from './results.ts';
import { beyondAxis, curveRows, medianText, type Survival } from './to-chart.ts';
import { useLooks } from './use-looks.ts';
import { type Question, type WholeCurves } from './use-whole-curves.ts';
import { estimators, useSurvivalState } from './use-survival-state.ts';

interface SurvivalFigureProps {
  /** What is shown: the whole answer if it has been loaded, otherwise the one for the picture. */
  readonly survival: Survival;
  readonly whole: WholeCurves;
  /** What the curves were asked by; null where R has nothing to repeat. */
  readonly question: Question | null;
}

/** The script has restricted means too, which the figure does not show. */
const meansUntilDays = 730.5;

/** The Kaplan-Meier figure of an answer, with everything a reader needs to judge it. */
export function SurvivalFigure({ survival, whole, question }: SurvivalFigureProps) {
  const t = useTranslations('survival.figure');
  const words = useTranslations('survival');
  const say = useSay();
  const origin = useOrigin();
  const study = useStudy();
  const labels = useLabels();
  const { state } = useSurvivalState();
  const selection = useSelectionText(survival.protection ? 'STUDY' : 'OWN');
  const looks = { light: useLooks(survival, 'light'), dark: useLooks(survival, 'dark') };
  const { endpoint, groupBy, curves, monthDays, n, dropped } = survival;
  const xMax = state.xmax ?? Math.max(1, Math.ceil(lastMonth(survival)));
  const beyond = beyondAxis(survival, xMax);
  const title = groupBy
    ? t('titleBy', { endpoint: t(endpoint), variable: inSentence(labels.variable(groupBy)) })
    : t('title', { endpoint: t(endpoint) });
  const marked = survival.protection ? t('titleProtected', { title }) : title;
  const ratio = survival.hazardRatios.find(({ estimator }) => estimator === state.est) ?? survival.hazardRatios[0];
  const medians = curves.map(
    (curve, c) => `${looks.light[c]?.label ?? curve.label} ${medianText(curve, monthDays, t('notReached'))}`,
  );

  // A file has no panel beside it, so the warnings about its numbers are written into it.
  const doubts = [
    ...(ratio?.statements ?? []),
    ...(survival.logRank?.statements ?? []),
    ...curves.flatMap(({ statements }) => statements),
  ];

  // Of protected curves neither is told.
  const counts =
    state.counts && !survival.protection ? { events: t('columns.events'), censored: t('columns.censored') } : null;
  const texts = {
    counts,
    x: t('x', { timeZero: say(survival.timeZeroStatement) }),
    y: t(`${endpoint}Axis`),
    atRisk: t('atRisk'),
    months: t('months'),
    summary: t('summary', { title, medians: medians.join('; ') }),
    statistics: [
      ...(ratio && ratio.hazardRatio !== null
        ? [
            t('ratio', {
              ratio: showNumber(ratio.hazardRatio, 2),
              interval: showInterval(ratio.lower, ratio.upper, 2),
            }),
            t('comparison', {
              comparison: groupBy ? labels.shortValue(groupBy, ratio.comparison) : ratio.comparison,
              reference: groupBy ? labels.shortValue(groupBy, ratio.reference) : ratio.reference,
            }),
          ]
        : []),
      ...(survival.logRank ? [t('logRank', { p: showPStatement(survival.logRank.pValue) })] : []),
    ],
  };

  // The column beside the figure gives the medians, the methods and that nothing was randomised; a file gives all.
  const onPage = [
    ...(groupBy && curves.some(({ label }) => labels.shortValue(groupBy, label) !== labels.value(groupBy, label))
      ? [t('caption.groups', { groups: curves.map(({ label }) => labels.value(groupBy, label)).join('; ') })]
      : []),
    t(survival.protection ? 'caption.curveProtected' : 'caption.curve', {
      band: say(survival.bandMethodStatement),
      few: thinBelow,
    }),
    ...(counts ? [t('caption.counts')] : []),
    ...(beyond > 0 ? [t('caption.beyond', { n: beyond })] : []),
    ...survival.endpointRule.map(say),
    ...survival.grouping.map(say),
  ];

  const fileName = `${study.code}-${endpoint}${groupBy ? `-${inFileName(groupBy)}` : ''}${survival.protection ? '-all-centres-protected' : ''}`;
  return (
    <Figure
      title={marked}
      captionOnPage={onPage}
      caption={[
        ...onPage,
        t('caption.medians', { medians: medians.join('; ') }),
        ...(ratio ? [t('caption.ratio', { method: say(ratio.methodStatement) })] : []),
        t('caption.time', {
          timeZero: say(survival.timeZeroStatement),
          recipe: survival.recipe,
          days: monthDays,
        }),
        ...(survival.minimumFollowUp ? [say(survival.minimumFollowUp.ruleStatement)] : []),
        ...survival.population.map(say),
        ...(survival.protection?.statements ?? []).map(say),
        ...doubts.map(say),
        t('caption.observational'),
      ]}
      provenance={origin(t('provenance', { study: study.code, version: survival.dataVersion, n, dropped, selection }))}
      isSynthetic={study.synthetic}
      fileName={fileName}
      table={{
        columns: [
          {
            file: groupBy ? inFileName(groupBy) : 'group',
            header: groupBy ? labels.variable(groupBy) : t('columns.group'),
          },
          { file: 'days', header: t('columns.days') },
          { file: 'months', header: t('columns.months'), decimals: 2 },
          { file: 'at_risk', header: t('columns.atRisk') },
          { file: 'events', header: t('columns.events') },
          { file: 'censored', header: t('columns.censored') },
          {
            file: 'survival',
            header: t(endpoint === 'OS' || endpoint === 'PFS' ? 'columns.survival' : 'columns.eventFree'),
            decimals: 4,
          },
          { file: 'lower', header: t('columns.lower'), decimals: 4 },
          { file: 'upper', header: t('columns.upper'), decimals: 4 },
        ],
        rows: curveRows(survival, looks.light),
      }}
      viewKey="view"
      controls={
        question && !survival.protection ? (
          <CurvesInR question={question} of={marked} fileName={fileName} head={[marked, ...onPage]} rows={n} />
        ) : null
      }
      rest={{ isHere: whole.survival !== null, key: whole.key, load: whole.load, errorCode }}
      summary={resultTable(survival, looks.light, {
        headers: {
          measure: words('results.measure'),
          group: t('columns.group'),
          n: words('results.n'),
          events: t('columns.events'),
          estimate: words('results.estimate'),
          lower: t('columns.lower'),
          upper: t('columns.upper'),
          p: words('results.p'),
        },
        median: words('results.median'),
        ratio: (name) =>
          words('results.ratio', { estimator: words(`ratio.${estimators.find((known) => known === name) ?? 'cox'}`) }),
        logRank: words('results.logRank'),
        comparison: (comparison, reference) =>
          t('comparison', {
            comparison: groupBy ? labels.shortValue(groupBy, comparison) : comparison,
            reference: groupBy ? labels.shortValue(groupBy, reference) : reference,
          }),
      })}
      heightOf={(widthPx, roomPx) => kaplanMeierHeight(widthPx, curves.length * rowsPerCurve(counts), roomPx)}
      draw={(drawing) => (
        <KaplanMeierChart
          {...drawing}
          picture={toChart(survival, looks[drawing.scheme], xMax, drawing.widthPx < 560 ? 6 : 12)}
          texts={texts}
          showsBand={state.band}
        />
      )}
    />
  );
}

interface CurvesInRProps {
  readonly question: Question;
  readonly of: string;
  readonly fileName: string;
  readonly head: readonly string[];
  readonly rows: number;
}

function CurvesInR({ question: { scope: _own, ...question }, ...of }: CurvesInRProps) {
  const variables = { ...question, untilDays: meansUntilDays };
  const inR = useInR(survivalMonthsFilesQuery, variables, (data) => data.survival.files);
  return <ScriptFiles {...of} inR={inR} />;
}
