import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlideError } from '../../errors.ts';
import { ByteSource } from '../dicom/byte-source.ts';
import { isDicom } from '../dicom/dicom-header.ts';
import { wrapDicom } from '../dicom/wrap-dicom.ts';
import { openFolder, type SentFile, type SentFiles } from './sent-files.ts';
import { miraxOf, unpackMirax } from './mirax-files.ts';
import { openZip } from './zip-files.ts';

/**
 * What is to be kept of a slide that was sent: `asSent` the file itself, `written` the file at the path that was given
 * for it, `unpacked` the zip itself and the folder at that path, from which OpenSlide reads it (MIRAX).
 */
export type PreparedSlide = 'asSent' | 'written' | 'unpacked';

/** Beside a slide in a zip, and not a part of it. */
const isBeside = ({ name }: SentFile): boolean => /\.(?:txt|xml|json|csv|md|pdf|jpe?g|png|html?|log)$/i.test(name);

/**
 * Makes one file of a slide that was sent as several: the tiles of DICOM instances, in a zip, a folder or alone, go into
 * a TIFF as they are; a slide that was packed alone is taken out of its zip; a MIRAX slide is unpacked.
 *
 * @param path - a file or a folder.
 * @param folder - for what has to be unpacked, and for nothing else; the caller removes it.
 * @param outputPath - of the file or folder that may be written.
 * @throws SlideError naming the file and the instance at fault.
 */
export async function prepareSlide(path: string, folder: string, outputPath: string): Promise<PreparedSlide> {
  // What a process that was killed has left: the job is repeated once.
  await Promise.all([folder, outputPath].map((left) => rm(left, { recursive: true, force: true })));
  const kind = await kindOf(path);
  if (kind === 'other') return 'asSent';
  if (kind === 'dicom') {
    await wrapOne(path, outputPath);
    return 'written';
  }
  const sent = await (kind === 'folder' ? openFolder(path) : openZip(path, join(folder, 'unpacked')));
  try {
    const mirax = miraxOf(sent.files);
    if (mirax === null) {
      await prepareSeveral(sent, outputPath);
      return 'written';
    }
    if (kind === 'folder')
      throw new SlideError('NOT_A_SLIDE', 'A MIRAX slide is given as a zip of its .mrxs and its folder.');
    await unpackMirax(sent, mirax, outputPath);
    return 'unpacked';
  } finally {
    await sent.close();
  }
}

/** Whether a slide may have to be prepared, by the first bytes of its file: most are kept as they were sent. */
export async function needsPreparing(path: string): Promise<boolean> {
  return (await kindOf(path)) !== 'other';
}

async function kindOf(path: string): Promise<'folder' | 'zip' | 'dicom' | 'other'> {
  if ((await stat(path).catch(() => null))?.isDirectory()) return 'folder';
  const file = await open(path, 'r').catch(() => null);
  if (!file) return 'other';
  try {
    const start = Buffer.alloc(132);
    const { bytesRead } = await file.read(start, 0, 132, 0);
    if (bytesRead === 132 && start.toString('latin1', 128) === 'DICM') return 'dicom';
    // An empty zip has nothing but its end.
    return ['504b0304', '504b0506'].includes(start.toString('hex', 0, 4)) ? 'zip' : 'other';
  } finally {
    await file.close();
  }
}

async function wrapOne(path: string, outputPath: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await wrapDicom([new ByteSource('The file', file, 0, (await file.stat()).size)], outputPath);
  } finally {
    await file.close();
  }
}

async function prepareSeveral(sent: SentFiles, outputPath: string): Promise<void> {
  if (sent.files.length === 0) throw new SlideError('EMPTY', 'There is no file in it.');
  const [only, ...more] = sent.files.filter((file) => !isBeside(file));
  if (only === undefined) throw noSlide(sent.files);
  const sources: ByteSource[] = [];
  for (const file of [only, ...more]) {
    const source = await sent.source(file);
    if (await isDicom(source)) sources.push(source);
  }
  if (sources.length > 0) return wrapDicom(sources, outputPath);
  if (more.length > 0) throw noSlide(sent.files);
  await sent.copy(only, outputPath);
}

/** Names what is in it by the ends of the names alone: the rest may name a patient. */
function noSlide(files: readonly SentFile[]): SlideError {
  const ends = [...new Set(files.map(({ name }) => /\.[a-z\d]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? 'none'))];
  return new SlideError(
    'NOT_A_SLIDE',
    `It holds ${files.length} files (${ends.slice(0, 8).join(', ')}): neither DICOM instances of a slide nor one slide alone. Send one slide at a time.`,
  );
}
