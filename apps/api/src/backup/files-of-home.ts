import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Client } from 'pg';
import { type ListedFile } from './archive-format.ts';
import { readFileInChunks, sha256Of } from './kept-files.ts';

/** A file that a backup lists, and where it is now; null where it is not copied. */
export interface FoundFile extends Omit<ListedFile, 'isHeld'> {
  readonly source: string | null;
}

/** What of PORTAL_HOME goes into the archive itself: small, and the portal does not open without it. */
export async function homeEntries(home: string, auditHeads: string): Promise<{ name: string; content: Buffer }[]> {
  const secrets = await readFile(path.join(home, 'secrets.json'));
  const heads = (await readdir(auditHeads).catch(() => [])).filter((name) => name.endsWith('.log')).sort();
  return [
    { name: 'home/secrets.json', content: secrets },
    ...(await Promise.all(
      heads.map(async (name) => ({
        name: `home/audit-heads/${name}`,
        content: await readFile(path.join(auditHeads, name)),
      })),
    )),
  ];
}

/** Every file of every model. A folder whose name begins with a dot is a model that is being written. */
export async function modelFiles(home: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const source of await filesBelow(path.join(home, 'models'))) {
    const relative = path.relative(home, source).split(path.sep).join('/');
    found.push({ path: relative, source, ...(await sha256Of(readFileInChunks(source))) });
  }
  return found;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(place)));
    else if ((await stat(place)).isFile()) found.push(place);
  }
  return found;
}

/**
 * The slides that the database names, each once, with the browsable copies that there are.
 *
 * @param open - the path of a slide's file on this machine, null where there is none; null in place of it where slides are
 *   listed only.
 */
export async function slideFiles(
  client: Client,
  open: ((fileName: string) => Promise<string | null>) | null,
): Promise<FoundFile[]> {
  const { rows } = await client.query<{ name: string; sha256: string; bytes: number }>(
    'select distinct on (file_name) file_name as name, sha256, bytes from portal.slide_file order by file_name',
  );
  const found: FoundFile[] = [];
  for (const { name, sha256, bytes } of rows) {
    const source = open === null ? null : await open(name);
    found.push({ path: `slides/${name}`, sha256, bytes, source });
    const copyName = `${sha256}.pyramid.tiff`;
    const copy = open === null ? null : await open(copyName);
    if (copy !== null) {
      found.push({ path: `slides/${copyName}`, source: copy, ...(await sha256Of(readFileInChunks(copy))) });
    }
  }
  return found;
}
