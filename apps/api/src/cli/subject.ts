import type { Command } from 'commander';
import type { Client } from 'pg';
import { SettingsError } from '../settings.ts';
import { asOwner } from './as-owner.ts';

interface Chosen {
  readonly study?: string;
}

/** `portal subject verify` and `portal subject rebuild`: the stored analysis rows against the records. */
export function add(program: Command): void {
  const subject = program.command('subject').description('the stored analysis rows: verify, rebuild');

  subject
    .command('verify')
    .description('compare every stored analysis row with what the records give; exit code 1 where one differs')
    .option('--study <code>', 'of one study; of all, if left out')
    .action(async ({ study }: Chosen) => {
      const { differenceLine, subjectDifferences } = await import('../modules/patients/stored-subject.ts');
      let n = 0;
      await withOwner(async (client) => {
        for await (const difference of subjectDifferences(client, study ?? null)) {
          n += 1;
          console.log(differenceLine(difference));
        }
      });
      if (n === 0) console.log('Every stored row is what the records give.');
      else {
        console.log(`${n} rows differ; bin/portal subject rebuild derives them anew.`);
        process.exitCode = 1;
      }
    });

  subject
    .command('rebuild')
    .description('derive every analysis row anew from the records and store it')
    .option('--study <code>', 'of one study; of all, if left out')
    .action(async ({ study }: Chosen) => {
      const { rebuildSubjects } = await import('../modules/patients/stored-subject.ts');
      await withOwner(async (client) => {
        for (const rebuilt of await rebuildSubjects(client, study ?? null)) {
          console.log(`${rebuilt.study}: ${rebuilt.n} rows derived anew.`);
        }
      });
    });
}

async function withOwner(work: (client: Client) => Promise<void>): Promise<void> {
  const { UnknownStudy } = await import('../modules/patients/stored-subject.ts');
  await asOwner(work).catch((error: unknown) => {
    throw error instanceof UnknownStudy ? new SettingsError(`--study: ${error.message}`) : error;
  });
}
