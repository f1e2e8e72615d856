import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { PortalContext } from '../context/portal-context.ts';
import type { PaperService } from '../modules/claims/index.ts';
import { readSettings, SettingsError } from '../settings.ts';

interface OfStudy {
  readonly study: string;
}

interface Checked extends OfStudy {
  readonly paper: string;
  readonly snapshot?: string;
  readonly json?: boolean;
}

/** `portal claims …`: the numbers of a publication beside those of the records, as the page *Claims* has them. */
export function add(program: Command): void {
  const claims = program.command('claims').description('what a publication claims beside what the records give');
  const study = ['--study <code>', 'of this study'] as const;

  claims
    .command('list')
    .description('papers of a study: name, claims, version, citation')
    .requiredOption(...study)
    .action(({ study: code }: OfStudy) =>
      ofStudy(code, async (ctx, papers) => {
        for (const { name, claims: list, version, citation } of await papers.list(ctx, code)) {
          console.log([name, list.length, version, citation].join('\t'));
        }
      }),
    );

  claims
    .command('add <file>')
    .description('keep a file of claims as JSON; a paper of its name is replaced')
    .requiredOption(...study)
    .action(async (file: string, { study: code }: OfStudy) => {
      const text = await readFile(file, 'utf8').catch((cause: unknown) => {
        throw new SettingsError(`${file} cannot be read`, { cause });
      });
      await ofStudy(code, async (ctx, papers) => {
        const known = (await papers.list(ctx, code)).find(({ name }) => name === nameIn(text));
        const { name, claims: list, version } = await papers.set(ctx, code, known?.version ?? 0, text);
        console.log(`${name}: ${list.length} claims, version ${version}`);
      });
    });

  claims
    .command('check')
    .description('recompute every claim of a paper; a line for each that is not a match, then how many are what')
    .requiredOption(...study)
    .requiredOption('--paper <name>', 'as `portal claims list` has it')
    .option('--snapshot <name>', 'of a snapshot instead of the data of now; its name or id')
    .option('--json', 'every claim, with its rule, both numbers, verdict and reasons')
    .action(async ({ study: code, paper, snapshot, json }: Checked) => {
      const { claimLines, claimsJson } = await import('./claim-lines.ts');
      await ofStudy(code, async (ctx, papers, idOf) => {
        const checked = await papers.check(ctx, code, paper, snapshot === undefined ? null : await idOf(snapshot));
        if (!checked) throw new SettingsError(`${code} has centres that are not open here`);
        console.log(json ? JSON.stringify(claimsJson(checked), null, 2) : claimLines(checked).join('\n'));
      });
    });
}

/** What is not JSON has no name: the service says what is wrong. */
function nameIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}

async function ofStudy(
  study: string,
  work: (ctx: PortalContext, papers: PaperService, snapshotId: (nameOrId: string) => Promise<string>) => Promise<void>,
): Promise<void> {
  const { withDatabase } = await import('../supervisor/database-for-command.ts');
  const { withPapers } = await import('../demonstration/with-papers.ts');
  const { SnapshotService } = await import('../modules/snapshots/index.ts');
  const { StudyService } = await import('../modules/studies/index.ts');
  const done = await withDatabase(readSettings(), ({ ownerUrl }) =>
    withPapers(ownerUrl, study, async (ctx, papers, db) => {
      const idOf = async (given: string) => {
        const all = await new SnapshotService(db, new StudyService(db)).list(ctx, study);
        const found = all.find(({ id, name }) => name === given || id === given);
        if (found) return found.id;
        throw new SettingsError(
          `${study} has no snapshot ${given}: \`portal snapshot list --study ${study}\` lists them.`,
        );
      };
      await work(ctx, papers, idOf);
      return true;
    }),
  );
  if (!done) throw new SettingsError(`no study has the code ${study}: \`portal study list\` lists them.`);
}
