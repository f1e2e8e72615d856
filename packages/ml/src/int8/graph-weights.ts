import onnxProto from 'onnx-proto';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ModelError } from '../errors.ts';
import { type VerifiedGraph } from '../models/load-model.ts';
import { type TensorProto } from './int8-places.ts';

const { onnx } = onnxProto;

/** A graph with its weights, wherever they are stored. */
export interface OpenGraph {
  readonly model: onnxProto.onnx.ModelProto;
  /** The weight as it would be inside the file. */
  inside(tensor: TensorProto): Promise<TensorProto>;
}

/** Reads a verified graph; weights beside it are read one at a time, when they are asked for. */
export async function openGraph(graph: VerifiedGraph): Promise<OpenGraph> {
  const model = onnx.ModelProto.decode(await readFile(graph.path));
  return {
    model,
    inside: async (tensor) => {
      if (tensor.dataLocation !== onnx.TensorProto.DataLocation.EXTERNAL) return tensor;
      const said = (key: string): string | undefined =>
        tensor.externalData?.find((entry) => entry.key === key)?.value ?? undefined;
      const file = await open(join(dirname(graph.path), said('location') ?? ''));
      try {
        const rawData = Buffer.alloc(Number(said('length') ?? 0) || (await sizeOf(tensor)));
        await file.read(rawData, 0, rawData.length, Number(said('offset') ?? 0));
        const { name, dims, dataType } = tensor;
        return { name: name ?? '', dims: dims ?? [], dataType: dataType ?? 0, rawData };
      } finally {
        await file.close();
      }
    },
  };

  async function sizeOf({ dims, dataType }: TensorProto): Promise<number> {
    const elements = (dims ?? []).reduce<number>((product, dim) => product * Number(dim), 1);
    if (dataType !== onnx.TensorProto.DataType.FLOAT) {
      throw new ModelError('GRAPH_REFUSED', 'graphs.features.file', 'a weight beside the file states no length');
    }
    return elements * 4;
  }
}

/** Values of a float32 tensor; null for another type. */
export function float32Of({ dataType, rawData, floatData }: TensorProto): Float32Array | null {
  if (dataType !== onnx.TensorProto.DataType.FLOAT) return null;
  if (!rawData?.length) return Float32Array.from(floatData ?? []);
  // A copy, because raw data may not start at a multiple of four.
  return new Float32Array(new Uint8Array(rawData).buffer);
}
