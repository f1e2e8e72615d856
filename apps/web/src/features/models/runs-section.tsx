'use client';
import { type ExportedFile } from '@haim/schema';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { figureCsv } from '@/charts/figure-csv.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { ColumnChooser } from '@/ui/column-chooser.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { isFew } from '@/ui/few-cases.ts';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { type ChosenSet, setVariables } from '@/evaluation/evaluation.ts';
import { VersionsLoading } from './loading.tsx';
import styles from './models.module.css';
import { registryQuery } from './registry-query.ts';
import {
  differing,
  type Run,
  type RunColumn,
  runColumns,
  runsOf,
  type RunWords,
  usualRunColumns,
} from './run-columns.ts';
import { scoreRunsQuery } from './runs-query.ts';
import { SetSelect } from './set-select.tsx';
import { type usePageState } from './use-page-state.ts';
import { useRunColumns } from './use-run-columns.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { useSourceName } from './use-source-name.ts';
import { useWeightsName } from '@/evaluation/use-weights-name.ts';

/** Every source of scores and every registered version in one table, on the same set. */
export function RunsSection({ page }: { page: ReturnType<typeof usePageState> }) {
  const t = useTranslations('models.runs');
  const { code } = useStudy();
  const nameOf = useSourceName();
  const scored = useQuery(scoreRunsQuery, { variables: { study: code, ...setVariables(page.set) } });
  const versions = useQuery(registryQuery);
  const answer = scored.data ?? scored.previousData;
  const error = scored.error ?? versions.error;
  const retry = () => void Promise.all([scored.refetch(), versions.refetch()]);
  const runs = answer && versions.data ? runsOf(answer.scoreRuns.runs, versions.data.modelVersions, nameOf) : null;
  return (
    <Stack gap="sm">
      <SetSelect chosen={page.set} onChoose={page.chooseSet} />
      {error ? <ErrorState code={errorCode(error)} onRetry={retry} /> : null}
      {!error && runs === null ? <VersionsLoading /> : null}
      {runs?.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
      {runs !== null && runs.length > 0 ? (
        <div aria-busy={!scored.data}>
          <RunTable
            runs={runs}
            set={page.set}
            version={answer?.scoreRuns.dataVersion ?? 0}
            onShow={page.chooseSource}
          />
        </div>
      ) : null}
    </Stack>
  );
}

interface RunTableProps {
  readonly runs: readonly Run[];
  readonly set: ChosenSet;
  readonly version: number;
  readonly onShow: (source: string) => void;
}

function RunTable({ runs, set, version, onShow }: RunTableProps) {
  const t = useTranslations('models.runs');
  const setName = useSetName();
  const fileSet = useFileSet();
  const saveFile = useSaveFile();
  const study = useStudy();
  const choice = useRunColumns();
  const [isShort, setShort] = useQueryState('differences', parseAsBoolean.withDefault(false));
  const all = runColumns(useRunWords());
  const chosen = choice.chosen.flatMap((name) => all.find((one) => one.name === name) ?? []);
  const shown = isShort ? differing(chosen, runs) : chosen;
  const columns: Column<Run>[] = [
    {
      id: 'name',
      header: t('columns.name'),
      rowHeader: true,
      sortBy: ({ name }) => name,
      cell: ({ name, scored }) =>
        scored === null ? (
          name
        ) : (
          <Anchor
            component="button"
            type="button"
            fz="inherit"
            ta="left"
            className={styles['run'] ?? ''}
            onClick={() => onShow(scored.source.id)}
          >
            {name}
          </Anchor>
        ),
    },
    ...shown.map((one): Column<Run> => ({
      id: one.name,
      header: t(`columns.${one.name}`),
      ...(one.isNumber ? { align: 'right' as const } : {}),
      sortBy: (run) => one.of(run).value,
      cell: (run) => <Cell run={run} column={one} />,
    })),
  ];
  const save = () =>
    void saveFile({
      name: `${study.code}-runs-${fileSet(set)}.csv`,
      content: csvOfRuns(runs, shown),
      type: 'text/csv',
      holds: 'table' satisfies ExportedFile,
      rows: runs.length,
    });
  const labelled = (names: readonly RunColumn[]) => names.map(({ name }) => ({ name, label: t(`columns.${name}`) }));
  return (
    <Panel
      title={t('title', { n: runs.length })}
      note={t('note', { set: setName(set), version })}
      actions={
        <Group gap="xs">
          <Switch
            size="xs"
            label={t('onlyDifferences')}
            checked={isShort}
            onChange={(event) => void setShort(event.currentTarget.checked || null)}
          />
          <ColumnChooser
            groups={[
              { title: t('usual'), columns: labelled(all.filter(({ name }) => usualRunColumns.includes(name))) },
              { title: t('more'), columns: labelled(all.filter(({ name }) => !usualRunColumns.includes(name))) },
            ]}
            {...choice}
          />
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconDownload size={13} aria-hidden />}
            onClick={save}
          >
            CSV
          </Button>
        </Group>
      }
    >
      <DataTable
        columns={columns}
        rows={runs}
        rowKey={({ id }) => id}
        caption={t('caption', { set: setName(set) })}
        hideCaption
        dense
        maxHeight={560}
      />
      <Text size="xs" c="var(--text-quiet)" mt="xs">
        {t('ownCases')}
      </Text>
    </Panel>
  );
}

/** An area of few cases says so beside it: an order by it would be an order by chance. */
function Cell({ run, column }: { run: Run; column: RunColumn }) {
  const t = useTranslations('models.runs');
  const { text } = column.of(run);
  if (text === null) return missing;
  if (column.name !== 'auc' || run.scored === null) return text;
  const { n, nPositive } = run.scored;
  return (
    <span className={styles['area']}>
      {text}
      {isFew(nPositive, n - nPositive) ? <StatusBadge tone="attention">{t('few')}</StatusBadge> : null}
    </span>
  );
}

function useRunWords(): RunWords {
  const t = useTranslations('models.runs');
  const status = useTranslations('registry.status');
  const weights = useWeightsName();
  const instant = useInstant();
  return {
    kind: (kind) => t(`kinds.${kind === 'portal' || kind === 'clinical' || kind === 'imported' ? kind : 'version'}`),
    weights,
    status: (one) => status(one),
    instant: (iso) => instant(iso),
  };
}

/** Numbers as they are, not as they are rounded on the page; limits in columns of their own. */
function csvOfRuns(runs: readonly Run[], columns: readonly RunColumn[]): string {
  const hasAuc = columns.some(({ name }) => name === 'auc');
  return figureCsv({
    columns: ['name', ...columns.map(({ name }) => name), ...(hasAuc ? ['auc_lower', 'auc_upper'] : [])].map(
      (name) => ({
        file: name,
        header: name,
      }),
    ),
    rows: runs.map((run) => [
      run.name,
      ...columns.map((column) => column.of(run).value),
      ...(hasAuc ? [run.scored?.aucLower ?? null, run.scored?.aucUpper ?? null] : []),
    ]),
  });
}
