import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import { embeddingOutput } from '../scoring/embed-slide.ts';
import { graphSignature } from '../models/graph-signature.ts';
import { type HeadLayer } from './head-layer.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { type HeadSpec, lineOf, type Manifest, outputOf } from '../models/manifest.ts';
import { nameBeside, takeFiles, takeGraph } from '../models/new-model-folder.ts';
import { replaceLastLayer } from './replace-last-layer.ts';

export interface TrainedModelFacts {
  /** The model whose networks stay unchanged. */
  readonly base: LoadedModel;
  readonly layer: HeadLayer;
  readonly threshold: Manifest['threshold'];
  readonly trainedOn: NonNullable<Manifest['trainedOn']>;
  /** How the layer was trained, in one sentence without a final full stop. */
  readonly training: string;
}

/** Letters and digits of the hash in the model's name. */
const HASH_IN_NAME = 12;
const LONGEST_NAME = 64;

/**
 * Writes a complete model folder: the base model's feature network as it is, its head with the trained layer in place of
 * the last one, and the manifest. The model is named after the hash of its manifest, so the same training gives the
 * same model, and a different one gets another name. Only the head is marked `trained`: on a synthetic feature network
 * the pair stays synthetic.
 *
 * @param parentFolder - the folder is created in here under a temporary name that starts with a dot; the caller moves
 *   it.
 * @returns the folder and the model in it, loaded and verified.
 * @throws ModelError if the base model has no embedding, or its files changed.
 */
export async function writeTrainedModel(
  parentFolder: string,
  facts: TrainedModelFacts,
): Promise<{ readonly folder: string; readonly model: LoadedModel }> {
  const { base, layer, threshold, trainedOn, training } = facts;
  const { manifest } = base;
  const embedding = embeddingOutput(base.head.spec);
  const attention = outputOf(base.head.spec, 'attention');
  if (manifest.classes.length !== 2) {
    const message = `are ${manifest.classes.length}: the layer that is trained decides between two`;
    throw new ModelError('SHAPE_MISMATCH', 'classes', message);
  }
  if (embedding.width !== layer.width) throw new RangeError(`the layer reads ${layer.width}, not ${embedding.width}`);
  // Provenance of a trained base is visible to those with access to that base, not through its descendants.
  const provenance =
    `last layer trained on ${trainedOn.n} slides (${training}); below it the head of ${base.id}, frozen ` +
    `(${manifest.graphs.head.weights}${manifest.trainedOn ? '' : `: ${manifest.graphs.head.provenance}`})`;
  const head = replaceLastLayer(
    await readFile(base.head.path),
    layer,
    {
      embedding: embedding.name,
      kept: attention ? [attention.name] : [],
      positiveIsFirst: manifest.classes[0] === manifest.positiveClass,
    },
    provenance,
  );
  const headSha256 = createHash('sha256').update(head.onnx).digest('hex');

  const folder = join(parentFolder, `.trained.${randomUUID()}.part`);
  await mkdir(folder, { recursive: true });
  try {
    await takeGraph(base.features, folder);
    const headFile = nameBeside(base, 'head', 'head.onnx');
    await writeFile(join(folder, headFile), head.onnx);
    const { externalParts } = graphSignature(Buffer.from(head.onnx), 'graphs.head.file');
    const stillRead = new Set(externalParts.map(({ file }) => file));
    const externalFiles = base.head.spec.externalFiles.filter(({ file }) => stillRead.has(file));
    await takeFiles(base.head, [...stillRead], folder);
    const headSpec: HeadSpec = {
      ...manifest.graphs.head,
      file: headFile,
      sha256: headSha256,
      externalFiles,
      outputs: [
        { meaning: 'embedding', name: embedding.name, width: embedding.width },
        { meaning: 'logits', name: head.logits, width: 2 },
        { meaning: 'probabilities', name: head.probabilities, width: 2 },
        ...(attention ? [attention] : []),
      ],
      weights: 'trained',
      provenance,
    };
    // With another last layer it is no longer the float16 form of a model.
    const { convertedFrom: _, ...kept } = manifest;
    const said: Manifest = {
      ...kept,
      // A version in the family of its base.
      line: lineOf(manifest),
      graphs: { features: manifest.graphs.features, head: headSpec },
      threshold,
      trainedOn,
    };
    const trained: Manifest = { ...said, id: trainedName(said) };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(trained, null, 2)}\n`);
    return { folder, model: await loadModel(folder) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** `<line>-<hash>` over the whole manifest: any difference gives another name. */
function trainedName(manifest: Manifest): string {
  const { id: _, ...facts } = manifest;
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return `${lineOf(manifest).slice(0, LONGEST_NAME - HASH_IN_NAME - 1)}-${hash.slice(0, HASH_IN_NAME)}`;
}
