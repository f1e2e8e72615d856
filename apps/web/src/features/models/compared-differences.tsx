'use client';
import { Switch } from '@mantine/core';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showEstimate, showNumber, showP, showThreshold } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { useSourceName } from './use-source-name.ts';
import { useWeightsName } from '@/evaluation/use-weights-name.ts';
import { type Comparison } from './view-types.ts';
import styles from './models.module.css';

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

/** The sources side by side, line by line; on request only the lines in which they differ. */
export function ComparedDifferences({ comparison: { sources, n } }: { comparison: Comparison }) {
  const t = useTranslations('comparators.compare');
  const metric = useTranslations('models.metrics');
  const nameOf = useSourceName();
  const weightsName = useWeightsName();
  const [isShort, setShort] = useQueryState('differences', parseAsBoolean.withDefault(false));
  const names = ['sensitivity', 'specificity', 'ppv', 'npv', 'accuracy'] as const;
  const rows: readonly Row[] = [
    {
      name: t('kind'),
      cells: sources.map(({ source }) =>
        t(`kinds.${source.kind === 'portal' || source.kind === 'clinical' ? source.kind : 'imported'}`),
      ),
    },
    { name: t('weights'), cells: sources.map(({ source }) => weightsName(source.weights)) },
    { name: t('own'), cells: sources.map(({ nOwn }) => String(nOwn)) },
    {
      name: t('auc', { n }),
      cells: sources.map(({ auc, aucLower, aucUpper }) => showEstimate(auc, aucLower, aucUpper, 3)),
    },
    { name: t('threshold'), cells: sources.map(({ source }) => showThreshold(source.threshold)) },
    ...names.map((name) => ({
      name: metric(name),
      cells: sources.map(({ metrics }) => {
        const one = metrics.find((found) => found.name === name);
        return one ? showEstimate(one.value, one.lower, one.upper, 3) : missing;
      }),
    })),
    { name: t('brier'), cells: sources.map(({ brier }) => showNumber(brier, 3)) },
    { name: t('slope'), cells: sources.map(({ slope }) => showNumber(slope, 2)) },
    { name: t('intercept'), cells: sources.map(({ intercept }) => showNumber(intercept, 2)) },
  ];
  const shown = isShort ? rows.filter(({ cells }) => new Set(cells).size > 1) : rows;
  const columns: Column<Row>[] = [
    { id: 'name', header: t('what'), rowHeader: true, cell: ({ name }) => name },
    ...sources.map(({ source }, i): Column<Row> => ({
      id: source.id,
      header: nameOf(source),
      align: 'right',
      cell: ({ cells }) => cells[i] ?? missing,
    })),
  ];
  return (
    <div>
      <Switch
        size="xs"
        mb={6}
        label={t('onlyDifferences')}
        checked={isShort}
        onChange={(event) => void setShort(event.currentTarget.checked || null)}
      />
      <DataTable columns={columns} rows={shown} rowKey={({ name }) => name} caption={t('side')} dense />
    </div>
  );
}

/** How one source classifies the cases of another anew. */
export function ReclassifiedPairs({ comparison: { sources, pairs } }: { comparison: Comparison }) {
  const t = useTranslations('comparators.compare.reclassified');
  const say = useSay();
  const nameOf = useSourceName();
  const names = new Map(sources.map(({ source }) => [source.id, nameOf(source)]));
  const known = pairs.flatMap(({ a, b, reclassified }) => (reclassified ? [{ a, b, ...reclassified }] : []));
  const [first] = known;
  if (!first) return null;
  const columns: Column<(typeof known)[number]>[] = [
    { id: 'pair', header: t('pair'), rowHeader: true, cell: ({ a, b }) => `${names.get(b)} → ${names.get(a)}` },
    {
      id: 'positives',
      header: t('positives'),
      align: 'right',
      cell: ({ ofPositives: { up, down } }) => `+${up} / −${down}`,
    },
    {
      id: 'negatives',
      header: t('negatives'),
      align: 'right',
      cell: ({ ofNegatives: { up, down } }) => `+${up} / −${down}`,
    },
    ...(['net', 'continuous', 'integrated'] as const).map((name): Column<(typeof known)[number]> => ({
      id: name,
      header: t(name),
      align: 'right',
      cell: (one) =>
        `${showEstimate(one[name].estimate, one[name].lower, one[name].upper, 3)}, p ${showP(one[name].pValue)}`,
    })),
  ];
  return (
    <div>
      <DataTable columns={columns} rows={known} rowKey={({ a, b }) => `${a} ${b}`} caption={t('title')} dense />
      {first.statements.map((one) => (
        <p key={one.code} className={styles['warning']}>
          {say(one)}
        </p>
      ))}
    </div>
  );
}
