'use client';
import { type ExportedFile } from '@haim/schema';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { figureCsv } from '@/charts/figure-csv.ts';
import { missing, showScore, showThreshold } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable, type Sort } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { sortedRows } from '@/ui/sorted-rows.ts';
import { useSaveFile } from '@/ui/save-file.tsx';
import { type CellAddress } from '@/evaluation/confusion-cells.ts';
import {
  type Case,
  casesOfCell,
  type Evaluation,
  isCalledPositive,
  type ScoreSource,
} from '@/evaluation/evaluation.ts';
import styles from './models.module.css';
import { useSetName } from './use-set-name.ts';
import { keepInSight } from './keep-in-sight.ts';

interface CasesPanelProps {
  readonly source: ScoreSource;
  readonly evaluation: Evaluation;
  readonly cell: CellAddress | null;
  readonly onCell: (cell: CellAddress | null) => void;
}

/** The cases behind the matrix, all of them or those of one cell, each one click from its patient and slide. */
export function CasesPanel({ source, evaluation, cell, onCell }: CasesPanelProps) {
  const t = useTranslations('models');
  const { code } = useStudy();
  const saveFile = useSaveFile();
  const setName = useSetName();
  const { cases, threshold, positiveClass, negativeClass, isLowPositive } = evaluation;
  const classes = [negativeClass, positiveClass] as const;
  const listed = cell === null || threshold === null ? cases : casesOfCell(cases, threshold, cell, isLowPositive);
  const part = useFirstOf(listed, cell);
  const nameOf = (positive: boolean): string => classes[positive ? 1 : 0];
  const address = useSearchParams().toString();
  const { panel, heading } = useInSight(cell);
  const base = studyPath(code);
  const columns: Column<Case>[] = [
    {
      id: 'patient',
      header: t('cases.patient'),
      rowHeader: true,
      sortBy: ({ patientCode }) => patientCode,
      cell: (one) => (
        <Anchor component={Link} fz="inherit" href={`${base}/patients/${encodeURIComponent(one.patientId)}`}>
          {one.patientCode}
        </Anchor>
      ),
    },
    {
      id: 'score',
      header: t('cases.score'),
      align: 'right',
      sortBy: ({ score }) => score,
      cell: ({ score }) => showScore(score),
    },
    {
      id: 'predicted',
      header: t('cases.predicted'),
      cell: ({ score }) => (threshold === null ? missing : nameOf(isCalledPositive(score, threshold, isLowPositive))),
    },
    {
      id: 'true',
      header: t('cases.true'),
      sortBy: ({ positive }) => Number(positive),
      cell: (one) => nameOf(one.positive),
    },
    {
      id: 'response',
      header: t('cases.response'),
      folds: true,
      sortBy: ({ bestResponse }) => bestResponse,
      cell: ({ bestResponse }) => bestResponse ?? missing,
    },
    { id: 'set', header: t('cases.set'), folds: true, sortBy: ({ set }) => set, cell: ({ set }) => setText(set) },
    {
      id: 'slide',
      header: t('cases.slide'),
      cell: ({ slideId, patientCode }) =>
        slideId === null ? (
          missing
        ) : (
          <Anchor
            component={Link}
            fz="inherit"
            // Back to these cases from there, which shows the score that is listed here.
            href={`${base}/slides/${encodeURIComponent(slideId)}?from=${encodeURIComponent(`models?${address}`)}&source=${encodeURIComponent(source.id)}`}
            aria-label={t('cases.openSlide', { code: patientCode })}
          >
            {t('cases.open')}
          </Anchor>
        ),
    },
  ];
  const title =
    cell === null
      ? t('cases.all', { n: listed.length })
      : t('cases.ofCell', { n: listed.length, truth: classes[cell.truth], predicted: classes[cell.predicted] });
  return (
    <div ref={panel} className={styles['cases']}>
      <Panel
        title={
          <span ref={heading} tabIndex={-1} aria-live="polite">
            {title}
          </span>
        }
        note={
          cell === null || threshold === null
            ? t('cases.hint')
            : t(isLowPositive ? 'cases.ruleLow' : 'cases.rule', { threshold: showThreshold(threshold), positiveClass })
        }
        actions={
          <Group gap="xs">
            {cell !== null && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconX size={13} aria-hidden />}
                onClick={() => onCell(null)}
              >
                {t('cases.showAll')}
              </Button>
            )}
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconDownload size={13} aria-hidden />}
              onClick={() =>
                void saveFile({
                  name: `cases-${source.kind}.csv`,
                  content: casesCsv(listed, evaluation, source),
                  type: 'text/csv',
                  holds: 'cases' satisfies ExportedFile,
                  rows: listed.length,
                })
              }
            >
              CSV
            </Button>
          </Group>
        }
      >
        {listed.length === 0 ? (
          <EmptyState title={t('cases.none')} />
        ) : (
          <>
            <DataTable
              columns={columns}
              rows={part.rows}
              rowKey={({ patientId, slideId }) => `${patientId} ${slideId ?? ''}`}
              caption={title}
              hideCaption
              foldBelow="medium"
              maxHeight={380}
              sort={part.sort}
              onSort={part.setSort}
            />
            {part.rows.length < listed.length && (
              <Group gap="sm" mt="xs">
                <Text size="xs" c="var(--text-quiet)">
                  {t('cases.firstOf', { shown: part.rows.length, n: listed.length })}
                </Text>
                <Button size="compact-xs" variant="default" onClick={part.more}>
                  {t('cases.more')}
                </Button>
              </Group>
            )}
          </>
        )}
      </Panel>
    </div>
  );

  function setText(set: string | null): string {
    switch (set) {
      case 'training':
      case 'internal':
      case 'external':
        return setName(set, true);
      default:
        return set ?? missing;
    }
  }
}

