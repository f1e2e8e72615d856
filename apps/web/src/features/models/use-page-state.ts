'use client';
import { parseAsArrayOf, parseAsFloat, parseAsString, parseAsStringLiteral, throttle, useQueryStates } from 'nuqs';
import { roundTo } from '@/numbers/round.ts';
import { type CellAddress } from '@/evaluation/confusion-cells.ts';
import { cellNamed, cellNames, type ChosenSet, isChosenSet, nameOfCell } from '@/evaluation/evaluation.ts';

/** The subjects of the page. */
export const sections = ['performance', 'comparison', 'runs', 'versions'] as const;
export type Section = (typeof sections)[number];

/** What is looked at of the performance. */
export const views = ['curve', 'use', 'subgroups', 'outcome', 'origin'] as const;
export type View = (typeof views)[number];

const parsers = {
  section: parseAsStringLiteral(sections),
  view: parseAsStringLiteral(views).withDefault('curve'),
  source: parseAsString,
  set: parseAsString.withDefault('entire'),
  thr: parseAsFloat,
  pos: parseAsStringLiteral(['low'] as const),
  cell: parseAsStringLiteral(cellNames),
  cov: parseAsArrayOf(parseAsString),
  version: parseAsString,
};

/** What the models page shows, kept in its address, so that a link, a reload and Back open the same view. */
export function usePageState() {
  const [{ section, view, source, set, thr, pos, cell, cov, version }, change] = useQueryStates(parsers, {
    history: 'replace',
    limitUrlUpdates: throttle(150),
  });
  return {
    /** A link to a version opens the versions, whatever else it contains. */
    section: section ?? (version === null ? 'performance' : 'versions'),
    view,
    source,
    set: isChosenSet(set) ? set : ('entire' as const),
    /** Null: the source's own threshold. */
    threshold: thr === null || !(thr >= 0 && thr <= 1) ? null : thr,
    /** Whether the class that low scores predict is the positive one. */
    isLowPositive: pos === 'low',
    /** The cell of the matrix whose cases are listed; null: all cases. */
    cell: cell === null ? null : cellNamed(cell),
    /** Of the clinical model; null: the default ones. */
    covariates: cov,
    version,
    chooseSection: (next: Section): void => void change({ section: next, version: null }, { history: 'push' }),
    chooseView: (next: View): void => void change({ view: next }, { history: 'push' }),
    chooseCovariates: (names: readonly string[]): void => void change({ cov: [...names] }),
    /** Another source has another threshold and other cases, so those in the address are dropped. */
    chooseSource: (next: string | null): void =>
      void change({ section: 'performance', source: next, thr: null, cell: null }, { history: 'push' }),
    chooseSet: (next: ChosenSet): void => void change({ set: next }, { history: 'push' }),
    /** The cells of the matrix change places with the class, so that a chosen one is dropped. */
    choosePositive: (isLow: boolean): void =>
      void change({ pos: isLow ? 'low' : null, cell: null }, { history: 'push' }),
    chooseThreshold: (next: number | null): void =>
      void change({ thr: next === null ? null : Math.min(1, Math.max(0, roundTo(next, 6))) }),
    chooseCell: (next: CellAddress | null): void =>
      void change({ cell: next === null ? null : nameOfCell(next) }, { history: 'push' }),
    showVersion: (id: string | null): void => void change({ section: 'versions', version: id }),
  };
}

export type PageState = ReturnType<typeof usePageState>;
