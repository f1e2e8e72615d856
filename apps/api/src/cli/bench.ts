import { type Command, InvalidArgumentError } from 'commander';
import { readSettings, SettingsError } from '../settings.ts';

/** `portal bench seed`: a study of drawn patients to measure with. */
export function add(program: Command): void {
  const bench = program.command('bench').description('measure the portal: seed');

  bench
    .command('seed')
    .description('fill a new synthetic study with drawn patients; the same seed draws the same ones')
    .requiredOption('--study <code>', 'a study that is not there yet')
    .requiredOption('--patients <n>', 'how many, up to 10,000,000', wholeNumber(1, 10_000_000))
    .option('--seed <n>', 'what is drawn', wholeNumber(0, 1_000_000), 1)
    .action(async (request: { study: string; patients: number; seed: number }) => {
      const { SeedRefused, seedStudy } = await import('../demonstration/seed-study.ts');
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(request.study)) {
        throw new SettingsError('--study: 1 to 40 letters, digits, - and _, beginning with a letter or digit');
      }
      const began = performance.now();
      await withDatabase(readSettings(), ({ ownerUrl }) => seedStudy(ownerUrl, request)).catch((error: unknown) => {
        throw error instanceof SeedRefused ? new SettingsError(error.message, { cause: error.cause }) : error;
      });
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(`${request.study}: ${request.patients} drawn patients in ${seconds} s.`);
    });
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (/^\d+$/.test(text) && n >= least && n <= most) return n;
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
  };
}
