import onnxProto from 'onnx-proto';
import { ModelError } from './errors.ts';

const { onnx } = onnxProto;

/** What an ONNX file says about itself, read without running it. */
export interface GraphSignature {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  /** File names that tensors refer to outside the `.onnx` file, distinct. */
  readonly externalFiles: readonly string[];
}

export interface TensorSignature {
  readonly name: string;
  /** ONNX element type: 1 float32, 2 uint8. */
  readonly elementType: number;
  /** A number where the graph fixes the size, null where it is free. */
  readonly dims: readonly (number | null)[];
}

/** Bytes per element of the types whose raw data has a fixed width. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8,
}; // prettier-ignore

const MAX_NESTING = 8;
const STANDARD_DOMAINS = new Set(['', 'ai.onnx']);

/**
 * Parses an ONNX file and refuses what this project never runs: unreadable bytes, operators outside the standard
 * domains, tensors whose declared size and stored bytes disagree, and external data with a path in its name.
 *
 * @param bytes - the whole `.onnx` file.
 * @param field - manifest field named in a refusal.
 * @throws ModelError GRAPH_REFUSED.
 */
export function graphSignature(bytes: Buffer, field: string): GraphSignature {
  const model = decodeModel(bytes, field);
  if (!model.graph) throw new ModelError('GRAPH_REFUSED', field, 'the file holds no ONNX graph');
  const externalFiles = new Set<string>();
  inspectGraph(model.graph, field, externalFiles, 0);
  // Old exporters list every weight among the inputs too.
  const constants = new Set(model.graph.initializer?.map(({ name }) => name));
  return {
    inputs: (model.graph.input ?? []).filter(({ name }) => !constants.has(name)).map(tensorSignature),
    outputs: (model.graph.output ?? []).map(tensorSignature),
    externalFiles: [...externalFiles],
  };
}

function decodeModel(bytes: Buffer, field: string): onnxProto.onnx.ModelProto {
  try {
    return onnx.ModelProto.decode(bytes);
  } catch {
    throw new ModelError('GRAPH_REFUSED', field, 'the file is not readable as ONNX');
  }
}

function inspectGraph(
  graph: onnxProto.onnx.IGraphProto,
  field: string,
  externalFiles: Set<string>,
  nesting: number,
): void {
  if (nesting > MAX_NESTING) throw new ModelError('GRAPH_REFUSED', field, 'graphs are nested too deeply');
  if (graph.sparseInitializer?.length) throw new ModelError('GRAPH_REFUSED', field, 'sparse weights are not supported');
  for (const tensor of graph.initializer ?? []) inspectTensor(tensor, field, externalFiles);
  for (const node of graph.node ?? []) {
    if (!STANDARD_DOMAINS.has(node.domain ?? '')) {
      const operator = `${node.domain}.${node.opType}`.slice(0, 80);
      throw new ModelError('GRAPH_REFUSED', field, `operator ${operator} is not a standard ONNX operator`);
    }
    for (const attribute of node.attribute ?? []) {
      for (const tensor of [attribute.t, ...(attribute.tensors ?? [])]) {
        if (tensor) inspectTensor(tensor, field, externalFiles);
      }
      for (const inner of [attribute.g, ...(attribute.graphs ?? [])]) {
        if (inner) inspectGraph(inner, field, externalFiles, nesting + 1);
      }
    }
  }
}

function inspectTensor(tensor: onnxProto.onnx.ITensorProto, field: string, externalFiles: Set<string>): void {
  const elements = (tensor.dims ?? []).reduce<number>((product, dim) => product * Number(dim), 1);
  if (!Number.isSafeInteger(elements) || elements < 0) {
    throw new ModelError('GRAPH_REFUSED', field, 'a weight tensor has an impossible size');
  }
  if (tensor.dataLocation === onnx.TensorProto.DataLocation.EXTERNAL) {
    const location = tensor.externalData?.find(({ key }) => key === 'location')?.value ?? '';
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(location)) {
      throw new ModelError('GRAPH_REFUSED', field, 'external data must be a plain file name inside the model folder');
    }
    externalFiles.add(location);
    return;
  }
  const width = ELEMENT_BYTES[tensor.dataType ?? 0];
  const raw = tensor.rawData?.length ?? 0;
  const typed =
    (tensor.floatData?.length ?? 0) +
    (tensor.int32Data?.length ?? 0) +
    (tensor.int64Data?.length ?? 0) +
    (tensor.doubleData?.length ?? 0) +
    (tensor.uint64Data?.length ?? 0) +
    (tensor.stringData?.length ?? 0);
  const fits = raw > 0 ? width !== undefined && raw === elements * width : typed === elements;
  if (!fits) {
    const name = String(tensor.name).slice(0, 80);
    throw new ModelError('GRAPH_REFUSED', field, `weight ${name}: declared size and stored bytes disagree`);
  }
}

function tensorSignature(value: onnxProto.onnx.IValueInfoProto): TensorSignature {
  const tensor = value.type?.tensorType;
  const dims = (tensor?.shape?.dim ?? []).map(({ dimValue, dimParam }) => {
    const size = Number(dimValue ?? 0);
    return dimParam || size < 1 ? null : size;
  });
  return { name: value.name ?? '', elementType: tensor?.elemType ?? 0, dims };
}
