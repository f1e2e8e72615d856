'use client';
import { Button, Text } from '@mantine/core';
import { IconFocus2 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { missing } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { byStrength, type ValuedPatch } from './sensitivity-map.ts';
import { type Heatmap } from './heatmap.ts';
import { useHeatmapText } from './use-heatmap-text.ts';

/** More rows would be slow to render and nobody reads them: the file has all. */
const mostRows = 200;

interface PatchTableProps {
  readonly heatmap: Heatmap;
  readonly hasBlocks: boolean;
}

/** The colours as numbers: the strongest patches first, each with a link to its place. */
export function PatchTable({ heatmap, hasBlocks }: PatchTableProps) {
  const t = useTranslations('sensitivity');
  const format = useFormatter();
  const ta = useTranslations('attention');
  const { valueText, towardText, percentText } = useHeatmapText(heatmap);
  const { kind, percentile } = heatmap;
  const isAttention = kind === 'attention';
  const ranked = useMemo(() => byStrength(heatmap.map).map((patch, i) => ({ ...patch, rank: i + 1 })), [heatmap.map]);
  const shown = ranked.slice(0, mostRows);
  type Row = ValuedPatch & { readonly rank: number };
  const columns: Column<Row>[] = [
    { id: 'rank', header: t('table.rank'), align: 'right', rowHeader: true, sortBy: ({ rank }) => rank, cell: ({ rank }) => format.number(rank) },
    { id: 'value', header: isAttention ? ta('table.value') : t('table.value'), align: 'right', sortBy: ({ value }) => value, cell: ({ value }) => valueText(value) },
    isAttention
      ? { id: 'percentile', header: ta('table.percentile'), align: 'right', sortBy: ({ index }) => percentile?.[index] ?? 0, cell: ({ index }) => percentText(percentile?.[index] ?? 0) }
      : { id: 'toward', header: t('table.toward'), cell: ({ value }) => towardText(value) || missing },
    { id: 'x', header: 'x (px)', align: 'right', sortBy: ({ x }) => x, cell: ({ x }) => format.number(x) },
    { id: 'y', header: 'y (px)', align: 'right', sortBy: ({ y }) => y, cell: ({ y }) => format.number(y) },
    ...(hasBlocks
      ? [{ id: 'block', header: t('table.block'), align: 'right', sortBy: ({ block }: Row) => block, cell: ({ block }: Row) => format.number(block + 1) } as const]
      : []),
    {
      id: 'go',
      header: t('table.show'),
      cell: ({ index, rank }) => (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('table.go', { rank })}
          onClick={() => heatmap.goTo(index)}
        >
          <IconFocus2 size={14} aria-hidden />
        </Button>
      ),
    },
  ]; // prettier-ignore
  return (
    <>
      <Text size="xs" c="var(--text-quiet)" mb={4}>
        {shown.length < ranked.length
          ? t('table.some', { shown: shown.length, all: ranked.length })
          : t('table.all', { all: ranked.length })}
      </Text>
      <DataTable
        caption={isAttention ? ta('table.caption') : t('table.caption')}
        hideCaption
        dense
        columns={columns}
        rows={shown}
        rowKey={({ index }) => String(index)}
        maxHeight="18rem"
      />
    </>
  );
}
