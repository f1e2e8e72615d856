import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Call, readTable, runCall, StatsInputError, type Table } from '@haim/stats';
import { z } from 'zod';
import { SettingsError } from '../settings.ts';

const callFile = z.object({
  name: z.string(),
  csv: z.string().nullish(),
  calls: z.array(z.object({ fn: z.string(), args: z.record(z.string(), z.unknown()).default({}) })),
});

export interface CallFile {
  readonly name: string;
  readonly calls: readonly Call[];
  /** Empty where the calls carry their own numbers. */
  readonly table: Table;
  /** Full path of the table, or null. */
  readonly csv: string | null;
}

/** A call that cannot be done: which one, and what of it is wrong. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly index: number;
  readonly fn: string;
  /** null where the fault lies in no single argument. */
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
 * Reads a file of calls and the table it names, looked for beside the file.
 *
 * @throws SettingsError where either cannot be read or has another shape.
 */
export async function readCalls(file: string): Promise<CallFile> {
  const found = callFile.safeParse(parseJson(await read(file), file));
  if (!found.success) {
    const [issue] = found.error.issues;
    throw new SettingsError(`${file} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`);
  }
  const { name, calls, csv } = found.data;
  const csvPath = csv ? path.resolve(path.dirname(file), csv) : null;
  return { name, calls, table: csvPath === null ? {} : await readCsv(csvPath), csv: csvPath };
}

/** A CSV file in columns. @throws SettingsError where it cannot be read. */
export async function readCsv(file: string): Promise<Table> {
  try {
    return readTable(await read(file));
  } catch (error) {
    throw error instanceof StatsInputError ? new SettingsError(`${file}: ${error.message}`) : error;
  }
}

/** What came of a call: a result, or why there is none. */
export type Answer =
  { readonly call: Call; readonly result: object } | { readonly call: Call; readonly refused: CallError };

/** Runs every call; one that cannot be done leaves the others as they are. */
export function answerCalls({ calls, table }: CallFile): Answer[] {
  return calls.map((call, index) => {
    try {
      return { call, result: runCall(call, table) };
    } catch (error) {
      return { call, refused: new CallError(index, call.fn, error) };
    }
  });
}

/** JSON has no infinity: it is written as a text, as the reference files do. */
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
    throw new SettingsError(`${file} cannot be read`, { cause });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SettingsError(`${file} is no JSON file`, { cause });
  }
}
