import { type Block, type EventRecords, type Events } from './block.ts';
import {
  type CodeColumn,
  codesFor,
  type Column,
  type NumberColumn,
  textAt,
  type TextColumn,
  valueAt,
  areMissing,
  missingNumbers,
} from './column.ts';
import { compareIds, findRows, type PatientIds } from './patient-ids.ts';
import { uniteWords } from './united-words.ts';

/** Rows `start` to `end` of the old block, or of the one that holds what changed. */
interface Run {
  readonly isNew: boolean;
  readonly start: number;
  readonly end: number;
}

/**
 * The block after a change: the rows of `changed` replace those with the same id or are added, and `removed` are gone.
 * Whole runs of rows are copied at once, and a column in which nothing differs is shared with the old block.
 */
export function mergeBlocks(old: Block, changed: Block, removed: PatientIds): Block {
  const replaced = findRows(old.ids, changed.ids);
  const places = placesOf(old, changed);
  const gone = [...new Set([...replaced, ...findRows(old.ids, removed)])]
    .filter((row) => row >= 0)
    .sort((a, b) => a - b);
  if (gone.length === 0 && changed.rows === 0) return old;
  const runs = runsOf(old.rows, gone, places);
  const rows = runs.reduce((sum, { start, end }) => sum + end - start, 0);
  const isInPlace = rows === old.rows && places.every((place, j) => place === replaced[j]);
  const columns = new Map<string, Column>();
  for (const [name, column] of old.columns) {
    const other = changed.columns.get(name);
    if (!other) throw new Error(`${name} is missing among the changed rows`);
    const isSame = isInPlace && places.every((place, j) => valueAt(column, place) === valueAt(other, j));
    columns.set(name, isSame ? column : mergeColumns(column, other, runs, rows));
  }
  const code = columns.get('code');
  if (code?.kind !== 'text') throw new Error('a block has no codes');
  return {
    rows,
    ids: isInPlace ? old.ids : joined(old.ids, changed.ids, runs, new Uint32Array(4 * rows), 4),
    code,
    columns,
    contradictions: joined(old.contradictions, changed.contradictions, runs, new Uint8Array(rows)),
    events: mergeEvents(old.events, changed.events, runs, rows),
    records: mergeRecords(old.records, changed.records, runs, rows),
  };
}

