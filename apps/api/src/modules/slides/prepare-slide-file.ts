import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { needsPreparing, type PreparedSlide, SlideDecoders } from '@haim/ml';

/**
 * Makes one file of a slide that was sent as several, in a process of its own.
 *
 * @param workFolder - for what has to be unpacked; the caller removes it.
 * @throws SlideError naming the file and the instance at fault.
 */
export async function prepareSlideFile(
  sourcePath: string,
  workFolder: string,
  outputPath: string,
): Promise<PreparedSlide> {
  // Most slides are one file: no process is started for them.
  if (!(await needsPreparing(sourcePath))) return 'asSent';
  const decoders = new SlideDecoders({ processes: 1 });
  try {
    return await decoders.prepare(sourcePath, workFolder, outputPath);
  } finally {
    await decoders.close();
  }
}

/** SHA-256 of a file of any size. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
