import { encodeJpeg } from '../pixels/encode-jpeg.ts';
import { readPatchHere } from '../patches/read-patch.ts';
import { resizeRgb } from '../slides/scaled-region.ts';
import { type SlideJob, type SlideJobResult, type SlideReader } from '../slides/slide-reader.ts';
import { writePyramidOf } from '../slides/write-pyramid.ts';

/**
 * Does a job in this process.
 *
 * @param path - of the slide; needed only for a conversion.
 */
export async function performJob(reader: SlideReader, path: string, job: SlideJob): Promise<SlideJobResult> {
  if (job.kind === 'pyramid') {
    await writePyramidOf(reader, path, job.outputPath);
    return { bytes: new Uint8Array() };
  }
  if (job.kind === 'patch') {
    const { rgb, ...judgement } = await readPatchHere(reader, job, job.sizePx, job.settings);
    return { bytes: rgb, judgement };
  }
  const { request, to, as } = job;
  const { width, height } = request;
  const rgb = await reader.readRgb(request);
  if (as === 'jpeg') return { bytes: await encodeJpeg(rgb, width, height, { to }) };
  return { bytes: await resizeRgb(rgb, width, height, to.width, to.height) };
}
