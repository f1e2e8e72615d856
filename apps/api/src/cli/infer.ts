import { say } from '@haim/schema';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Provider, SlideScore } from '@haim/ml';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { prepareHome, readSettings } from '../settings.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { givenPath } from './given-path.ts';

interface InferOptions {
  readonly model: string;
  readonly provider: Provider;
  readonly mpp?: number;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

/** `portal infer SLIDE [--model haim]`: one slide in, one score out, without the database. */
export function add(program: Command): void {
  program
    .command('infer <slide>')
    .description('score a slide file with a model of this portal; nothing of it goes into the database')
    .option('--model <id>', 'a folder below PORTAL_HOME/models', 'haim')
    .addOption(
      new Option('--provider <name>', 'where to compute').choices(['auto', 'cuda', 'webgpu', 'cpu']).default('auto'),
    )
    .option('--mpp <microns>', 'microns per pixel, for a slide that does not state its scale', asMicrons)
    .option('--fresh', 'compute the features again, even where they are kept from an earlier run')
    .option('--json', 'print everything as JSON')
    .action(async (file: string, options: InferOptions) => {
      const { patchMap: _, ...score } = await scoreFile(givenPath(file), options);
      const warnings = score.warnings.map((warning) => say(warning, 'en'));
      console.log(options.json ? JSON.stringify({ ...score, warnings }, null, 2) : inWords(score));
    });
}

async function scoreFile(
  slidePath: string,
  { model, provider, mpp, fresh = false }: InferOptions,
): Promise<SlideScore> {
  const { DEMO_MODEL_ID, loadModel, scoreSlide, writeDemoModels } = await import('@haim/ml');
  const { ModelFolders } = await import('../modules/models/model-folders.ts');
  const { home } = readSettings();
  prepareHome(home);
  const modelsDir = path.join(home, 'models');
  const ids = (await new ModelFolders(modelsDir).list()).map(({ id }) => id);
  if (ids.length === 0 && model === DEMO_MODEL_ID) await writeDemoModels(modelsDir);
  else if (!ids.includes(model)) throw new Error(`there is no model ${model}; there is: ${ids.join(', ') || 'none'}`);
  const scratch = fresh ? await temporaryFolder(home, 'infer') : null;
  try {
    return await scoreSlide({
      slidePath,
      model: await loadModel(path.join(modelsDir, model)),
      bagDir: scratch ?? path.join(home, 'bags'),
      provider,
      micronsPerPixel: mpp,
    });
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
}

function asMicrons(text: string): number {
  const microns = Number(text);
  if (!(microns >= 0.05 && microns <= 20)) throw new InvalidArgumentError('Give microns per pixel, such as 0.25.');
  return microns;
}

function inWords(score: Omit<SlideScore, 'patchMap'>): string {
  const { prps, predictedClass, threshold, patches, seconds } = score;
  const dropped = patches.dropped.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  const lines: readonly (readonly [string, string])[] = [
    [
      'PRPS',
      `${prps.toFixed(4)}  (0 favours ${score.classes.find((name) => name !== score.positiveClass)}, 1 ${score.positiveClass})`,
    ],
    ['class', `${predictedClass} at the threshold ${threshold}`],
    ['weights', score.weights === 'synthetic' ? 'SYNTHETIC: demonstration weights, not a prediction' : score.weights],
    ['patches', `${patches.found} found, ${patches.kept} kept${dropped ? `, dropped: ${dropped}` : ''}`],
    ['region', score.roi === 'whole tissue' ? score.roi : `${score.roi.length} outlines`],
    ['scale', `${score.micronsPerPixel} microns per pixel`],
    ['provider', `${score.providerRan} ran, ${score.providerAsked} was asked`],
    ['features', score.bagReused ? 'kept from an earlier run' : 'computed now'],
    ['seconds', `${seconds.total.toFixed(2)}, of them ${seconds.session.toFixed(2)} in the networks`],
    ['model', `${score.modelId}, sha256 ${score.modelSha256}`],
    ['slide', `sha256 ${score.slideSha256}`],
    ...score.warnings.map((warning) => ['warning', say(warning, 'en')] as const),
  ];
  return [...lines.map(([name, value]) => `${name.padEnd(10)}${value}`), 'For research use only.'].join('\n');
}
