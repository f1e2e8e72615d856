import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { readSettings, SettingsError } from '../settings.ts';
import { givenPath } from './given-path.ts';

interface AddSlideOptions {
  readonly study: string;
  readonly centre: string;
  readonly patient: string;
  readonly barcode: string;
  readonly set?: string;
}

/** `portal slides add FILE`: an image file from this machine's disk, attached to a patient's slide. */
export function add(program: Command): void {
  program
    .command('slides')
    .description('slides: add')
    .command('add <file>')
    .description(
      'copy a slide file into the portal and attach it to a slide of a patient, which is added where missing',
    )
    .requiredOption('--study <code>', 'the study')
    .requiredOption('--centre <code>', 'the centre of the patient')
    .requiredOption('--patient <code>', 'the study code of the patient')
    .requiredOption('--barcode <code>', 'the study code of the slide, never a hospital number')
    .option('--set <name>', 'training, internal or external')
    .addHelpText(
      'after',
      `
The file may have up to 50 GB. It is copied, opened in a process of its own and refused in one sentence where it is no
slide; the command works beside a running portal. One that is stopped leaves nothing: give it again. Files on other
people's machines are sent from the page Slides, where an upload that is cut goes on.`,
    )
    .action(async (file: string, options: AddSlideOptions) => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { addSlide } = await import('../modules/slides/add-slide.ts');
      const { openSlideFiles } = await import('../modules/slides/slide-place.ts');
      const settings = readSettings();
      const files = openSlideFiles(path.join(settings.home, 'slides'));
      const sourcePath = givenPath(file);
      await checkRoom(sourcePath, settings.home);
      const sha256 = await withDatabase(settings, ({ appUrl }) =>
        addSlide({ ...options, set: options.set ?? null, appUrl, files, sourcePath }),
      );
      console.log(`${options.barcode} of ${options.patient}: sha256 ${sha256}`);
    });
}

/** Reported before many gigabytes are copied. A path that is not a file is refused where files are checked. */
async function checkRoom(sourcePath: string, home: string): Promise<void> {
  const found = await stat(sourcePath).catch(() => null);
  const disk = await statfs(home).catch(() => null);
  if (!found || !disk || found.size <= disk.bavail * disk.bsize) return;
  const [needed, free] = [found.size, disk.bavail * disk.bsize].map((bytes) => (bytes / 1e9).toFixed(1));
  throw new SettingsError(
    `The disk of PORTAL_HOME has no room for this file: it needs ${needed} GB, ${free} GB are free.`,
  );
}
