import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { givenPath } from './given-path.ts';

/** `portal bundle FILE`: the portal with all that it needs, for machines without network. */
export function add(program: Command): void {
  program
    .command('bundle')
    .argument('<file>', 'such as haim-portal.tar.gz')
    .description(
      'pack Node, packages, PostgreSQL, server, pages and licences for machines like this one, without network',
    )
    .action(async (file: string) => {
      const { makeBundle } = await import('../bundle/make-bundle.ts');
      const out = givenPath(file);
      const name = await makeBundle(out, (line) => console.log(line));
      console.log(`${out}: ${(statSync(out).size / 1e6).toFixed(0)} MB. There: tar -xzf FILE && ${name}/portal start`);
    });
}
