'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { IncidenceChart, incidenceHeight } from '@/charts/incidence-chart.tsx';
import { armStyle, groupStyle, type Scheme } from '@/charts/series-style.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showPStatement } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import {
  type Competing,
  type FirstEvent,
  incidenceRisks,
  incidenceSeries,
  incidenceTable,
  lastIncidenceMonth,
} from './to-competing.ts';
import { useCompetingWords } from './use-competing-words.ts';

/** Curves of cumulative incidence with Gray's tests. */
export function CompetingFigure({ competing }: { readonly competing: Competing }) {
  const t = useTranslations('survival.competing');
  const figure = useTranslations('survival.figure');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const origin = useOrigin();
  const { groupBy, groups, tests, monthDays, endpoint } = competing;
  const events = useCompetingWords(competing);
  const arms = study.arms.map(({ code }) => code).toSorted();
  const looksOf = (scheme: Scheme) =>
    groups.map(({ label }, i) => ({
      label: groupBy ? labels.shortValue(groupBy, label) : t('everybody'),
      style: groupBy === 'arm' ? armStyle(Math.max(0, arms.indexOf(label)), scheme) : groupStyle(i, scheme),
    }));
  const eventName = events.nameOf;
  const nameOf = (group: string, event: FirstEvent) => t('series', { group, event: eventName(event) });
  const title = groupBy
    ? t('titleBy', { title: events.title, variable: inSentence(labels.variable(groupBy)) })
    : events.title;
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const statistics = tests.map(({ event, pValue }) =>
    t('test', { event: eventName(event), p: showPStatement(pValue) }),
  );
  const caption = [
    t('caption', events.both),
    ...competing.statements.map(say),
    ...tests.slice(0, 1).map(({ methodStatement }) => say(methodStatement)),
    ...tests.flatMap(({ event, statements }) => statements.map((one) => `${eventName(event)}: ${say(one)}`)),
    ...(competing.droppedReasons.length > 0
      ? [t('dropped', { reasons: competing.droppedReasons.map(say).join('; ') })]
      : []),
    figure('caption.time', { timeZero: say(competing.timeZeroStatement), recipe: competing.recipe, days: monthDays }),
    figure('caption.observational'),
  ];
  return (
    <Figure
      title={title}
      caption={[...caption, ...competing.population.map(say)]}
      captionOnPage={caption}
      provenance={origin(
        t('provenance', { study: study.code, version: competing.dataVersion, n, recipe: competing.recipe, selection }),
      )}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-${endpoint}-competing-risks`}
      table={incidenceTable(
        competing,
        looksOf('light'),
        {
          group: t('columns.group'),
          event: t('columns.event'),
          days: t('columns.days'),
          months: t('columns.months'),
          incidence: t('columns.incidence'),
          lower: t('columns.lower'),
          upper: t('columns.upper'),
        },
        eventName,
      )}
      viewKey="view"
      heightOf={(width) => incidenceHeight(width, 2 * groups.length, groups.length, statistics.length)}
      draw={(drawing) => (
        <IncidenceChart
          {...drawing}
          series={incidenceSeries(competing, looksOf(drawing.scheme), nameOf)}
          risks={incidenceRisks(competing, looksOf(drawing.scheme))}
          lastMonth={lastIncidenceMonth(competing)}
          texts={{
            x: figure('x', { timeZero: say(competing.timeZeroStatement) }),
            y: t('y'),
            atRisk: figure('atRisk'),
            summary: t('summary', { title, tests: statistics.join('; ') }),
            statistics,
          }}
        />
      )}
    />
  );
}
