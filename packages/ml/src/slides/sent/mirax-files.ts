import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SlideError } from '../../errors.ts';
import { type SentFile, type SentFiles } from './sent-files.ts';

/** Name of the MIRAX file in the folder into which a slide is unpacked. */
export const MIRAX_FILE = 'slide.mrxs';
const MOST_INI_BYTES = 4e6;
const MOST_DATA_FILES = 5_000;

/** The .mrxs of a MIRAX slide; null where there is none. */
export function miraxOf(files: readonly SentFile[]): SentFile | null {
  const found = files.filter(({ name }) => /\.mrxs$/i.test(name));
  const [first, second] = found;
  if (second) throw new SlideError('UNREADABLE', `There are ${found.length} MIRAX slides: send one slide at a time.`);
  return first ?? null;
}

/**
 * Unpacks a MIRAX slide: its .mrxs and, of the folder beside it, the files that its Slidedat.ini names.
 *
 * @param outputFolder - is made.
 * @throws SlideError TRUNCATED naming a file that is missing.
 *
 * Source: openslide.org/formats/mirax.
 */
export async function unpackMirax(sent: SentFiles, mirax: SentFile, outputFolder: string): Promise<void> {
  const root = mirax.name.replace(/\.mrxs$/i, '');
  const inFolder = new Map(
    sent.files
      .filter(({ name }) => name.toLowerCase().startsWith(`${root.toLowerCase()}/`))
      .map((file) => [file.name.slice(root.length + 1).toLowerCase(), file]),
  );
  const ini = inFolder.get('slidedat.ini');
  if (!ini) throw missing('Slidedat.ini', 'the folder that has the name of the .mrxs belongs to it');
  if (ini.bytes > MOST_INI_BYTES) throw new SlideError('TOO_LARGE', 'Its Slidedat.ini is too large to be one.');
  const named = filesNamedIn((await (await sent.source(ini)).read(0, ini.bytes)).toString('latin1'));
  await mkdir(join(outputFolder, 'slide'), { recursive: true, mode: 0o700 });
  await sent.copy(mirax, join(outputFolder, MIRAX_FILE));
  for (const name of ['Slidedat.ini', ...named]) {
    const file = inFolder.get(name.toLowerCase());
    if (!file) throw missing(name, 'its Slidedat.ini names it');
    await sent.copy(file, join(outputFolder, 'slide', name));
  }
}

/** INDEXFILE, and FILE_0 … of the section DATAFILE. Only plain names: others could leave the folder. */
function filesNamedIn(ini: string): string[] {
  const names = [...ini.matchAll(/^\s*(?:INDEXFILE|FILE_\d+)\s*=\s*(\S.*?)\s*$/gim)].map(([, name = '']) => name);
  if (names.length > MOST_DATA_FILES) throw new SlideError('TOO_LARGE', 'Its Slidedat.ini names too many files.');
  const other = names.find((name) => !/^[\w-]+\.dat$/i.test(name));
  if (other !== undefined) throw new SlideError('UNREADABLE', 'Its Slidedat.ini names a file outside its folder.');
  return [...new Set(names)];
}

function missing(name: string, why: string): SlideError {
  return new SlideError('TRUNCATED', `The MIRAX slide lacks ${name}: ${why}. Send the .mrxs and its whole folder.`);
}