const sortedBy: Readonly<Partial<Record<string, (one: Case) => string | number | null>>> = {
  patient: ({ patientCode }) => patientCode,
  score: ({ score }) => score,
  true: ({ positive }) => Number(positive),
  response: ({ bestResponse }) => bestResponse,
  set: ({ set }) => set,
};

/** Rows on the page at first, and with each press of *more*: a moving threshold writes them anew. */
const rowsAtOnce = 100;

/** The first of many cases, sorted over all of them, and as many more with each press. */
function useFirstOf(cases: readonly Case[], cell: CellAddress | null) {
  const [sort, setSort] = useState<Sort | null>(null);
  const [asked, setAsked] = useState({ cell, n: rowsAtOnce });
  const n = asked.cell === cell ? asked.n : rowsAtOnce;
  const sorted = useMemo(() => {
    const by = sort ? sortedBy[sort.column] : undefined;
    return by && sort ? sortedRows(cases, by, sort.descending) : cases;
  }, [cases, sort]);
  return { rows: sorted.slice(0, n), sort, setSort, more: () => setAsked({ cell, n: n + rowsAtOnce }) };
}

/** Scrolls to the list and moves the focus to it when a cell is chosen, or when the address names one. */
function useInSight(cell: CellAddress | null) {
  const panel = useRef<HTMLDivElement | null>(null);
  const heading = useRef<HTMLSpanElement | null>(null);
  useEffect(() => {
    if (cell === null || panel.current === null) return;
    heading.current?.focus({ preventScroll: true });
    return keepInSight(panel.current);
  }, [cell]);
  return { panel, heading };
}

function casesCsv(
  cases: readonly Case[],
  { threshold, positiveClass, negativeClass, isLowPositive }: Evaluation,
  source: ScoreSource,
): string {
  const columns = ['patient', 'score', 'threshold', 'predicted', 'true_class', 'best_response', 'set', 'source'];
  return figureCsv({
    columns: columns.map((name) => ({ file: name, header: name })),
    rows: cases.map(({ patientCode, score, positive, bestResponse, set }) => [
      patientCode,
      score,
      threshold,
      threshold === null ? null : isCalledPositive(score, threshold, isLowPositive) ? positiveClass : negativeClass,
      positive ? positiveClass : negativeClass,
      bestResponse,
      set,
      `${source.kind}: ${source.modelName}${source.synthetic ? ' (synthetic)' : ''}`,
    ]),
  });
}
