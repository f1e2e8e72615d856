import type { Command } from 'commander';
import { prepareHome, readSettings } from '../settings.ts';
import { givenPath } from './given-path.ts';

/** `portal r` and `portal r install [FILE]`: by what the pages check their numbers. */
export function add(program: Command): void {
  const r = program
    .command('r')
    .description('which R the pages check their numbers with, and how to have one')
    .action(async () => {
      const { findR, wordsOfR } = await import('../r-checks/index.ts');
      const { r: given, home } = readSettings();
      console.log(wordsOfR(await findR({ given, home })));
    });
  r.command('install [file]')
    .description('put R as WebAssembly (webR, 37 MB from npm, 47 MB unpacked) into PORTAL_HOME')
    .addHelpText(
      'after',
      `
webR is R compiled to WebAssembly, for servers without R. It is distributed under the GNU General Public License 3 and
is no part of the portal, which runs it as a process of its own. It has base R, not the package survival: weighting and
competing risks are checked where R with survival and cmprsk is installed. With a file, the package from npm that was
brought here (npm pack webr@0.6.0), npm is not asked.`,
    )
    .action(async (file: string | undefined) => {
      const { installWebr, webrVersion } = await import('../r-checks/index.ts');
      const { home } = readSettings();
      prepareHome(home);
      const folder = await installWebr(home, file === undefined ? null : givenPath(file));
      console.log(`webR ${webrVersion} (GPL 3, see LICENSE.md there) is in ${folder}: the next check uses it.`);
    });
}
