import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Command } from 'commander';

const root = join(import.meta.dirname, '../../../..');
const contract = join(root, 'packages/schema/schema.graphql');
const web = join(root, 'apps/web');

/** `portal generate`: writes what follows from the declarations, and reports what a migration would have to do. */
export function add(program: Command): void {
  program
    .command('generate')
    .description(
      'for developers: write schema.graphql from the resolvers and the types of the pages from it, and draft the SQL that changed forms need',
    )
    .action(async () => {
      const { emittedSchema } = await import('../compose/emit-schema.ts');
      writeFileSync(contract, await emittedSchema());
      console.log('packages/schema/schema.graphql is written.');
      generateTypesOfPages();
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { draftMigration } = await import('../db/draft-migration.ts');
      const { readSettings } = await import('../settings.ts');
      const draft = await withDatabase(readSettings(), ({ ownerUrl }) => draftMigration(ownerUrl));
      if (draft.statements.length === 0) return console.log('The tables fit the forms; no migration is needed.');
      console.log(['A draft for migrations/<timestamp>-<verb>-<noun>.ts:', ...draft.statements].join('\n'));
      if (draft.dangers.length) {
        console.error(['Not to be run as it stands; write this part by hand:', ...draft.dangers].join('\n'));
        process.exitCode = 1;
      }
    });
}

/** Types of the documents in apps/web. A document that requests unknown fields stops it, naming the file. */
function generateTypesOfPages(): void {
  const codegen = createRequire(join(web, 'package.json')).resolve('@graphql-codegen/cli/package.json');
  const { status } = spawnSync(process.execPath, [join(codegen, '../cjs/bin.js')], { cwd: web, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
