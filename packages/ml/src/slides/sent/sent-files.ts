import { createWriteStream } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlideError } from '../../errors.ts';
import { ByteSource } from '../dicom/byte-source.ts';

/** A file of a slide that consists of several. */
export interface SentFile {
  /** With its folders, parted by slashes. */
  readonly name: string;
  readonly bytes: number;
}

/** The files that somebody has sent for one slide, in a zip or a folder. */
export interface SentFiles {
  readonly files: readonly SentFile[];
  /** @throws SlideError for a file that is damaged or cut off, by its name. */
  source(file: SentFile): Promise<ByteSource>;
  /** Copies the contents of one to a path. */
  copy(file: SentFile, path: string): Promise<void>;
  close(): Promise<void>;
}

const MOST_FILES = 10_000;
const DEEPEST = 6;

/** Files that systems add by themselves. */
const isNoise = (name: string): boolean => /(?:^|\/)(?:\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i.test(name);

/** @returns those that a person has put there. */
export const withoutNoise = <File extends SentFile>(files: readonly File[]): File[] =>
  files.filter(({ name }) => !isNoise(name));

/**
 * A file's name as it may be repeated and stored: a name of words may be a patient's, so it is given only where it is
 * made of numbers and of the words that programs use.
 */
export function shownName(name: string, index: number, count: number): string {
  const base = name.split('/').at(-1) ?? '';
  const isPlain =
    /^(?:[\d._-]|dcm|dicom(?:dir)?|dicm|img?|image|level|label|overview|slidedat|index|data|slice|instance|zip|ini|dat|mrxs)+$/i;
  if (base.length <= 80 && isPlain.test(base)) return `"${base}"`;
  return count === 1 ? 'The file' : `File ${index + 1} of ${count}`;
}

/** The files of a folder on this machine, with those of its folders. */
export async function openFolder(path: string): Promise<SentFiles> {
  const files = withoutNoise(await listed(path, '', 0));
  const handles: FileHandle[] = [];
  return {
    files,
    source: async (file) => {
      const handle = await open(join(path, file.name), 'r');
      handles.push(handle);
      return new ByteSource(shownName(file.name, files.indexOf(file), files.length), handle, 0, file.bytes);
    },
    copy: async (file, to) => {
      const handle = await open(join(path, file.name), 'r');
      const { pipeline } = await import('node:stream/promises');
      await pipeline(handle.createReadStream(), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
    },
    close: async () => void (await Promise.all(handles.map((handle) => handle.close()))),
  };
}

async function listed(root: string, folder: string, depth: number): Promise<SentFile[]> {
  if (depth > DEEPEST)
    throw new SlideError('NOT_A_SLIDE', `The folder has more than ${DEEPEST} folders in one another.`);
  const found: SentFile[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await listed(root, name, depth + 1)));
    else if (entry.isFile()) found.push({ name, bytes: (await stat(join(root, name))).size });
    if (found.length > MOST_FILES) throw tooMany();
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

export function tooMany(): SlideError {
  return new SlideError('TOO_LARGE', `There are more than ${MOST_FILES} files: send one slide at a time.`);
}

export { MOST_FILES };
