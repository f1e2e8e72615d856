import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deepZoomInfo, deepZoomTile } from '../slides/deep-zoom.ts';
import { SlideError } from '../errors.ts';
import { REAL_SLIDE, scratchFolder, writeHalfSlide } from '../hand-made.fixture.ts';
import { hostileSlide, soundSlides } from './hostile-slides.fixture.ts';
import { loadOpenSlide } from '../slides/openslide-library.ts';
import { probeSlide } from '../slides/probe-slide.ts';
import { seededRandom } from '../seeded-random.ts';
import { SlideDecoders } from './slide-decoders.ts';
import { type ReaderChoice } from '../slides/slide-reader.ts';

/** A few of each kind by default; HAIM_HOSTILE_SLIDES=500 for a thorough run. */
const CASES = Number(process.env['HAIM_HOSTILE_SLIDES'] ?? 60);
const LONGEST_MS = 10_000;

let folder: string;
let decoders: SlideDecoders;

beforeAll(async () => {
  folder = await scratchFolder();
  decoders = new SlideDecoders({ processes: 1 });
});

afterAll(() => decoders?.close());

const readers: readonly ReaderChoice[] = loadOpenSlide() === null ? ['auto'] : ['auto', 'openslide'];
if (readers.length === 1) process.stderr.write('Skipped for want of OpenSlide: malformed slides read with it.\n');

test.each(readers)(
  'malformed slides through %s are refused with a message or read within ten seconds, and the next slide opens',
  { timeout: 60_000 + CASES * 2000 },
  async (reader) => {
    await writeHalfSlide(join(folder, 'good.tif'), { width: 600, height: 400 });
    const sound = await soundSlides(folder, existsSync(REAL_SLIDE) ? REAL_SLIDE : null);
    const random = seededRandom(11);
    const outcomes = new Map<string, number>();
    const memoryBefore = process.memoryUsage.rss();
    let longestMs = 0;
    for (let index = 0; index < CASES; index++) {
      const { name, bytes } = hostileSlide(index, sound, random);
      const path = join(folder, name);
      await writeFile(path, bytes);
      const began = performance.now();
      const outcome = await lookAt(path, reader);
      longestMs = Math.max(longestMs, performance.now() - began);
      expect([name, performance.now() - began < LONGEST_MS]).toEqual([name, true]);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      await rm(path);
      if (index % 10 === 9) expect(await lookAt(join(folder, 'good.tif'), reader)).toBe('read');
    }
    if (CASES > 60) {
      const counts = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
      process.stderr.write(`${reader}: ${CASES} malformed slides, longest ${longestMs.toFixed(0)} ms: ${counts}\n`);
    }
    // Several kinds of refusal must occur, otherwise the damage had no effect.
    for (const code of ['TRUNCATED', 'UNREADABLE', 'TOO_LARGE']) expect(outcomes.get(code)).toBeGreaterThan(0);
    expect(process.memoryUsage.rss() - memoryBefore).toBeLessThan(500e6);
  },
);

/** What an upload and then a viewer do: open, decode parts of every level, one tile. */
async function lookAt(path: string, reader: ReaderChoice): Promise<string> {
  // As when a slide is added: all of it together may take no longer.
  const deadline = new AbortController();
  const late = new SlideError('UNREADABLE', 'The slide cannot be read: decoding it takes too long.');
  const timer = setTimeout(() => deadline.abort(late), LONGEST_MS - 1000);
  try {
    const slide = await decoders.open(path, { reader }, deadline.signal);
    await probeSlide(slide, deadline.signal);
    await deepZoomTile(slide, deepZoomInfo(slide).maxLevel, 0, 0, { signal: deadline.signal });
    await slide.close();
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(SlideError);
    expect(String(error)).not.toContain(folder);
    return (error as SlideError).code;
  } finally {
    clearTimeout(timer);
  }
}
