import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Call, runCall, StatsInputError, type Table } from '@haim/stats';
import { z } from 'zod';
import { SettingsError } from '../settings.ts';
import { type ColumnTable, type Encoding, readColumns } from '../tables/index.ts';
import { naming } from './table-file.ts';

const callFile = z.object({
  name: z.string(),
  csv: z.string().nullish(),
  calls: z.array(z.object({ fn: z.string(), args: z.record(z.string(), z.unknown()).default({}) })),
});

export interface CallFile {
  readonly name: string;
  readonly calls: readonly Call[];
  /** Empty if the calls contain their own numbers. */
  readonly table: Table;
  /** Full path of the table and its encoding, or null. */
  readonly csv: { readonly path: string; readonly encoding: Encoding } | null;
  /** What was read differently from how it is written in the table. */
  readonly notes: readonly string[];
}

/** A call that cannot be run: which one, and what is wrong with it. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly index: number;
  readonly fn: string;
  /** null where no single argument is at fault. */
  readonly argument: string | null;

  constructor(index: number, fn: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // The reason begins with the argument's name.
    super(`call ${index} (${fn}): ${cause instanceof StatsInputError ? `argument ${reason}` : reason}`);
    this.index = index;
    this.fn = fn;
    this.argument = cause instanceof StatsInputError ? cause.argument : null;
  }
}

/**
 * Reads a file of calls and the table it names, resolved relative to the file.
 *
 * @throws SettingsError where either cannot be read or has another shape.
 */
export async function readCalls(file: string, encoding: Encoding | null = null): Promise<CallFile> {
  const found = callFile.safeParse(parseJson(await read(file), file));
  if (!found.success) {
    const [issue] = found.error.issues;
    throw new SettingsError(`${file} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`);
  }
  const { name, calls, csv } = found.data;
  const csvPath = csv ? path.resolve(path.dirname(file), csv) : null;
  if (csvPath === null) return { name, calls, table: {}, csv: null, notes: [] };
  const columns = await readCsv(csvPath, encoding);
  return {
    name,
    calls,
    table: columns.table,
    csv: { path: csvPath, encoding: columns.encoding },
    notes: columns.notes,
  };
}

/** A CSV file in columns. @throws SettingsError where it cannot be read, naming the file. */
export async function readCsv(file: string, encoding: Encoding | null = null): Promise<ColumnTable> {
  return naming(
    file,
    readColumns(() => createReadStream(file), encoding),
  ).catch((cause: unknown) => {
    throw cause instanceof Error && 'syscall' in cause ? unreadable(file, cause) : cause;
  });
}

/** The outcome of a call: a result, or why there is none. */
export type Answer =
  | { readonly call: Call; readonly result: object }
  | { readonly call: Call; readonly refused: CallError };

/** Runs every call; one that fails does not affect the others. */
export function answerCalls({ calls, table }: CallFile): Answer[] {
  return calls.map((call, index) => {
    try {
      return { call, result: runCall(call, table) };
    } catch (error) {
      return { call, refused: new CallError(index, call.fn, error) };
    }
  });
}

/** JSON has no infinity: it is written as a string, as in the reference files. */
export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) =>
      item === Infinity ? 'Infinity' : item === -Infinity ? '-Infinity' : Number.isNaN(item) ? null : item,
    2,
  );
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): SettingsError {
  return new SettingsError(`${file} cannot be read`, { cause });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SettingsError(`${file} is not a JSON file`, { cause });
  }
}
