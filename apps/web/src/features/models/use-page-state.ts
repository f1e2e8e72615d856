'use client';
import { parseAsArrayOf, parseAsFloat, parseAsString, parseAsStringLiteral, throttle, useQueryStates } from 'nuqs';
import { roundTo } from '@/numbers/round.ts';
import { type CellAddress } from '@/evaluation/confusion-cells.ts';
import { cellNamed, cellNames, nameOfCell, sets } from '@/evaluation/evaluation.ts';

/** The three subjects of the page. */
export const sections = ['performance', 'comparison', 'versions'] as const;
export type Section = (typeof sections)[number];

const parsers = {
  section: parseAsStringLiteral(sections),
  source: parseAsString,
  set: parseAsStringLiteral(sets).withDefault('entire'),
  thr: parseAsFloat,
  cell: parseAsStringLiteral(cellNames),
  cov: parseAsArrayOf(parseAsString),
  version: parseAsString,
};

/** What the models page shows, kept in its address, so that a link, a reload and Back open the same view. */
export function usePageState() {
  const [{ section, source, set, thr, cell, cov, version }, change] = useQueryStates(parsers, {
    history: 'replace',
    limitUrlUpdates: throttle(150),
  });
  return {
    /** A link to a version opens the versions, whatever else it contains. */
    section: section ?? (version === null ? 'performance' : 'versions'),
    source,
    set,
    /** Null: the source's own threshold. */
    threshold: thr === null || !(thr >= 0 && thr <= 1) ? null : thr,
    /** The cell of the matrix whose cases are listed; null: all cases. */
    cell: cell === null ? null : cellNamed(cell),
    /** Of the clinical model; null: the default ones. */
    covariates: cov,
    version,
    chooseSection: (next: Section): void => void change({ section: next, version: null }, { history: 'push' }),
    chooseCovariates: (names: readonly string[]): void => void change({ cov: [...names] }),
    /** Another source has another threshold and other cases, so those in the address are dropped. */
    chooseSource: (next: string | null): void =>
      void change({ section: 'performance', source: next, thr: null, cell: null }, { history: 'push' }),
    chooseSet: (next: (typeof sets)[number]): void => void change({ set: next }, { history: 'push' }),
    chooseThreshold: (next: number | null): void =>
      void change({ thr: next === null ? null : Math.min(1, Math.max(0, roundTo(next, 6))) }),
    chooseCell: (next: CellAddress | null): void =>
      void change({ cell: next === null ? null : nameOfCell(next) }, { history: 'push' }),
    showVersion: (id: string | null): void => void change({ section: 'versions', version: id }),
  };
}
