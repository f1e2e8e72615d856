import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import { type AttentionHead } from './attention/train-attention.ts';
import { attentionModel, attentionNames } from './attention/attention-model.ts';
import { embeddingOutput } from '../scoring/embed-slide.ts';
import { graphSignature } from '../models/graph-signature.ts';
import { type HeadLayer } from './head-layer.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { type HeadSpec, lineOf, type Manifest, outputOf } from '../models/manifest.ts';
import { nameBeside, takeFiles, takeGraph } from '../models/new-model-folder.ts';
import { replaceLastLayer } from './replace-last-layer.ts';

/** What is said of a trained head, whichever it is. */
interface TrainedFacts {
  /** The model whose networks stay unchanged; of an attention head, whose feature network does. */
  readonly base: LoadedModel;
  readonly threshold: Manifest['threshold'];
  readonly trainedOn: NonNullable<Manifest['trainedOn']>;
  /** How it was trained, in one sentence without a final full stop. */
  readonly training: string;
}

export interface TrainedModelFacts extends TrainedFacts {
  readonly layer: HeadLayer;
}

export interface AttentionModelFacts extends TrainedFacts {
  readonly head: AttentionHead;
  /** A larger bag is refused. */
  readonly maxRows: number;
}

export interface WrittenModel {
  readonly folder: string;
  readonly model: LoadedModel;
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
export async function writeTrainedModel(parentFolder: string, facts: TrainedModelFacts): Promise<WrittenModel> {
  const { base, layer, trainedOn, training } = facts;
  const { manifest } = base;
  const embedding = embeddingOutput(base.head.spec);
  const attention = outputOf(base.head.spec, 'attention');
  needTwoClasses(manifest);
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
  const { externalParts } = graphSignature(Buffer.from(head.onnx), 'graphs.head.file');
  const stillRead = new Set(externalParts.map(({ file }) => file));
  return writeWithHead(parentFolder, facts, {
    onnx: head.onnx,
    externalFiles: [...stillRead],
    bag: manifest.bag,
    spec: {
      ...manifest.graphs.head,
      externalFiles: base.head.spec.externalFiles.filter(({ file }) => stillRead.has(file)),
      outputs: [
        { meaning: 'embedding', name: embedding.name, width: embedding.width },
        { meaning: 'logits', name: head.logits, width: 2 },
        { meaning: 'probabilities', name: head.probabilities, width: 2 },
        ...(attention ? [attention] : []),
      ],
      weights: 'trained',
      provenance,
    },
  });
}

/**
 * As `writeTrainedModel`, with a head of gated attention that takes the rows of the bag in place of the base model's head.
 *
 * @throws ModelError if the base model has other than two classes, or its files changed.
 */
export async function writeAttentionModel(parentFolder: string, facts: AttentionModelFacts): Promise<WrittenModel> {
  const { base, head, maxRows, trainedOn, training } = facts;
  const { manifest } = base;
  needTwoClasses(manifest);
  if (base.featureWidth !== head.shape.width) {
    throw new RangeError(`the head takes rows of ${head.shape.width}, not of ${base.featureWidth}`);
  }
  const provenance = `gated attention trained on ${trainedOn.n} slides (${training}); features by ${base.id}`;
  const { rows, embedding, logits, probabilities, attention } = attentionNames;
  const { channels: _, resize: __, ...bag } = manifest.bag;
  const { licence } = manifest.graphs.features;
  return writeWithHead(parentFolder, facts, {
    onnx: attentionModel(head, manifest.classes[0] === manifest.positiveClass, provenance),
    externalFiles: [],
    bag,
    spec: {
      file: 'head.onnx',
      sha256: '',
      externalFiles: [],
      input: { name: rows, layout: 'ND', dtype: 'float32', maxRows },
      outputs: [
        { meaning: 'embedding', name: embedding, width: head.shape.hidden },
        { meaning: 'logits', name: logits, width: 2 },
        { meaning: 'probabilities', name: probabilities, width: 2 },
        { meaning: 'attention', name: attention, axes: ['1', 'n'], values: 'scores' },
      ],
      weights: 'trained',
      provenance,
      licence,
    },
  });
}

function needTwoClasses({ classes }: Manifest): void {
  if (classes.length === 2) return;
  const message = `are ${classes.length}: the layer that is trained decides between two`;
  throw new ModelError('SHAPE_MISMATCH', 'classes', message);
}

interface NewHead {
  readonly onnx: Uint8Array;
  /** Files of the base model's head that the new graph still reads. */
  readonly externalFiles: readonly string[];
  readonly bag: Manifest['bag'];
  /** File name and hash are filled in. */
  readonly spec: HeadSpec;
}

async function writeWithHead(
  parentFolder: string,
  { base, threshold, trainedOn }: TrainedFacts,
  { onnx, externalFiles, bag, spec }: NewHead,
): Promise<WrittenModel> {
  const { manifest } = base;
  const folder = join(parentFolder, `.trained.${randomUUID()}.part`);
  await mkdir(folder, { recursive: true });
  try {
    await takeGraph(base.features, folder);
    const file = nameBeside(base, 'head', 'head.onnx');
    await writeFile(join(folder, file), onnx);
    await takeFiles(base.head, externalFiles, folder);
    const head: HeadSpec = { ...spec, file, sha256: createHash('sha256').update(onnx).digest('hex') };
    // With another head it is no longer the float16 form of a model.
    const { convertedFrom: _, ...kept } = manifest;
    const said: Manifest = {
      ...kept,
      // A version in the family of its base.
      line: lineOf(manifest),
      graphs: { features: manifest.graphs.features, head },
      bag,
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
