import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { Actor } from '../modules/models/index.ts';
import type { ModelService } from '../modules/models/model.service.ts';
import { readSettings } from '../settings.ts';
import { asPatches } from './as-patches.ts';
import { givenPath } from './given-path.ts';

interface Reasoned {
  readonly reason: string;
}

interface Float16Options extends Reasoned {
  readonly provider: 'cuda' | 'webgpu' | 'cpu';
  readonly patches: number;
}

interface Int8CommandOptions extends Reasoned {
  readonly study: string;
  readonly slides: number;
}

/** The operator of the machine is already trusted; the history records the command. */
const operator: Actor = { userId: 'cli:models', name: 'portal models' };

/** `portal models list | add | register | float16 | int8 | activate | retire | rollback`. */
export function add(program: Command): void {
  const models = program
    .command('models')
    .description('models: list, add, register, float16, int8, activate, retire, rollback');

  models
    .command('list')
    .description('every version, and the folders that are refused')
    .option('--json', 'print everything as JSON')
    .action(({ json }: { json?: boolean }) => inPortal((service) => list(service, json === true)));

  models
    .command('add <folder>')
    .description('copy a model folder into the portal, verify it and register it as a version')
    .option('--reason <text>', 'where it comes from, for the history', 'added by the operator')
    .action((folder: string, { reason }: Reasoned) =>
      inPortal(async (service, home) => {
        const { addModel } = await import('../modules/models/add-model.ts');
        const version = await addModel(service, { home, source: givenPath(folder), by: operator, reason });
        console.log(`${version.line} version ${version.version} (${version.modelId}): ${version.status}`);
      }),
    );

  models
    .command('register <model>')
    .description('make a new version of a folder whose files changed')
    .requiredOption('--reason <text>', 'why, for the history')
    .action((model: string, { reason }: Reasoned) =>
      inPortal(async (service) => {
        const version = await service.register(model, operator, reason);
        console.log(`${version.line} version ${version.version} (${version.modelId}): ${version.status}`);
      }),
    );

  models
    .command('float16 <model>')
    .description('make the float16 form of a model, compare it with the original, and register it where they agree')
    .addOption(
      new Option('--provider <name>', 'the device that it is compared on')
        .choices(['cuda', 'webgpu', 'cpu'])
        .default('cpu'),
    )
    .option('--patches <n>', 'how many drawn patches are compared', asPatches, 100)
    .option('--reason <text>', 'why, for the history', 'for devices with float16 units')
    .action((model: string, { provider, patches, reason }: Float16Options) =>
      inPortal(async (service, home) => {
        const { addFloat16Model } = await import('../modules/models/add-model.ts');
        const { agreementLines } = await import('./agreement-lines.ts');
        const { agreement, version } = await addFloat16Model(service, {
          home,
          model,
          provider,
          patches,
          by: operator,
          reason,
        });
        for (const line of agreementLines(agreement)) console.log(line);
        if (!version) throw new Error('the float16 form does not give the same score: it is not registered');
        console.log(`${version.line} version ${version.version} (${version.modelId}): ${version.status}`);
      }),
    );

  models
    .command('int8 <model>')
    .description(
      'make the int8 form of a model with slides of a study, compare it on them, and register it as a candidate',
    )
    .requiredOption('--study <code>', 'whose slides are used: at least 20 with an image')
    .option('--slides <n>', 'how many of them, at most', asPatches, 50)
    .option('--reason <text>', 'why, for the history', 'for machines without a GPU')
    .action((model: string, { study, slides, reason }: Int8CommandOptions) =>
      inPortal(async (service, home, appUrl) => {
        const { addInt8Model, int8Lines } = await import('./int8-for-command.ts');
        const { openSlideFiles } = await import('../modules/slides/slide-place.ts');
        const made = await addInt8Model(service, {
          ...{ home, appUrl, model, study, reason },
          files: openSlideFiles(join(home, 'slides')),
          mostSlides: slides,
          by: operator,
          onProgress: (done, total) => console.error(`${done} of ${total} scores`),
        });
        for (const line of int8Lines(made)) console.log(line);
        const { line, version, modelId, status } = made.version;
        console.log(`${line} version ${version} (${modelId}): ${status}`);
      }),
    );

  const decide = (name: 'activate' | 'retire', description: string): void => {
    models
      .command(`${name} <line> <version>`)
      .description(description)
      .requiredOption('--reason <text>', 'why, for the history')
      .action((line: string, number: string, { reason }: Reasoned) =>
        inPortal(async (service) => {
          const found = (await service.versions()).find((one) => one.line === line && String(one.version) === number);
          if (!found) throw new Error(`there is no version ${number} of ${line}; see: portal models list`);
          const { status } = await service[name](found.id, operator, reason);
          console.log(`${line} version ${number}: ${status}`);
        }),
      );
  };
  decide('activate', 'make a version the one that its line runs by default; the one before is retired');
  decide('retire', 'take a version out of use');

  models
    .command('rollback <line>')
    .description('give a line back the version that was active before')
    .requiredOption('--reason <text>', 'why, for the history')
    .action((line: string, { reason }: Reasoned) =>
      inPortal(async (service) => {
        const { version, status } = await service.rollback(line, operator, reason);
        console.log(`${line} version ${version}: ${status}`);
      }),
    );
}

async function inPortal(work: (models: ModelService, home: string, appUrl: string) => Promise<void>): Promise<void> {
  const { withDatabase } = await import('../supervisor/database-for-command.ts');
  const { withModels } = await import('../modules/models/add-model.ts');
  const settings = readSettings();
  await withDatabase(settings, ({ ownerUrl, appUrl }) =>
    withModels({ ownerUrl, home: settings.home }, (models) => work(models, settings.home, appUrl)),
  );
}

async function list(service: ModelService, json: boolean): Promise<void> {
  const versions = await service.versions();
  const refused = (await service.list()).filter(({ version }) => version === null).map(({ listed }) => listed);
  if (json) {
    console.log(JSON.stringify({ versions, refused }, null, 2));
    return;
  }
  for (const { line, version, status, modelId, weights, modelSha256, refusal } of versions) {
    const told = refusal === null ? [] : [`cannot run: ${refusal}`];
    console.log([line, version, status, modelId, weights, modelSha256.slice(0, 12), ...told].join('\t'));
  }
  for (const listed of refused) {
    const why = listed.usable ? 'its files are not those that were registered: portal models register' : listed.refusal;
    console.log([listed.id, '-', 'refused', why].join('\t'));
  }
}
