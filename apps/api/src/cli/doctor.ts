import { type Command, InvalidArgumentError, Option } from 'commander';

interface DoctorOptions {
  readonly inference?: boolean;
  readonly provider?: 'cuda' | 'webgpu' | 'cpu';
  readonly model?: string;
  readonly patches: number;
}

/** `portal doctor`: what this machine has of what the portal needs; with --inference, whether its device computes right. */
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
  const loaded = await modelOf(model);
  const devices = provider
    ? [provider]
    : (await presentProviders())
        .filter(({ refusal, provider: one }) => refusal === null && one !== 'cpu')
        .map((found) => found.provider);
  if (devices.length === 0) {
    console.log('No device but the CPU was found, and the CPU is the reference: there is nothing to compare.');
    return true;
  }
  console.log(`Model ${loaded.id}, sha256 ${loaded.modelSha256}; ${patches} drawn patches; limit ${AGREEMENT_LIMIT}`);
  let isWell = true;
  for (const device of devices) {
    const found = await compareProviders({ model: loaded, provider: device, patches });
    const { asked, reference, largestDifference, featureScale, agrees } = found;
    isWell &&= agrees;
    const relative = largestDifference / featureScale;
    const rate = (perSecond: number) => `${perSecond.toPrecision(3)} patches/s`;
    console.log(`${device.padEnd(8)} ${rate(asked.patchesPerSecond)}; cpu ${rate(reference.patchesPerSecond)}`);
    console.log(
      `         features: largest difference ${largestDifference.toExponential(2)}, which is ${relative.toExponential(2)} of their root mean square ${featureScale.toPrecision(4)}`,
    );
    console.log(
      `         PRPS: ${asked.prps.toFixed(6)} and ${reference.prps.toFixed(6)}, apart by ${Math.abs(asked.prps - reference.prps).toExponential(2)}`,
    );
    console.log(`         ${agrees ? 'AGREES' : 'DISAGREES'} with the CPU in float32`);
  }
  return isWell;
}

async function modelOf(id: string | undefined) {
  const path = await import('node:path');
  const { DEMO_MODEL_ID, writeDemoModels } = await import('@haim/ml');
  const { ModelFolders } = await import('../modules/models/model-folders.ts');
  const { prepareHome, readSettings } = await import('../settings.ts');
  const { home } = readSettings();
  prepareHome(home);
  const modelsDir = path.join(home, 'models');
  const folders = new ModelFolders(modelsDir);
  const listed = await folders.list();
  if (id !== undefined) return folders.sound(id);
  const usable = listed.find((one) => one.usable);
  if (usable?.usable) return usable.model;
  // Nothing installed yet: the architectures with drawn weights tell as much about a device.
  await writeDemoModels(modelsDir);
  return folders.sound(DEMO_MODEL_ID);
}

function asPatches(text: string): number {
  const patches = Number(text);
  if (!Number.isInteger(patches) || patches < 2 || patches > 10_000) {
    throw new InvalidArgumentError('Give a whole number from 2 to 10000.');
  }
  return patches;
}
