import path from 'node:path';
import { type Command } from 'commander';
import { readSettings } from '../settings.ts';
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
    .action(async (file: string, options: AddSlideOptions) => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { addSlide } = await import('../modules/slides/add-slide.ts');
      const { openSlideFiles } = await import('../modules/slides/slide-place.ts');
      const settings = readSettings();
      const files = openSlideFiles(path.join(settings.home, 'slides'));
      const sha256 = await withDatabase(settings, ({ appUrl }) =>
        addSlide({ ...options, set: options.set ?? null, appUrl, files, sourcePath: givenPath(file) }),
      );
      console.log(`${options.barcode} of ${options.patient}: sha256 ${sha256}`);
    });
}
