'use client';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { missing } from '@/numbers/show.ts';
import { type Column } from '@/ui/data-table.tsx';
import { type Place } from './behind-number.tsx';
import { NumberCell } from './number-cell.tsx';
import { differenceText, numberParts } from './number-text.ts';
import { type Safety, type SafetyRow } from './query.ts';
import { type SafetyState } from './use-safety-state.ts';

interface ColumnsOf {
  readonly safety: Safety;
  readonly counting: SafetyState['count'];
  /** The words of a row. */
  readonly nameOf: (row: SafetyRow) => string;
  readonly onOpen?: ((place: Place) => void) | undefined;
}

/** A column of numbers as a page shows it and as a file has it. */
export interface SafetyColumn {
  readonly id: string;
  readonly header: string;
  readonly folds: boolean;
  readonly text: (row: SafetyRow) => string;
  readonly node: (row: SafetyRow) => ReactNode;
}

/** For each group both numbers, and the differences of the two that are compared. */
export function useSafetyColumns({ safety, counting, nameOf, onOpen }: ColumnsOf): SafetyColumn[] {
  const t = useTranslations('safety');
  const groupNames = useGroupNames(safety);
  const numbers = safety.groups.flatMap((group, place) =>
    (['anyGrade', 'gradeThreeOrMore'] as const).map((grade): SafetyColumn => {
      const name = groupNames[place] ?? '';
      const header =
        grade === 'anyGrade' ? t('columns.any', { group: name, n: group.n }) : t('columns.severe', { group: name });
      const partsOf = ({ cells }: SafetyRow) => {
        const number = cells[place]?.[grade];
        return number && { ...numberParts(number, group.n, counting), n: number.n };
      };
      return {
        id: `${grade} ${place}`,
        header,
        folds: false,
        text: (row) => {
          const parts = partsOf(row);
          return parts ? `${parts.count} (${parts.rate})` : missing;
        },
        node: (row) => {
          const parts = partsOf(row);
          if (!parts) return missing;
          const where: Place = {
            row: row.rowId,
            rowName: nameOf(row),
            group: group.value ?? null,
            groupName: name,
            gradeThreeOrMore: grade === 'gradeThreeOrMore',
          };
          const open = onOpen && (() => onOpen(where));
          return <NumberCell {...parts} name={`${nameOf(row)}, ${header}`} onOpen={open} />;
        },
      };
    }),
  );
  if (!safety.compared || counting === 'events') return numbers;
  const difference = (id: 'anyDifference' | 'severeDifference', header: string): SafetyColumn => {
    const text = (row: SafetyRow) => differenceText(row[id]);
    return { id, header, folds: true, text, node: text };
  };
  return [
    ...numbers,
    difference('anyDifference', t('columns.anyDifference')),
    difference('severeDifference', t('columns.severeDifference')),
  ];
}

/** As columns of a table on the page. */
export function asColumns<Row>(columns: readonly SafetyColumn[], rowOf: (row: Row) => SafetyRow): Column<Row>[] {
  return columns.map(({ id, header, folds, node }) => ({
    id,
    header,
    align: 'right',
    ...(folds ? { folds } : {}),
    cell: (row) => node(rowOf(row)),
  }));
}

/** Names of the groups, short enough for headings and figures. */
export function useGroupNames({ groups, groupBy }: Pick<Safety, 'groups' | 'groupBy'>): string[] {
  const t = useTranslations('safety');
  const labels = useLabels();
  return groups.map(({ value }) => (groupBy ? labels.shortValue(groupBy, value ?? null) : t('everybody')));
}
