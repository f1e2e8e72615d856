import { randomUUID } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, type Email, portal, signIn } from './portal.fixture.ts';
import { allDrawnSlides, drawnSlidesOf, type SlideUnderTest } from './slides.fixture.ts';

const nfh = 'staff.nfh@demo.local';
const fahsyu = 'staff.fahsyu@demo.local';

let own: SlideUnderTest;
let foreign: SlideUnderTest;

const fetchAs = async (as: Email | null, place: string): Promise<Response> =>
  fetch(`${portal().baseUrl}${place}`, { headers: as === null ? {} : { cookie: await signIn(as) } });

beforeAll(async () => {
  const slides = await drawnSlidesOf('investigator@demo.local');
  own = slides.find(({ centre }) => centre === 'NFH')!;
  foreign = slides.find(({ centre }) => centre === 'FAHSYU')!;
}, 300_000);

describe('the list of slides', () => {
  it('holds for each centre its own and for the investigator both', async () => {
    const centresOf = async (as: Email) => {
      const { data } = await ask<{ slides: { centre: string }[] }>(
        as,
        '{ slides(study: "HAIC-DEMO", withFile: false) { centre } }',
      );
      return [...new Set(data!.slides.map(({ centre }) => centre))].sort();
    };
    expect(await centresOf(nfh)).toEqual(['NFH']);
    expect(await centresOf(fahsyu)).toEqual(['FAHSYU']);
    expect(await centresOf('investigator@demo.local')).toEqual(['FAHSYU', 'NFH']);
  });

  it('has both test sets, the training set and both outcomes among the drawn, labelled as drawn', async () => {
    await allDrawnSlides('investigator@demo.local');
    const { data } = await ask<{
      slides: { evaluationSet: string; bestResponse: string; file: { synthetic: boolean } }[];
    }>('investigator@demo.local', '{ slides(study: "HAIC-DEMO") { evaluationSet bestResponse file { synthetic } } }');
    const drawn = data!.slides.filter(({ file }) => file.synthetic);
    expect(new Set(drawn.map(({ evaluationSet }) => evaluationSet))).toEqual(
      new Set(['training', 'internal', 'external']),
    );
    const responded = drawn.filter(({ bestResponse }) => ['CR', 'PR'].includes(bestResponse)).length;
    expect(responded).toBeGreaterThan(0);
    expect(responded).toBeLessThan(drawn.length);
  }, 450_000);
});

describe('pixels', () => {
  it('of a tile are those of the file at its place', async () => {
    const { maxLevel, tileSize, overlap, sha256 } = own.file;
    const answer = await fetchAs(nfh, `/slides/${own.id}/dzi/${maxLevel}/1_1.jpg`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('cache-control')).toMatch(/^private, max-age=\d+$/);
    const tile = await sharp(await answer.arrayBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true });
    const side = tileSize + 2 * overlap;
    expect([tile.info.width, tile.info.height]).toEqual([side, side]);
    const differenceAt = async (offset: number): Promise<number> => {
      const corner = tileSize - overlap + offset;
      const file = await sharp(path.join(portal().home, 'slides', `${sha256}.tiff`))
        .extract({ left: corner, top: corner, width: side, height: side })
        .removeAlpha()
        .raw()
        .toBuffer();
      let difference = 0;
      for (let i = 0; i < file.length; i++) difference += Math.abs(file[i]! - tile.data[i]!);
      return difference / file.length;
    };
    // A second JPEG costs some grey levels; a tile one pixel off costs more on this texture.
    const here = await differenceAt(0);
    expect(here).toBeLessThan(8);
    for (const offset of [-2, -1, 1, 2]) expect(here).toBeLessThan(0.7 * (await differenceAt(offset)));
  });

  it('of the whole slide have its shape', async () => {
    const answer = await fetchAs(nfh, `/slides/${own.id}/thumbnail.jpg`);
    const { width, height } = await sharp(await answer.arrayBuffer()).metadata();
    expect(Math.max(width, height)).toBe(512);
    expect(width / height).toBeCloseTo(own.file.widthPx / own.file.heightPx, 2);
  });

  it.each([
    '99/0_0.jpg',
    '11/99_0.jpg',
    '-1/0_0.jpg',
    '1e1/0_0.jpg',
    '11/0_0.png',
    '11/0_0.jpg.jpg',
    '11/..%2f..%2f..%2fsecrets.json',
    '%00/0_0.jpg',
  ])('outside the image are not found: %s', async (place) => {
    expect((await fetchAs(nfh, `/slides/${own.id}/dzi/${place}`)).status).toBe(404);
  });

  it.each(['dzi/8/0_0.jpg', 'thumbnail.jpg'])(
    'of a foreign slide and of an absent one are refused alike: %s',
    async (place) => {
      // Already drawn for someone who may see it: the server's cache must not bypass the rights.
      expect((await fetchAs(fahsyu, `/slides/${foreign.id}/${place}`)).status).toBe(200);
      const answers = await Promise.all(
        [foreign.id, randomUUID(), 'x', '..%2f..%2fslides'].map(async (id) => {
          const answer = await fetchAs(nfh, `/slides/${id}/${place}`);
          return { status: answer.status, body: await answer.text(), type: answer.headers.get('content-type') };
        }),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 404 });
    },
  );

  it('are not shown without signing in', async () => {
    expect((await fetchAs(null, `/slides/${own.id}/thumbnail.jpg`)).status).toBe(401);
  });
});
