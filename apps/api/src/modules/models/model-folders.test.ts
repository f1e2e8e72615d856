import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelFolders } from './model-folders.ts';

let folder: string;
let models: ModelFolders;

beforeAll(async () => {
  folder = await mkdtemp(join(os.tmpdir(), 'portal-models-'));
  models = new ModelFolders(folder);
  await mkdir(join(folder, 'broken'));
  await writeFile(join(folder, 'broken/manifest.json'), '{"manifestVersion": 1, "id": "broken"');
  await mkdir(join(folder, '.haim.0000.part'));
  await mkdir(join(folder, 'empty'));
  await symlink('/etc', join(folder, 'elsewhere'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('models that cannot be used', () => {
  it('are listed with the field at fault; half-written folders and links are not', async () => {
    expect(await models.list()).toEqual([
      { id: 'broken', usable: false, refusal: 'manifest: is not JSON', manifest: null },
      { id: 'empty', usable: false, refusal: expect.stringContaining('manifest'), manifest: null },
    ]);
  });

  it('are refused by name, and names without a folder are not found', async () => {
    await expect(models.sound('broken')).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    for (const id of ['absent', '../broken', 'elsewhere', '.haim.0000.part', '']) {
      await expect(models.sound(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('are checked again when a file changes', async () => {
    await writeFile(join(folder, 'broken/manifest.json'), '{"manifestVersion": 2}');
    const [broken] = await models.list();
    expect(broken).toMatchObject({ usable: false, refusal: expect.stringMatching(/^manifestVersion: /) });
  });

  it('are an empty list where there is no folder', async () => {
    expect(await new ModelFolders(join(folder, 'absent')).list()).toEqual([]);
  });
});
