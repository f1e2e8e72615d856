import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** The Chromium of the npm package, unpacked once per user: the package unpacks into the temporary folder. */
const folder = path.join(os.tmpdir(), `portal-chromium-${process.getuid?.() ?? 'user'}`);
const packageFolder = path.resolve(import.meta.dirname, '../../node_modules/@sparticuz/chromium');

const fontSettings = path.join(folder, 'fonts.conf');
/** The package's own settings name folders of another machine; without a single font Chromium ends. */
const fontSettingsText = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <cachedir>${path.join(folder, 'font-cache')}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Open Sans</string></edit>
  </match>
</fontconfig>
`;

/** Unpacks beside and renames, so that a second test run never finds half a browser. */
async function unpack(): Promise<void> {
  if (existsSync(fontSettings)) return;
  const draft = mkdtempSync(`${folder}-`);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = draft;
  try {
    const { default: packed, inflate } = (await import(
      pathToFileURL(path.join(packageFolder, 'build/index.js')).href
    )) as {
      default: { executablePath: () => Promise<string> };
      inflate: (file: string) => Promise<string>;
    };
    await packed.executablePath();
    await inflate(path.join(packageFolder, 'bin/al2023.tar.br'));
    writeFileSync(path.join(draft, path.basename(fontSettings)), fontSettingsText);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  try {
    renameSync(draft, folder);
  } catch {
    // Another run was faster; its browser is the same.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Libraries that a bare system lacks come from the package as well. */
function librariesFor(executable: string): Record<string, string> {
  const missing = spawnSync('ldd', [executable], { encoding: 'utf8' }).stdout?.includes('not found') ?? true;
  return missing ? { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') } : {};
}

/**
 * A real Chromium without a window; CHROMIUM_PATH names another one to use.
 *
 * @param compiles - whether it makes scripts fast that run often, as people's does. For a page that is looked at for seconds
 * this takes longer than running them slowly.
 */
export async function launchChromium({ compiles = true } = {}): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  if (!given) await unpack();
  const executablePath = given ?? path.join(folder, 'chromium');
  return chromium.launch({
    executablePath,
    // Root may not use Chromium's sandbox; it opens nothing here but the portal under test.
    args: [
      '--no-sandbox',
      '--no-zygote',
      // The drawing tools of the slide viewer need WebGL; compositing is faster without an emulated GPU.
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-gpu-compositing',
      ...(compiles ? [] : ['--js-flags=--no-opt --no-maglev']),
    ],
    env: {
      ...(process.env as Record<string, string>),
      ...(given ? {} : { FONTCONFIG_FILE: fontSettings, ...librariesFor(executablePath) }),
    },
  });
}
