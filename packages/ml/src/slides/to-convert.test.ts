import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { scratchFolder } from '../hand-made.fixture.ts';
import { openSlideHere } from './open-slide.ts';

let folder: string;

beforeAll(async () => {
  folder = await scratchFolder();
});

test.each<[string, string, string, RegExp]>([
  // The marks as kfbslide 0.3.4 and tmapslide 0.2.3 read them; of SDPC the flag 0x5153 of its first header.
  ['KFB', '\x01\0\0\0KFB\0', 'NEEDS_CONVERTING', /KFB.*K-Viewer.*SVS/],
  ['SDPC', 'SQ\x02\0', 'NEEDS_CONVERTING', /SDPC.*Sqray/],
  ['TMAP', 'TMAP06\0\0', 'NEEDS_CONVERTING', /TMAP.*UNIC/],
  ['iSyntax', '<DataObject xsi:x="1" ObjectType="DPUfsImport">', 'NEEDS_CONVERTING', /iSyntax.*isyntax2raw/],
  ['a PNG', '\x89PNG\r\n\x1a\n', 'NOT_A_SLIDE', /vips tiffsave/],
  ['the .mrxs without its folder', '\xff\xd8\xff\xe0', 'NOT_A_SLIDE', /MIRAX.*zip with its folder/],
  ['SVSLIDE is not taken for SDPC', 'SQLite format 3\0', 'NEEDS_OPENSLIDE', /Sakura/],
])('%s is refused with what makes it readable', async (name, start, code, words) => {
  const path = join(folder, `${name}.slide`);
  await writeFile(path, Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(600)]));
  const opening = openSlideHere(path, { openslidePath: '/nowhere/libopenslide.so' });
  await expect(opening).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
});
