import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { StudyDeclaration } from '../modules/studies/declare-study.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { givenPath } from './given-path.ts';
import { addFields } from './study-fields.ts';
import type { StudyOfCommand } from './studies-for-command.ts';
import { withAccounts } from './user.ts';

/** `portal study …`: what the pages *New study*, *Study settings* and *Fields* do, and `declare`, which may be repeated. */
export function add(program: Command): void {
  const study = program.command('study').description('studies: create, change, close, reopen, declare, list');

  study
    .command('create <file>')
    .description(
      'create a study from a JSON declaration and give it an administrator, who is invited without an account',
    )
    .requiredOption('--administrator <email>', 'who administers the study')
    .action(async (file: string, { administrator }: { administrator: string }) => {
      const declared = await readDeclaration(file);
      await withAccounts(async (auth, ownerUrl, { publicUrl }) => {
        const { createForCommand } = await import('./studies-for-command.ts');
        const { code, token } = await createForCommand({ auth, ownerUrl, declared, administrator });
        await storeScoresOf(declared, ownerUrl, 'portal study create');
        console.log(`${code}: ${declared.centres.length} centres, ${declared.arms.length} arms.`);
        if (token !== null) console.log(`${administrator} has no account yet: ${publicUrl}/invitation/${token}`);
      });
    });

  study
    .command('change <file>')
    .description('bring the settings of a study to a JSON declaration; arms and centres that it leaves out are removed')
    .action(async (file: string) => {
      const declared = await readDeclaration(file);
      await withStudy(declared.code, async ({ ctx, service, stored, recipes, settingsOf }, ownerUrl) => {
        await service.change(ctx, declared.code, stored.version, settingsOf(declared, stored, recipes));
        await storeScoresOf(declared, ownerUrl, 'portal study change');
      });
      console.log(`${declared.code}: ${declared.centres.length} centres, ${declared.arms.length} arms.`);
    });

  for (const [name, description, said] of [
    ['close', 'close a study: it is read and exported, and nothing is added or changed', 'is closed'],
    ['reopen', 'open a closed study again', 'is open'],
  ] as const) {
    study
      .command(`${name} <code>`)
      .description(description)
      .requiredOption('--reason <text>', 'why, for the audit trail')
      .action(async (code: string, { reason }: { reason: string }) => {
        await withStudy(code, ({ ctx, service, stored }) => service[name](ctx, code, stored.version, reason));
        console.log(`${code} ${said}.`);
      });
  }

  study
    .command('declare <file>')
    .description(
      'create a study from a JSON declaration, or bring its settings, thresholds of imported scores and notes on sets to it; nothing is removed',
    )
    .action(async (file: string) => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { declareStudy } = await import('../modules/studies/declare-study.ts');
      const declared = await readDeclaration(file);
      await withDatabase(readSettings(), ({ ownerUrl }) => declareStudy(ownerUrl, declared));
      console.log(`${declared.code}: ${declared.centres.length} centres, ${declared.arms.length} arms.`);
    });

  addFields(study);

  study
    .command('list')
    .description('all studies with their centres')
    .action(async () => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { listStudies } = await import('../modules/studies/declare-study.ts');
      await withDatabase(readSettings(), async ({ ownerUrl }) => {
        for (const { code, name, centres, isClosed } of await listStudies(ownerUrl))
          console.log([code, centres, name, ...(isClosed ? ['closed'] : [])].join('\t'));
      });
    });
}

async function withStudy(
  code: string,
  work: (study: StudyOfCommand, ownerUrl: string) => Promise<unknown>,
): Promise<void> {
  const { withDatabase } = await import('../supervisor/database-for-command.ts');
  const { settingsForCommand } = await import('./studies-for-command.ts');
  await withDatabase(readSettings(), ({ ownerUrl }) =>
    settingsForCommand(ownerUrl, code, (one) => work(one, ownerUrl)),
  );
}

async function readDeclaration(file: string): Promise<StudyDeclaration> {
  const { studyDeclaration } = await import('../modules/studies/declare-study.ts');
  const found = studyDeclaration.safeParse(readJson(file));
  if (found.success) return found.data;
  const faults = found.error.issues.map(({ path, message }) => `${path.join('.') || 'its top'}: ${message}`);
  throw new SettingsError(`${file} is wrong at ${faults.join('; ')}`);
}

/** What a declaration has beside the settings, after they are stored. */
async function storeScoresOf(declared: StudyDeclaration, ownerUrl: string, command: string): Promise<void> {
  const { declareScores } = await import('../modules/studies/declare-study.ts');
  await declareScores(ownerUrl, declared, command);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(givenPath(file), 'utf8'));
  } catch (cause) {
    throw new SettingsError(`${file} is not a JSON file that can be read`, { cause });
  }
}
