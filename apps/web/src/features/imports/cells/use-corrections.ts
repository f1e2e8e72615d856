'use client';
import { useState } from 'react';
import { type ImportCorrection } from '@haim/schema';

/** The most that one import takes. */
export const MOST_CORRECTIONS = 1000;

type Place = Pick<ImportCorrection, 'table' | 'row'>;

export interface Corrections {
  readonly all: readonly ImportCorrection[];
  /** Of a cell; undefined where it is as in the file. */
  readonly of: (place: Place, column: string) => string | undefined;
  readonly isLeftOut: (place: Place) => boolean;
  /** Null: as in the file. */
  readonly set: (place: Place, column: string, value: string | null) => void;
  readonly leaveOut: (place: Place, isOut: boolean) => void;
  readonly discard: () => void;
}

/** Corrections as they are typed, before the file is checked with them. */
export function useCorrections(checked: readonly ImportCorrection[]): Corrections {
  const [all, setAll] = useState(checked);
  return {
    all,
    of: (place, column) => all.find((one) => isAt(one, place) && one.column === column)?.value ?? undefined,
    isLeftOut: (place) => all.some((one) => isAt(one, place) && one.column === null),
    set: (place, column, value) => setAll((now) => withCell(now, place, column, value)),
    leaveOut: (place, isOut) => setAll((now) => withRow(now, place, isOut)),
    discard: () => setAll([]),
  };
}

export function withCell(
  now: readonly ImportCorrection[],
  place: Place,
  column: string,
  value: string | null,
): readonly ImportCorrection[] {
  const others = now.filter((one) => !(isAt(one, place) && one.column === column));
  return value === null ? others : [...others, { ...placeOf(place), column, value }];
}

/** A row that is left out has no cells to correct. */
export function withRow(now: readonly ImportCorrection[], place: Place, isOut: boolean): readonly ImportCorrection[] {
  const others = now.filter((one) => !isAt(one, place));
  return isOut ? [...others, { ...placeOf(place), column: null, value: null }] : others;
}

function isAt(one: Place, { table, row }: Place): boolean {
  return one.row === row && one.table === table;
}

function placeOf({ table, row }: Place): Place {
  return table === undefined ? { row } : { table, row };
}
