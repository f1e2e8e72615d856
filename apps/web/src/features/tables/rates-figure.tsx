'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { RateChart } from '@/charts/rate-chart.tsx';
import { rateChartHeight } from '@/charts/rate-chart-data.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useSay } from '@/i18n/use-say.ts';
import { inFileName } from '@/selection/compared.tsx';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useSnapshotLines } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { rateLines } from './to-rates.ts';
import { type ResponseAnswer, responseNumbers } from './to-response.ts';

/** Both rates of the groups and of the levels within them, with their intervals. */
export function RatesFigure({ answer }: { answer: ResponseAnswer }) {
  const t = useTranslations('tables.rates');
  const response = useTranslations('tables.response');
  const baseline = useTranslations('tables.baseline');
  const frame = useTranslations('tables.frame');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText(answer.protection ? 'STUDY' : 'OWN');
  const snapshotLines = useSnapshotLines();
  const by = answer.groupBy ?? null;
  const second = answer.within ?? null;
  const secondName = second ? labels.variable(second) : '';
  const plain = by ? t('titleBy', { variable: inSentence(labels.variable(by)) }) : t('title');
  const { protection } = answer;
  const title = protection ? baseline('titleProtected', { title: plain }) : plain;
  const lines = rateLines(answer, {
    group: (value) => (by ? labels.shortValue(by, value) : baseline('everybody')),
    level: (value) => (second ? labels.value(second, value) : value),
    total: baseline('total'),
    groups: by ? labels.variable(by) : null,
    within: (group) => t('within', { variable: secondName, group }),
    named: (name, n) => t('named', { name, n }),
    tests: (chiSquare, fisher) =>
      [
        ...(chiSquare === null ? [] : [t('chiSquare', { p: chiSquare })]),
        ...(fisher === null ? [] : [t('fisher', { p: fisher })]),
      ].join('; '),
    orr: t('orr'),
    dcr: t('dcr'),
  });
  const rates = [t('orr'), t('dcr')];
  return (
    <Figure
      title={title}
      caption={[
        ...(answer.total ? [response('interval', { interval: say(answer.total.orr.methodStatement) })] : []),
        ...answer.statements.map(say),
        ...(protection?.statements ?? []).map(say),
        ...answer.population.map(say),
        ...(answer.rows.length > 1 ? [baseline('observational')] : []),
      ]}
      captionOnPage={[t('reading')]}
      provenance={[
        frame('origin', { study: study.code, version: answer.dataVersion, selection }),
        ...snapshotLines,
        frame('recipe', { recipe: answer.recipe }),
      ]}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-response-rates${by ? `-${inFileName(by)}` : ''}${protection ? '-all-centres-protected' : ''}`}
      table={responseNumbers(answer)}
      heightOf={(widthPx) => rateChartHeight(lines.length, rates.length, widthPx)}
      draw={(drawing) => (
        <RateChart {...drawing} lines={lines} texts={{ rates, x: t('x'), summary: t('summary', { title }) }} />
      )}
    />
  );
}
