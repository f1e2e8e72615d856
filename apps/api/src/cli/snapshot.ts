import { csvOf } from '@haim/schema';
import type { Command } from 'commander';
import { readSettings } from '../settings.ts';
import type { SnapshotsOfCommand } from './snapshots-for-command.ts';

interface OfStudy {
  readonly study: string;
}

/** `portal snapshot …`: the frozen data versions of a study, as the page *Data versions* has them. */
export function add(program: Command): void {
  const snapshot = program.command('snapshot').description('frozen data versions: create, list, verify, diff');
  const study = ['--study <code>', 'of this study'] as const;

  snapshot
    .command('create <name>')
    .description('keep what analyses of all centres read, as it is now')
    .requiredOption(...study)
    .requiredOption('--reason <text>', 'what it is for, for the audit trail')
    .action((name: string, { study: code, reason }: OfStudy & { readonly reason: string }) =>
      withSnapshots(code, async ({ ctx, service }) => {
        const made = await service.make(ctx, code, { name, reason });
        console.log(`${made.name}: ${made.n} patients, version ${made.dataVersion}, SHA-256 ${made.sha256}`);
      }),
    );

  snapshot
    .command('list')
    .description('name, day, data version, patients and SHA-256 of each, newest first')
    .requiredOption(...study)
    .action(({ study: code }: OfStudy) =>
      withSnapshots(code, async ({ ctx, service }) => {
        for (const { name, madeAt, dataVersion, n, sha256 } of await service.list(ctx, code)) {
          console.log([name, madeAt.toISOString(), dataVersion, n, sha256].join('\t'));
        }
      }),
    );

  snapshot
    .command('verify [name]')
    .description(
      'compute the SHA-256 again from what is stored; of all snapshots without a name; exit code 1 where one differs',
    )
    .requiredOption(...study)
    .action((name: string | undefined, { study: code }: OfStudy) =>
      withSnapshots(code, async ({ ctx, service, idOf }) => {
        const all = await service.list(ctx, code);
        const id = name === undefined ? null : await idOf(name);
        for (const one of all.filter((each) => id === null || each.id === id)) {
          const { isSound, recomputed, damaged } = await service.check(ctx, code, one.id);
          console.log(
            isSound
              ? `${one.name}: intact, ${one.sha256}`
              : `${one.name}: damaged, ${recomputed} instead of ${one.sha256}; ${damaged} patients`,
          );
          if (!isSound) process.exitCode = 1;
        }
      }),
    );

  snapshot
    .command('diff <from> [to]')
    .description('what differs between two snapshots, or a snapshot and now, as CSV')
    .requiredOption(...study)
    .action((from: string, to: string | undefined, { study: code }: OfStudy) =>
      withSnapshots(code, async ({ ctx, service, idOf }) => {
        const second = to === undefined ? null : await idOf(to);
        const { settings, patients } = await service.difference(ctx, code, await idOf(from), second, everybody);
        process.stdout.write(
          csvOf([
            ['centre', 'patient', 'change', 'field', 'before', 'after'],
            ...settings.map(({ field, before, after }) => [null, null, 'setting', field, before, after]),
            ...patients.flatMap(({ centre, code: patient, change, values }) =>
              values.length === 0
                ? [[centre, patient, change, null, null, null]]
                : values.map(({ field, before, after }) => [centre, patient, change, field, before, after]),
            ),
          ]),
        );
      }),
    );
}

const everybody = Number.MAX_SAFE_INTEGER;

async function withSnapshots(study: string, work: (snapshots: SnapshotsOfCommand) => Promise<void>): Promise<void> {
  const { withDatabase } = await import('../supervisor/database-for-command.ts');
  const { snapshotsForCommand } = await import('./snapshots-for-command.ts');
  await withDatabase(readSettings(), ({ ownerUrl }) => snapshotsForCommand(ownerUrl, study, work));
}
