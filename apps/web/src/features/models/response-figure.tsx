'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { RateChart } from '@/charts/rate-chart.tsx';
import { type RateLine, rateChartHeight } from '@/charts/rate-chart-data.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showFraction, showPercent, showPercentInterval, showPStatement, showThreshold } from '@/numbers/show.ts';
import { type OutcomeFigureProps } from './view-types.ts';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';

/** Objective response of high and low scores in each arm. */
export function ResponseFigure({ source, set, outcome }: OutcomeFigureProps) {
  const t = useTranslations('models.outcome');
  const say = useSay();
  const nameOf = useSetName();
  const fileSet = useFileSet();
  const facts = useFileFacts(source, outcome.dataVersion);
  const { groups, threshold, responseInteractionP } = outcome;
  const lines = groups.map((group): RateLine => {
    const { arm, isHigh, responders, evaluable, responseLower, responseUpper } = group;
    const name = t(isHigh ? 'high' : 'low', { arm, threshold: showThreshold(threshold) });
    const estimate = evaluable === 0 ? null : responders / evaluable;
    const share = `${showPercent(estimate)} (${showPercentInterval(responseLower, responseUpper, 0)})`;
    const words = `${share}, ${showFraction(responders, evaluable)}`;
    return {
      id: `${arm} ${isHigh}`,
      kind: 'rate',
      name,
      rates: [estimate === null ? null : { estimate, lower: responseLower ?? 0, upper: responseUpper ?? 1, words }],
      tests: [],
      spoken: `${name}: ${words}`,
    };
  });
  const interaction =
    responseInteractionP === null ? [] : [t('interaction', { p: showPStatement(responseInteractionP) })];
  return (
    <Figure
      title={t('response.title')}
      caption={[
        t('response.caption', { set: nameOf(set), threshold: showThreshold(threshold) }),
        ...interaction,
        `${say(outcome.patientRule)}.`,
      ]}
      {...facts}
      fileName={`score-response-${source.kind}-${fileSet(set)}`}
      table={{
        columns: [
          { file: 'arm', header: t('arm') },
          { file: 'score', header: t('table.score') },
          { file: 'responders', header: t('response.responders') },
          { file: 'evaluable', header: t('response.evaluable') },
          { file: 'lower', header: t('table.lower'), decimals: 4 },
          { file: 'upper', header: t('table.upper'), decimals: 4 },
        ],
        rows: groups.map(({ arm, isHigh, responders, evaluable, responseLower, responseUpper }) => [
          arm,
          `${isHigh ? '≥' : '<'} ${showThreshold(threshold)}`,
          responders,
          evaluable,
          responseLower,
          responseUpper,
        ]),
      }}
      heightOf={(widthPx) => rateChartHeight(lines.length, 1, widthPx)}
      draw={(drawing) => (
        <RateChart
          {...drawing}
          lines={lines}
          texts={{ rates: [t('response.rate')], x: '%', summary: lines.map(({ spoken }) => spoken).join('; ') }}
        />
      )}
    />
  );
}
