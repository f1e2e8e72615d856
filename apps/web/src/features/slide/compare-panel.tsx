'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconTemperature } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing, showNumber, showScore, showThreshold } from '@/numbers/show.ts';
import { isActive, type Run } from '@/runs/run.ts';
import { NeedsRight } from '@/session/needs-right.tsx';
import { differencesOf, type PatchDifference } from '@/slide-image/compare/comparison.ts';
import styles from '@/slide-image/compare/compare.module.css';
import { type Comparison } from '@/slide-image/compare/use-comparison.ts';
import { explainRunMutation, sensitivityOfRunQuery } from '@/slide-image/heatmap/query.ts';
import { SensitivityProgress } from '@/slide-image/heatmap/sensitivity-progress.tsx';
import { useHeatmapText } from '@/slide-image/heatmap/use-heatmap-text.ts';
import { type HeatmapLayers } from '@/slide-image/heatmap/use-heatmap.ts';
import { type RunSensitivity } from '@/slide-image/heatmap/use-run-sensitivity.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import { type SlideRuns } from './use-slide-runs.ts';

export interface Compare {
  /** The run that is compared with the one shown; null for none. */
  readonly other: Run | null;
  readonly compareWith: (id: string | null) => void;
  readonly sensitivity: RunSensitivity | null;
  /** Null until both have a heatmap of the same kind. */
  readonly comparison: Comparison | null;
}

/** A run as one tells it from the others: version, score, when. */
export function useRunName(): (run: Run) => string {
  const t = useTranslations('stage');
  const instant = useInstant();
  return ({ modelVersion, modelId, prps, queuedAt }) =>
    t('compare.run', {
      model: modelVersion ? t('compare.version', { line: modelVersion.line, n: modelVersion.version }) : modelId,
      prps: showScore(prps),
      at: instant(queuedAt),
    });
}

interface ComparePanelProps {
  readonly shown: SlideRuns;
  readonly layers: HeatmapLayers;
  readonly compare: Compare;
}

/** Two models, or two runs of one, under one lens: which, what each said of the slide, and where they differ. */
export function ComparePanel({ shown, layers, compare }: ComparePanelProps) {
  const t = useTranslations('stage');
  const runName = useRunName();
  const { mapped, runs } = shown;
  const { other, compareWith, comparison } = compare;
  const others = runs.filter(({ id, status }) => status === 'done' && id !== mapped?.id);
  return (
    <Panel title={t('compare.title')} note={t('compare.note')}>
      {mapped === null || others.length === 0 ? (
        <Text size="sm" c="var(--text-quiet)">
          {t('compare.needsTwo')}
        </Text>
      ) : (
        <Stack gap="sm">
          <Text size="sm">
            <strong>A</strong> {runName(mapped)}
          </Text>
          <Select
            label={t('compare.with')}
            placeholder={t('compare.choose')}
            data={others.map((run) => ({ value: run.id, label: runName(run) }))}
            value={other?.id ?? null}
            onChange={compareWith}
            clearable
            size="xs"
          />
          {other !== null && <Scores a={mapped} b={other} />}
          {other !== null && comparison === null && (
            <Missing shownHas={layers.heatmap !== null} compare={compare} other={other} />
          )}
          {comparison !== null && <DifferenceTable comparison={comparison} />}
        </Stack>
      )}
    </Panel>
  );
}

/** What the two runs concluded, line by line. */
function Scores({ a, b }: { a: Run; b: Run }) {
  const t = useTranslations('stage');
  const format = useFormatter();
  const count = (n: number | null): string => (n === null ? missing : format.number(n));
  const difference = a.prps === null || b.prps === null ? null : b.prps - a.prps;
  const rows: (readonly [key: string, a: string, b: string])[] = [
    ['PRPS', showScore(a.prps), showScore(b.prps)],
    [t('compare.threshold'), showThreshold(a.threshold), showThreshold(b.threshold)],
    [t('compare.predicted'), a.predictedClass ?? missing, b.predictedClass ?? missing],
    [t('compare.patches'), count(a.patchesKept), count(b.patchesKept)],
  ];
  return (
    <div>
      <table className={styles['scores']}>
        <thead>
          <tr>
            <td />
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, ofA, ofB]) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{ofA}</td>
              <td>{ofB}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" mt={4}>
        {difference === null
          ? null
          : t(a.predictedClass === b.predictedClass ? 'compare.sameClass' : 'compare.otherClass', {
              difference: showNumber(difference, 3),
            })}
      </Text>
      {(a.weights === 'synthetic' || b.weights === 'synthetic') && (
        <SyntheticMark>{t('syntheticWeights')}</SyntheticMark>
      )}
    </div>
  );
}

