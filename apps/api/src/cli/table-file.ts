import { InvalidArgumentError, Option } from 'commander';
import { SettingsError } from '../settings.ts';
import { asEncoding, type Encoding, encodingNames, encodings, type Reading, TableError } from '../tables/index.ts';

/** `--encoding`, wherever a command reads a table. */
export function encodingOption(): Option {
  return new Option('--encoding <name>', `of the file, where it is asked for: ${encodings.join(', ')}`).argParser(
    (name: string): Encoding => {
      try {
        return asEncoding(name);
      } catch (error) {
        throw new InvalidArgumentError((error as Error).message);
      }
    },
  );
}

/** Work on a table whose refusal names the file and, where the encoding is in doubt, shows how each would read. */
export async function naming<Result>(file: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const readings = (error.extensions['readings'] ?? []) as readonly Reading[];
    const lines = readings.map(({ encoding, cells }) => `${readAs(encoding, cells)}  (--encoding ${encoding})`);
    throw new SettingsError([`${file}: ${error.message}`, ...lines].join('\n'));
  }
}

/** Some cells as they read in an encoding. */
export function readAs(encoding: string, cells: Reading['cells']): string {
  const name = encodingNames[encoding as Encoding] ?? encoding;
  return `  read as ${name}: ${cells.map(({ text }) => text).join(' | ')}`;
}
