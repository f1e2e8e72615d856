'use client';
import { subjectVariables } from '@haim/schema';
import { useQuery } from '@apollo/client/react';
import { MultiSelect } from '@mantine/core';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { RateChart } from '@/charts/rate-chart.tsx';
import { type RateLine, rateChartHeight } from '@/charts/rate-chart-data.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showMeasured, showP, showThreshold } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { type ChosenSet, type ScoreSource } from '@/evaluation/evaluation.ts';
import { subgroupLine, subgroupRows } from './to-subgroups.ts';
import { type Asked } from './use-evaluated.ts';
import { useFileFacts } from './use-file-facts.ts';
import { useFigureScript } from './use-figure-script.tsx';
import { useFileSet, useSetName } from './use-set-name.ts';
import { subgroupsQuery } from './view-queries.ts';
import { type Subgroups } from './view-types.ts';

interface SubgroupsViewProps {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
  readonly asked: Asked;
  readonly threshold: number | null;
}

/** Whether the score works alike in all kinds of patients, centres and scanners. */
export function SubgroupsView({ source, set, asked, threshold }: SubgroupsViewProps) {
  const [chosen, choose] = useQueryState('by', parseAsArrayOf(parseAsString));
  const variables = { ...asked, threshold, variables: chosen };
  const { data, previousData, error, refetch } = useQuery(subgroupsQuery, { variables, fetchPolicy: 'cache-first' });
  const shown = data ?? (error ? null : previousData) ?? null;
  if (!shown) {
    if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
    return <LoadingState height={520} />;
  }
  return (
    <FigureLanguages>
      <SubgroupsFigure
        source={source}
        set={set}
        asked={asked}
        variables={chosen}
        evaluation={shown.evaluation}
        onChoose={(names) => void choose(names.length === 0 ? null : names)}
      />
    </FigureLanguages>
  );
}

interface SubgroupsFigureProps {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
  readonly asked: Asked;
  readonly variables: readonly string[] | null;
  readonly evaluation: Subgroups;
  readonly onChoose: (names: string[]) => void;
}

function SubgroupsFigure({ source, set, asked, variables, evaluation, onChoose }: SubgroupsFigureProps) {
  const t = useTranslations('models.subgroups');
  const say = useSay();
  const pick = useLabel();
  const labels = useLabels();
  const study = useStudy();
  const nameOf = useSetName();
  const fileSet = useFileSet();
  const facts = useFileFacts(source, evaluation.dataVersion);
  const script = useFigureScript(asked, evaluation.threshold, 'SUBGROUPS', variables);
  const { subgroups, threshold } = evaluation;
  const variableName = (name: string) => (name === 'scanner' ? t('scanner') : labels.variable(name));
  const words = {
    variable: variableName,
    group: (variable: string, { value, from, below }: Subgroups['subgroups'][number]['groups'][number]) => {
      if (value !== null) return variable === 'scanner' ? value : labels.shortValue(variable, value);
      return from === null ? t('below', { value: showMeasured(below ?? 0) }) : t('from', { value: showMeasured(from) });
    },
    test: (p: number | null) => (p === null ? '' : t('test', { p: showP(p) })),
    n: (n: number, nPositive: number) => t('n', { n, nPositive }),
  };
  const lines: readonly RateLine[] = subgroups.flatMap((one) => subgroupLine(one, words));
  const rates = [t('auc'), t('sensitivity'), t('specificity')];
  const missing = subgroups.filter((one) => one.missing > 0);
  const offered = [
    ...['centre', 'scanner'].map((name) => ({ value: name, label: variableName(name) })),
    ...[...subjectVariables, ...variablesOfStudy(study)]
      .filter(({ tableOne, name }) => tableOne && name !== 'centre')
      .map(({ name, short }) => ({ value: name, label: pick(short) })),
  ];
  const doubts = subgroups.flatMap(({ variable, statements, groups }) => [
    ...statements.map((one) => `${variableName(variable)}: ${say(one)}`),
    ...groups.flatMap((group) =>
      group.statements.map((one) => `${variableName(variable)}, ${words.group(variable, group)}: ${say(one)}`),
    ),
  ]);
  const [method] = subgroups;
  const caption = [
    t('caption', { set: nameOf(set), n: evaluation.n, threshold: showThreshold(threshold) }),
    ...(method ? [`${say(method.methodStatement)}.`] : []),
    t('many'),
    ...(missing.length > 0
      ? [t('missing', { list: missing.map((one) => `${variableName(one.variable)} ${one.missing}`).join('; ') })]
      : []),
    `${say(evaluation.patientRule)}.`,
    ...doubts,
  ];
  const fileName = `subgroups-${source.kind}-${fileSet(set)}`;
  const r = script({ title: t('title'), caption, provenance: facts.provenance, fileName, rows: evaluation.n });
  return (
    <Figure
      title={t('title')}
      caption={caption}
      {...facts}
      fileName={fileName}
      reproduces={r.reproduces}
      table={subgroupRows(subgroups, words, {
        variable: t('table.variable'),
        group: t('table.group'),
        positive: t('table.positive'),
        lower: t('table.lower'),
        upper: t('table.upper'),
        p: t('table.p'),
        auc: t('auc'),
        sensitivity: t('sensitivity'),
        specificity: t('specificity'),
      })}
      controls={
        <>
          <MultiSelect
            size="xs"
            label={t('by')}
            data={offered}
            value={subgroups.map(({ variable }) => variable)}
            onChange={onChoose}
            searchable
            maxValues={20}
          />
          {r.controls}
        </>
      }
      heightOf={(widthPx) => rateChartHeight(lines.length, rates.length, widthPx)}
      draw={(drawing) => (
        <RateChart
          {...drawing}
          lines={lines}
          texts={{ rates, x: t('x'), summary: t('summary', { n: subgroups.length }) }}
        />
      )}
    />
  );
}
