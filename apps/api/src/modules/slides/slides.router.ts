import { deepZoomTile, type SlideDecoders, SlideError, type SlideReader, thumbnail } from '@haim/ml';
import { type Request, type Response, Router } from 'express';
import { LRUCache } from 'lru-cache';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { notFound } from '../../context/portal-error.ts';
import { RequestRefused } from '../../http/refusal.ts';
import { pyramidNameOf } from './attach-slide-file.ts';
import { type SlideFiles } from './slide-files.ts';
import { SlideReaders } from './slide-readers.ts';
import { type SlideService, type StoredFile } from './slide.service.ts';

export interface SlidesRouterOptions {
  readonly slides: SlideService;
  readonly files: SlideFiles;
  readonly decoders: SlideDecoders;
  readonly askerOf: AskerOf;
}

const THUMBNAIL_PX = 512;
const CACHE_SECONDS = 3600;
/** About 1,500 tiles: several slides viewed by a group of people. */
const DRAWN_BYTES = 64e6;
const tileName = /^(\d{1,7})_(\d{1,7})\.jpg$/;
const levelName = /^\d{1,2}$/;

/**
 * Pixels of slides. A request names a slide by its opaque id and a tile by whole numbers; the file is looked up under
 * the asker's own rights for every request, cached or not, and a foreign slide, an absent one and a tile outside the
 * image get the same answer. The reader itself cannot access label and macro images.
 */
export function slidesRouter({ slides, files, decoders, askerOf }: SlidesRouterOptions): Router {
  const readers = new SlideReaders(decoders);
  // Keyed by the file's hash: tiles of a file never change.
  const drawn = new LRUCache<string, Buffer>({ maxSize: DRAWN_BYTES, sizeCalculation: ({ length }) => length });

  const serve = async (
    req: Request,
    res: Response,
    slideId: string,
    view: string,
    draw: (reader: SlideReader, signal: AbortSignal) => Promise<Buffer>,
  ): Promise<void> => {
    const stored = await slides.fileOf(await signedIn(askerOf, req), slideId);
    if (!stored) throw notFound('slide');
    const left = new AbortController();
    res.once('close', () => left.abort());
    try {
      const name = `${stored.sha256} ${view}`;
      let jpeg = drawn.get(name);
      if (!jpeg) {
        jpeg = await draw(await readers.of(await pathToShow(files, stored)), left.signal);
        drawn.set(name, jpeg);
      }
      res
        .set('Content-Type', 'image/jpeg')
        // Cached in this browser only, and not for the next person who signs in on it.
        .set('Cache-Control', `private, max-age=${CACHE_SECONDS}`)
        .set('Vary', 'Cookie')
        .send(jpeg);
    } catch (error) {
      if (left.signal.aborted) return;
      if (error instanceof RangeError) throw notFound('slide');
      throw error instanceof SlideError ? new RequestRefused(422, 'SLIDE_UNREADABLE', error.message) : error;
    }
  };

  const router = Router();
  router.get('/:id/thumbnail.jpg', async (req: Request<{ id: string }>, res: Response) => {
    await serve(req, res, req.params.id, 'thumbnail', (reader, signal) => thumbnail(reader, THUMBNAIL_PX, signal));
  });
  router.get(
    '/:id/dzi/:level/:tile',
    async (req: Request<{ id: string; level: string; tile: string }>, res: Response) => {
      const [, column, row] = tileName.exec(req.params.tile) ?? [];
      const level = levelName.test(req.params.level) ? Number(req.params.level) : NaN;
      await serve(req, res, req.params.id, `${level} ${column} ${row}`, (reader, signal) =>
        // NaN is not a level: anything but a whole number gets the answer of a tile outside the image.
        deepZoomTile(reader, level, Number(column), Number(row), { signal }),
      );
    },
  );
  // Anything else below a slide's tiles is not a page either.
  router.use('/:id/dzi', () => {
    throw notFound('slide');
  });
  return router;
}

/** The browsable copy of a slide with a single level, otherwise the slide itself. */
async function pathToShow(files: SlideFiles, { fileName, sha256 }: StoredFile): Promise<string> {
  return (await files.findPath(pyramidNameOf(sha256))) ?? files.pathOf(fileName);
}
