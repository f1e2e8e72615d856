import { readFileSync } from 'node:fs';
import { type Command } from 'commander';
import { readSettings, SettingsError } from '../settings.ts';
import { givenPath } from './given-path.ts';

/** `portal study declare FILE.json` and `portal study list`. */
export function add(program: Command): void {
  const study = program.command('study').description('studies: declare, list');

  study
    .command('declare <file>')
    .description(
      'create a study from a JSON declaration, or bring its name, cut-off, arms, centres, thresholds of imported scores and notes on sets to it',
    )
    .action(async (file: string) => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { declareStudy, studyDeclaration } = await import('../modules/studies/declare-study.ts');
      const found = studyDeclaration.safeParse(readJson(file));
      if (!found.success) {
        const [issue] = found.error.issues;
        throw new SettingsError(`${file} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`);
      }
      await withDatabase(readSettings(), ({ ownerUrl }) => declareStudy(ownerUrl, found.data));
      console.log(`${found.data.code}: ${found.data.centres.length} centres, ${found.data.arms.length} arms.`);
    });

  study
    .command('list')
    .description('all studies with their patients')
    .action(async () => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { listStudies } = await import('../modules/studies/declare-study.ts');
      await withDatabase(readSettings(), async ({ ownerUrl }) => {
        for (const { code, name, centres } of await listStudies(ownerUrl))
          console.log([code, centres, name].join('\t'));
      });
    });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(givenPath(file), 'utf8'));
  } catch (cause) {
    throw new SettingsError(`${file} is no JSON file that can be read`, { cause });
  }
}
