import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compressed = promisify(brotliCompress);
/** The highest makes a script smaller by a fourteenth and takes ten times as long: it is for what pages wait for. */
const qualities = { first: 11, later: 9 } as const;

/**
 * At most as much script, compressed, makes a browser wait before a page works; what is in it, and where the rest comes
 * from, is in ARCHITECTURE.md.
 */
export const mostFirstBytes = 300 * 1_024;

/** Writes each script and style of the built pages once more, compressed, beside itself: `http/page-assets.ts` sends it. */
export async function compressScripts(nextFolder: string): Promise<void> {
  const folder = path.join(nextFolder, 'static');
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(js|css)$/.test(file));
  const first = new Set(routesOf(nextFolder).flatMap(({ files: ofRoute }) => ofRoute));
  const rest = files.values();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const file of rest) {
        const place = path.join(folder, file);
        const text = await readFile(place);
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: qualities[first.has(place) ? 'first' : 'later'],
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
        };
        await writeFile(`${place}.br`, await compressed(text, { params }));
      }
    }),
  );
}

/** What a browser loads before a page works, in bytes as they are sent. */
export interface PageScripts {
  readonly route: string;
  readonly bytes: number;
}

/** @returns the pages by what they load, the most first; none where the pages were built by a Next that does not say it. */
export function scriptsOfPages(nextFolder: string): readonly PageScripts[] {
  return routesOf(nextFolder)
    .map(({ route, files }) => ({ route, bytes: files.reduce((sum, file) => sum + statSync(`${file}.br`).size, 0) }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** Each page with the files that it loads first. */
function routesOf(nextFolder: string): readonly { readonly route: string; readonly files: readonly string[] }[] {
  const said = path.join(nextFolder, 'diagnostics', 'route-bundle-stats.json');
  if (!existsSync(said)) return [];
  const routes = JSON.parse(readFileSync(said, 'utf8')) as readonly {
    readonly route: string;
    readonly firstLoadChunkPaths: readonly string[];
  }[];
  // Its paths are from the folder of the application.
  return routes.map(({ route, firstLoadChunkPaths }) => ({
    route,
    files: firstLoadChunkPaths.map((file) => path.join(nextFolder, '..', file)),
  }));
}
