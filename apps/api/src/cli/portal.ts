import { Command, CommanderError } from 'commander';
import { writePrivately } from '../private-files.ts';
import { loadEnvFile, SettingsError } from '../settings.ts';
import { runsFromSource } from '../typescript-loader.ts';

/** A command adds itself to the program and imports its dependencies only when it runs: `portal --help` stays fast. */
export type AddCommand = (program: Command) => void;

/** One line per command: the file of that name beside this one, which exports `add`. */
const files: readonly (() => Promise<{ add: AddCommand }>)[] = [
  () => import('./start.ts'),
  () => import('./user.ts'),
  () => import('./study.ts'),
  () => import('./import.ts'),
  () => import('./ctcae.ts'),
  () => import('./subject.ts'),
  () => import('./snapshot.ts'),
  () => import('./audit.ts'),
  () => import('./slides.ts'),
  () => import('./models.ts'),
  () => import('./infer.ts'),
  () => import('./worker.ts'),
  () => import('./doctor.ts'),
  () => import('./bench.ts'),
  () => import('./r.ts'),
  () => import('./stats.ts'),
  () => import('./response.ts'),
  () => import('./figure.ts'),
  () => import('./report.ts'),
  () => import('./export.ts'),
  () => import('./claims.ts'),
  () => import('./backup.ts'),
  // A bundle has no sources to pack or to generate from.
  ...(runsFromSource ? [() => import('./bundle.ts'), () => import('./generate.ts')] : []),
];

const program = new Command('portal')
  .description('Research data portal for large hepatocellular carcinoma. For research use only.')
  .showHelpAfterError()
  .exitOverride();

try {
  writePrivately();
  loadEnvFile();
  for (const file of files) (await file()).add(program);
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    const isExpected = error instanceof SettingsError || process.env['PORTAL_TRACE'] === undefined;
    console.error(isExpected && error instanceof Error ? `portal: ${error.message}` : error);
    if (error instanceof Error && error.cause instanceof Error && isExpected)
      console.error(`  (${error.cause.message})`);
    process.exitCode = 1;
  }
}
