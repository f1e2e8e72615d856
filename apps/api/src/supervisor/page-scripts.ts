import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compressed = promisify(brotliCompress);
/** The highest takes ten times as long for two percent. */
const quality = 9;

/** Writes each script and style of the built pages once more, compressed, beside itself: `http/page-assets.ts` sends it. */
export async function compressScripts(nextFolder: string): Promise<void> {
  const folder = path.join(nextFolder, 'static');
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(js|css)$/.test(file));
  const rest = files.values();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const file of rest) {
        const text = await readFile(path.join(folder, file));
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
        };
        await writeFile(path.join(folder, `${file}.br`), await compressed(text, { params }));
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
  const said = path.join(nextFolder, 'diagnostics', 'route-bundle-stats.json');
  if (!existsSync(said)) return [];
  const routes = JSON.parse(readFileSync(said, 'utf8')) as readonly {
    readonly route: string;
    readonly firstLoadChunkPaths: readonly string[];
  }[];
  // Its paths are from the folder of the application.
  const bytesOf = (file: string): number => statSync(path.join(nextFolder, '..', `${file}.br`)).size;
  return routes
    .map(({ route, firstLoadChunkPaths }) => ({
      route,
      bytes: firstLoadChunkPaths.reduce((sum, file) => sum + bytesOf(file), 0),
    }))
    .toSorted((a, b) => b.bytes - a.bytes);
}
