// Writes the weights of both architectures, one input each and what ONNX Runtime answers, for architectures.py.
// Run: node packages/ml/reference/export-for-agreement.ts FOLDER
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { efficientNetB5 } from '../src/architectures/efficientnet-b5.ts';
import { type NamedWeights } from '../src/architectures/conv-net.ts';
import { resnet50 } from '../src/architectures/resnet50.ts';
import { seededRandom } from '../src/seeded-random.ts';

const folder = process.argv[2] ?? '.';
await mkdir(folder, { recursive: true });
const random = seededRandom(7);

const patch = Uint8Array.from({ length: 2 * 224 * 224 * 3 }, () => Math.floor(random.uniform() * 256));
const resnet = resnet50(11);
await save(
  'resnet50',
  resnet.weights,
  Buffer.from(patch),
  await run(resnet.onnx, 'features', 'uint8', patch, [2, 224, 224, 3]),
);

const image = Float32Array.from({ length: 3 * 456 * 456 }, () => random.normal());
const options = { seed: 12, standardiseBag: false, lastLayer: { scale: 1, bias: 0 } };
const b5 = efficientNetB5(options);
const input = Buffer.from(image.buffer);
await save('efficientnet_b5', b5.weights, input, await run(b5.onnx, 'logits', 'float32', image, [1, 3, 456, 456]));
await save('efficientnet_b5.embedding', [], input, await run(b5.onnx, 'embedding', 'float32', image, [1, 3, 456, 456]));

async function run(
  onnx: Uint8Array,
  output: string,
  dtype: 'uint8' | 'float32',
  values: Uint8Array | Float32Array,
  dims: number[],
): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(onnx);
  // ONNX input `input`: uint8 [2, 224, 224, 3] for ResNet-50, float32 [1, 3, 456, 456] for EfficientNet-B5.
  const results = await session.run({ input: new ort.Tensor(dtype, values, dims) }, [output]);
  return results[output]?.data as Float32Array;
}

async function save(name: string, weights: readonly NamedWeights[], input: Buffer, output: Float32Array) {
  const index = weights.map((weight) => ({ name: weight.name, dims: weight.dims }));
  await writeFile(join(folder, `${name}.json`), JSON.stringify(index));
  const bytes = weights.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  await writeFile(join(folder, `${name}.weights.f32`), Buffer.concat(bytes));
  await writeFile(join(folder, `${name}.input`), input);
  await writeFile(join(folder, `${name}.output.f32`), Buffer.from(output.buffer, output.byteOffset, output.byteLength));
}