/** The old row that each changed one precedes, in the order of codes. */
function placesOf(old: Block, changed: Block): number[] {
  return Array.from({ length: changed.rows }, (_, j) => {
    const code = textAt(changed.code, j);
    let [low, high] = [0, old.rows];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = textAt(old.code, middle);
      const isBefore = other < code || (other === code && compareIds(old.ids, middle, changed.ids, j) < 0);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/**
 * @param gone - old rows that are left out, ascending; @param places - the old row that each new one precedes,
 *   ascending.
 */
function runsOf(oldRows: number, gone: readonly number[], places: readonly number[]): Run[] {
  const runs: Run[] = [];
  let at = 0;
  let next = 0;
  const keepUntil = (end: number) => {
    if (end > at) runs.push({ isNew: false, start: at, end });
    at = Math.max(at, end);
  };
  const insertUntil = (row: number) => {
    while ((places[next] ?? Infinity) <= row) {
      keepUntil(places[next] ?? 0);
      runs.push({ isNew: true, start: next, end: ++next });
    }
  };
  for (const row of gone) {
    insertUntil(row);
    keepUntil(row);
    at = row + 1;
  }
  insertUntil(oldRows);
  keepUntil(oldRows);
  return runs;
}

function joined<T extends Uint8Array | Uint32Array | Float64Array>(
  old: T,
  changed: T,
  runs: readonly Run[],
  target: T,
  width = 1,
): T {
  let at = 0;
  for (const { isNew, start, end } of runs) {
    target.set((isNew ? changed : old).subarray(start * width, end * width), at);
    at += (end - start) * width;
  }
  return target;
}

function mergeColumns(old: Column, changed: Column, runs: readonly Run[], rows: number): Column {
  if (old.kind === 'codes' && changed.kind === 'codes') return mergeCodes(old, changed, runs, rows);
  if (old.kind === 'numbers' && changed.kind === 'numbers') return mergeNumbers(old, changed, runs, rows);
  if (old.kind === 'text' && changed.kind === 'text') return mergeTexts(old, changed, runs, rows);
  throw new Error(`a column of ${old.kind} cannot take ${changed.kind}`);
}

function mergeNumbers(old: NumberColumn, changed: NumberColumn, runs: readonly Run[], rows: number): NumberColumn {
  if (areMissing(old.values) && areMissing(changed.values)) return { kind: 'numbers', values: missingNumbers(rows) };
  return { kind: 'numbers', values: joined(old.values, changed.values, runs, new Float64Array(rows)) };
}

function mergeCodes(old: CodeColumn, changed: CodeColumn, runs: readonly Run[], rows: number): CodeColumn {
  // The old words come first, so that their codes do not change.
  const { words, maps } = uniteWords([old.words, changed.words]);
  const codeOf = maps[1] ?? new Uint32Array(1);
  const codes = codesFor(words.length, rows);
  let at = 0;
  for (const { isNew, start, end } of runs) {
    if (!isNew) codes.set(old.codes.subarray(start, end), at);
    else for (let row = start; row < end; row++) codes[at + row - start] = codeOf[changed.codes[row] ?? 0] ?? 0;
    at += end - start;
  }
  return { kind: 'codes', codes, words };
}

function mergeTexts(old: TextColumn, changed: TextColumn, runs: readonly Run[], rows: number): TextColumn {
  const starts = new Uint32Array(rows + 1);
  const texts: string[] = [];
  let row = 0;
  let length = 0;
  for (const { isNew, start, end } of runs) {
    const source = isNew ? changed : old;
    const [from, to] = [source.starts[start] ?? 0, source.starts[end] ?? 0];
    texts.push(source.text.slice(from, to));
    for (let k = start; k < end; k++) starts[row++] = length + (source.starts[k] ?? 0) - from;
    length += to - from;
  }
  starts[rows] = length;
  return { kind: 'text', text: texts.join(''), starts };
}

/** Entries of patients, run by run: where each row's begin, the runs of entries, and the words of both blocks as one list. */
function mergeEntries(old: Events, changed: Events, runs: readonly Run[], rows: number) {
  const { words, maps } = uniteWords([old.words, changed.words]);
  const codeOf = maps[1] ?? new Uint32Array(1);
  const entriesOf = ({ isNew, start, end }: Run): Run => {
    const { starts } = isNew ? changed : old;
    return { isNew, start: starts[start] ?? 0, end: starts[end] ?? 0 };
  };
  const entries = runs.map(entriesOf);
  const n = entries.reduce((sum, { start, end }) => sum + end - start, 0);
  const starts = new Uint32Array(rows + 1);
  let row = 0;
  let at = 0;
  runs.forEach((run, i) => {
    const source = (run.isNew ? changed : old).starts;
    const { start = 0, end = 0 } = entries[i] ?? {};
    for (let k = run.start; k < run.end; k++) starts[row++] = at + (source[k] ?? 0) - start;
    at += end - start;
  });
  starts[rows] = at;
  const terms = joined(
    old.terms,
    changed.terms.map((code) => codeOf[code] ?? 0),
    entries,
    new Uint32Array(n),
  );
  const grades = joined(old.grades, changed.grades, entries, new Uint8Array(n));
  return { merged: { starts, terms, grades, words }, entries, n };
}

function mergeEvents(old: Events, changed: Events, runs: readonly Run[], rows: number): Events {
  return mergeEntries(old, changed, runs, rows).merged;
}

function mergeRecords(old: EventRecords, changed: EventRecords, runs: readonly Run[], rows: number): EventRecords {
  const { merged, entries, n } = mergeEntries(old, changed, runs, rows);
  return {
    ...merged,
    facts: joined(old.facts, changed.facts, entries, new Uint32Array(n)),
    days: joined(old.days, changed.days, entries, new Float64Array(n)),
  };
}
