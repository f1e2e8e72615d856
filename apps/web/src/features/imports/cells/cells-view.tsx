'use client';
import { Group, SegmentedControl, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { type CellKind, cellKinds, type ImportCorrection } from '@haim/schema';
import { type ImportReport } from '@/sending/imports/import-report.ts';
import { CellPages } from './cell-pages.tsx';
import { CorrectionBar } from './correction-bar.tsx';
import { useCorrections } from './use-corrections.ts';

interface CellsViewProps {
  readonly study: string;
  readonly check: string;
  readonly report: ImportReport;
  /** With which it was checked. */
  readonly corrections: readonly ImportCorrection[];
  readonly onCorrect: (corrections: readonly ImportCorrection[]) => void;
}

/** What the file would do, cell by cell: one kind at a time, and where cells are refused, each with its correction. */
export function CellsView({ study, check, report, corrections, onCorrect }: CellsViewProps) {
  const t = useTranslations('imports.cells');
  const format = useFormatter();
  const { cells } = report;
  const [kind, setKind] = useState<CellKind>(firstOf(cells));
  const edits = useCorrections(corrections);
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Title order={3} size="h4">
          {t('title')}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t('kind')}
          value={kind}
          onChange={(value) => setKind(cellKinds.find((known) => known === value) ?? 'new')}
          data={cellKinds.map((value) => ({ value, label: t(value, { n: format.number(cells[value]) }) }))}
          style={{ maxWidth: '100%', overflowX: 'auto' }}
        />
      </Group>
      <CellPages key={kind} {...{ study, check, kind, edits }} total={cells[kind]} />
      {cells.refused > 0 || edits.all.length > 0 ? (
        <CorrectionBar {...{ study, check, edits, checked: corrections, onCorrect }} />
      ) : null}
    </Stack>
  );
}

/** What asks for something comes first. */
function firstOf(cells: ImportReport['cells']): CellKind {
  return (['refused', 'changed', 'new', 'same'] as const).find((kind) => cells[kind] > 0) ?? 'new';
}
