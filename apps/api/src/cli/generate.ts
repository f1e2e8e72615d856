import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command } from 'commander';

const contract = join(import.meta.dirname, '../../../../packages/schema/schema.graphql');

/** `portal generate`: writes what follows from the declarations, and says what a migration would have to do. */
export function add(program: Command): void {
  program
    .command('generate')
    .description('for developers: write schema.graphql from the resolvers, and draft the SQL that changed forms need')
    .action(async () => {
      const { emittedSchema } = await import('../compose/emit-schema.ts');
      writeFileSync(contract, await emittedSchema());
      console.log('packages/schema/schema.graphql is written; now `npx graphql-codegen` in apps/web.');
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
