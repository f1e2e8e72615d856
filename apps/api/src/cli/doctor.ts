import type { LoadedModel } from '@haim/ml';
import { type Command, Option } from 'commander';
import type { ModelFolders } from '../modules/models/model-folders.ts';
import { asPatches } from './as-patches.ts';

interface DoctorOptions {
  readonly inference?: boolean;
  readonly provider?: 'cuda' | 'webgpu' | 'cpu';
  readonly model?: string;
  readonly patches: number;
}

/**
 * `portal doctor`: checks whether this machine has what the portal needs; with --inference, whether its device computes
 * correctly.
 */
export function add(program: Command): void {
  program
    .command('doctor')
    .description('look at what the portal needs: Node, database, disk, slide readers, models, devices')
    .option('--inference', 'run the same patches through a device and through the CPU, and compare')
    .addOption(
      new Option('--provider <name>', 'with --inference: the device; each one found, if left out').choices([
        'cuda',
        'webgpu',
        'cpu',
      ]),
    )
    .option('--model <id>', 'with --inference: a folder below PORTAL_HOME/models; the first usable one, if left out')
    .option('--patches <n>', 'with --inference: how many', asPatches, 100)
    .action(async ({ inference = false, ...options }: DoctorOptions) => {
      const isWell = inference ? await compare(options) : await examine();
      if (!isWell) process.exitCode = 1;
    });
}

async function examine(): Promise<boolean> {
  const { findings } = await import('../supervisor/examine-machine.ts');
  let isWell = true;
  for await (const { what, state, words } of findings()) {
    isWell &&= state !== 'bad';
    console.log(`${{ good: 'ok  ', missing: '-   ', bad: 'BAD ' }[state]} ${what.padEnd(12)} ${words}`);
  }
  return isWell;
}

async function compare({ provider, model, patches }: Omit<DoctorOptions, 'inference'>): Promise<boolean> {
  const { AGREEMENT_LIMIT, compareProviders, presentProviders } = await import('@haim/ml');
  const { agreementLines } = await import('./agreement-lines.ts');
  const folders = await modelFolders();
  const loaded = await modelOf(folders, model);
  const reference = await originalOf(folders, loaded);
  const devices = provider
    ? [provider]
    : (await presentProviders())
        .filter(({ refusal, provider: one }) => refusal === null && (one !== 'cpu' || reference !== undefined))
        .map((found) => found.provider);
  if (devices.length === 0) {
    console.log('No device but the CPU was found, and the CPU is the reference: there is nothing to compare.');
    return true;
  }
  console.log(`Model ${loaded.id}, sha256 ${loaded.modelSha256}; ${patches} drawn patches; limit ${AGREEMENT_LIMIT}`);
  let isWell = true;
  if (reference)
    console.log(`It is the float16 form of ${reference.id}, sha256 ${reference.modelSha256}: the reference`);
  for (const device of devices) {
    const found = await compareProviders({ model: loaded, reference, provider: device, patches });
    isWell &&= found.agrees;
    for (const line of agreementLines(found)) console.log(line);
  }
  return isWell;
}

async function modelFolders(): Promise<ModelFolders> {
  const path = await import('node:path');
  const { ModelFolders } = await import('../modules/models/model-folders.ts');
  const { prepareHome, readSettings } = await import('../settings.ts');
  const { home } = readSettings();
  prepareHome(home);
  return new ModelFolders(path.join(home, 'models'));
}

async function modelOf(folders: ModelFolders, id: string | undefined): Promise<LoadedModel> {
  const { DEMO_MODEL_ID, writeDemoModels } = await import('@haim/ml');
  const listed = await folders.list();
  if (id !== undefined) return folders.sound(id);
  const usable = listed.find((one) => one.usable);
  if (usable?.usable) return usable.model;
  // Nothing installed yet: the architectures with random weights test a device just as well.
  await writeDemoModels(folders.modelsDir);
  return folders.sound(DEMO_MODEL_ID);
}

/**
 * The float32 model that a float16 one was made from; undefined where the model is not one, or the float32 model is
 * gone.
 */
async function originalOf(folders: ModelFolders, { manifest }: LoadedModel): Promise<LoadedModel | undefined> {
  const from = manifest.convertedFrom;
  if (!from) return undefined;
  const found = await folders.one(from.id);
  if (found?.usable && found.model.modelSha256 === from.modelSha256) return found.model;
  console.log(
    `Its float32 original, ${from.id}, is not there as it was: the model is compared with itself on the CPU.`,
  );
  return undefined;
}