/** Why there is nothing to lay over the slide yet, and what to do about it. */
function Missing({ shownHas, compare, other }: { shownHas: boolean; compare: Compare; other: Run }) {
  const t = useTranslations('stage');
  const [explain, { loading, error }] = useMutation(explainRunMutation, {
    variables: { inferenceId: other.id },
    refetchQueries: [sensitivityOfRunQuery],
    awaitRefetchQueries: true,
  });
  const explanation = compare.sensitivity?.explanation;
  if (!shownHas) return <Text size="sm">{t('compare.explainShown')}</Text>;
  if (compare.sensitivity?.error) {
    return <ErrorState code={errorCode(compare.sensitivity.error)} onRetry={compare.sensitivity.retry} />;
  }
  if (explanation === undefined || explanation?.status === 'done') return <LoadingState height={56} />;
  if (explanation !== null && isActive(explanation)) {
    return <SensitivityProgress key={explanation.id} explanation={explanation} />;
  }
  return (
    <NeedsRight right="runModels">
      <Text size="sm">{t('compare.explainOther')}</Text>
      <Button
        size="xs"
        mt={4}
        leftSection={<IconTemperature size={14} aria-hidden />}
        loading={loading}
        onClick={() => void explain().catch(() => undefined)}
      >
        {t('compare.explain')}
      </Button>
      {error && <ErrorState code={errorCode(error)} />}
    </NeedsRight>
  );
}

/** More rows would be slow to render and nobody reads them. */
const mostRows = 100;

function DifferenceTable({ comparison: { a, b } }: { comparison: Comparison }) {
  const t = useTranslations('stage');
  const format = useFormatter();
  const { valueText } = useHeatmapText(a);
  const differences = useMemo(() => differencesOf(a.map, b.map), [a.map, b.map]);
  if (differences === null) return <Text size="sm">{t('compare.otherSize')}</Text>;
  const { rows, onlyInA, onlyInB } = differences;
  const shown = rows.slice(0, mostRows);
  const number = (value: number): string =>
    a.kind === 'attention'
      ? `${format.number(value, { maximumSignificantDigits: 3, signDisplay: 'exceptZero' })}×`.replace('-', '−')
      : valueText(value);
  const columns: Column<PatchDifference>[] = [
    { id: 'difference', header: 'B − A', align: 'right', sortBy: ({ difference }) => difference, cell: ({ difference }) => number(difference) },
    { id: 'a', header: 'A', align: 'right', sortBy: (row) => row.a, cell: (row) => valueText(row.a) },
    { id: 'b', header: 'B', align: 'right', sortBy: (row) => row.b, cell: (row) => valueText(row.b) },
    {
      id: 'x',
      header: 'x, y (px)',
      align: 'right',
      sortBy: ({ x }) => x,
      cell: ({ index, x, y }) => (
        <UnstyledButton
          fz="inherit"
          td="underline"
          aria-label={t('compare.go', { x: format.number(x), y: format.number(y) })}
          onClick={() => a.goTo(index)}
        >
          {format.number(x)}, {format.number(y)}
        </UnstyledButton>
      ),
    },
  ]; // prettier-ignore
  return (
    <div>
      <Text size="xs" c="var(--text-quiet)" mb={4}>
        {t(a.kind === 'attention' ? 'compare.ofAttention' : 'compare.ofSensitivity')}{' '}
        {t('compare.counted', { shown: shown.length, both: rows.length, onlyInA, onlyInB })}
      </Text>
      <DataTable
        caption={t('compare.table')}
        hideCaption
        dense
        columns={columns}
        rows={shown}
        rowKey={({ index }) => String(index)}
        maxHeight="16rem"
      />
    </div>
  );
}
