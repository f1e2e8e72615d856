import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { SettingsError } from '../settings.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { webrFolder } from './find-r.ts';

const run = promisify(execFile);

/** R 4.6.0. The package is used without those that it names, which are of its own web page. */
export const webrVersion = '0.6.0';
const integrity = 'sha512-M2b8m3/ZBk7XMIR7LD97s5k/9jUla83Z0Hl4b+WnrK7XmSMpZdajCiP3XkSzHKHDUgscHKe+lVUvk3aym8q0bw==';

/**
 * Puts webR where the portal finds it, in place of one that is there.
 *
 * @param home - PORTAL_HOME.
 * @param given - the package as a file, for a machine without a registry; null to ask npm for it.
 * @returns the folder.
 * @throws SettingsError where npm or tar fails, or the file is not that package.
 */
export function installWebr(home: string, given: string | null): Promise<string> {
  return withTemporaryFolder(home, 'webr', async (folder) => {
    const file = given ?? (await packed(folder));
    const found = await integrityOf(file);
    if (found !== integrity)
      throw new SettingsError(
        `${file} is not the package webr ${webrVersion}: its sha512 is ${found}, not ${integrity}.`,
      );
    const unpacked = path.join(folder, 'webr');
    await mkdir(unpacked);
    await run('tar', ['-xzf', file, '-C', unpacked, '--strip-components=1']).catch((error: unknown) => {
      throw new SettingsError(`tar does not unpack ${file}.`, { cause: error });
    });
    const place = webrFolder(home);
    await rm(place, { recursive: true, force: true });
    await rename(unpacked, place);
    return place;
  });
}

async function packed(folder: string): Promise<string> {
  const isWindows = process.platform === 'win32';
  const args = ['pack', `webr@${webrVersion}`, '--pack-destination', folder, '--silent'];
  await run(isWindows ? 'npm.cmd' : 'npm', args, { shell: isWindows }).catch((error: unknown) => {
    const instead = `bring webr-${webrVersion}.tgz from elsewhere and run bin/portal r install webr-${webrVersion}.tgz`;
    throw new SettingsError(`npm has no webr ${webrVersion} for this machine: ${instead}.`, { cause: error });
  });
  return path.join(folder, `webr-${webrVersion}.tgz`);
}

/** As npm writes it. */
async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash).catch((error: unknown) => {
    throw new SettingsError(`${file} cannot be read.`, { cause: error });
  });
  return `sha512-${hash.digest('base64')}`;
}
