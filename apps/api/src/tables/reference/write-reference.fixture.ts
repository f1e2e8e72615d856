import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hardFiles } from '../written/hard-files.fixture.ts';

/*
 * node --import ./bin/typescript.mjs apps/api/src/tables/reference/write-reference.fixture.ts FOLDER
 * python apps/api/src/tables/reference/read_tables.py FOLDER > apps/api/src/tables/reference/read.json
 * The test holds the files to the hashes in `read.sha256.json`, which are those of the files that were read.
 */
const [folder = ''] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const hashes: Record<string, string> = {};
for (const { name, bytes, sha256 } of await hardFiles()) {
  await writeFile(join(folder, name), bytes);
  hashes[name] = sha256;
}
await writeFile(join(import.meta.dirname, 'read.sha256.json'), `${JSON.stringify(hashes, null, 2)}\n`);
