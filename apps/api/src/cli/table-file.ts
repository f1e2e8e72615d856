import { Option } from 'commander';
import { SettingsError } from '../settings.ts';
import { encodingNames, encodings } from '../tables/encoding.ts';
import type { Reading } from '../tables/index.ts';

/** `--encoding`, wherever a command reads a table. */
export function encodingOption(): Option {
  return new Option('--encoding <name>', 'of the file, where it is asked for').choices([...encodings]);
}

/** Runs work on a table; a refusal names the file and, if the encoding is in doubt, shows how each would read. */
export async function naming<Result>(file: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const { TableError } = await import('../tables/index.ts');
    if (!(error instanceof TableError)) throw error;
    const readings = (error.extensions['readings'] ?? []) as readonly Reading[];
    const lines = readings.map(({ encoding, cells }) => `  --encoding ${encoding}: ${readAs(encoding, cells)}`);
    throw new SettingsError([`${file}: ${error.message}`, ...lines].join('\n'));
  }
}

/** Some cells as decoded in an encoding. */
export function readAs(encoding: Reading['encoding'], cells: Reading['cells']): string {
  return `read as ${encodingNames[encoding]}: ${cells.map(({ text }) => text).join(' | ')}`;
}
