import onnxProto from 'onnx-proto';
import { ModelError } from '../errors.ts';

const { onnx } = onnxProto;

/** What an ONNX file declares, read without running it. */
export interface GraphSignature {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  /** External data that tensors refer to. */
  readonly externalParts: readonly ExternalPart[];
}

/** A weight stored in a file beside the graph. */
export interface ExternalPart {
  readonly weight: string;
  readonly file: string;
  /** The first byte after it. */
  readonly endByte: number;
}

export interface TensorSignature {
  readonly name: string;
  /** ONNX element type: 1 float32, 2 uint8. */
  readonly elementType: number;
  /** A number if the graph fixes the size, null if it is free; null as a whole where the graph does not state it. */
  readonly dims: readonly (number | null)[] | null;
}

/** Bytes per element of the types whose raw data has a fixed width. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8,
}; // prettier-ignore

const MAX_NESTING = 8;
const STANDARD_DOMAINS = new Set(['', 'ai.onnx']);
/** What ONNX Runtime 1.30 runs: operators from ONNX 1.2 (opset 7) to its newest, and files of its newest version. */
const OPSETS = { oldest: 7, newest: 26 } as const;
const NEWEST_IR = 13;

/**
 * Parses an ONNX file and refuses what this project never runs: unreadable bytes, versions that ONNX Runtime does not
 * know, operators outside the standard domains, functions that stand in for operators, tensors whose declared size and
 * stored bytes disagree, and external data with a path in its name.
 *
 * @param bytes - the whole `.onnx` file.
 * @param field - manifest field named in a refusal.
 * @throws ModelError GRAPH_REFUSED.
 */
export function graphSignature(bytes: Buffer, field: string): GraphSignature {
  const model = decodeModel(bytes, field);
  if (!model.graph) throw new ModelError('GRAPH_REFUSED', field, 'the file holds no ONNX graph');
  checkVersions(model, field);
  if (model.functions.length > 0) throw new ModelError('GRAPH_REFUSED', field, 'functions are not supported');
  if (model.trainingInfo.length > 0) throw new ModelError('GRAPH_REFUSED', field, 'training steps are not supported');
  const externalParts: ExternalPart[] = [];
  inspectGraph(model.graph, field, externalParts, 0);
  // Old exporters list every weight among the inputs too.
  const constants = new Set(model.graph.initializer?.map(({ name }) => name));
  return {
    inputs: (model.graph.input ?? []).filter(({ name }) => !constants.has(name)).map(tensorSignature),
    outputs: (model.graph.output ?? []).map(tensorSignature),
    externalParts,
  };
}

function decodeModel(bytes: Buffer, field: string): onnxProto.onnx.ModelProto {
  try {
    return onnx.ModelProto.decode(bytes);
  } catch {
    throw new ModelError('GRAPH_REFUSED', field, 'the file is not readable as ONNX');
  }
}

function checkVersions({ irVersion, opsetImport }: onnxProto.onnx.ModelProto, field: string): void {
  const ir = Number(irVersion ?? 0);
  if (!(ir >= 3 && ir <= NEWEST_IR)) {
    throw new ModelError('GRAPH_REFUSED', field, `its form is version ${ir}; versions 3 to ${NEWEST_IR} are read`);
  }
  const standard = opsetImport.filter(({ domain }) => STANDARD_DOMAINS.has(domain ?? ''));
  const opset = Number(standard[0]?.version ?? 0);
  if (standard.length !== 1 || !(opset >= OPSETS.oldest && opset <= OPSETS.newest)) {
    const said = standard.length === 1 ? `opset ${opset}` : `${standard.length} opsets of the standard operators`;
    const wanted = `one opset from ${OPSETS.oldest} to ${OPSETS.newest} is needed`;
    throw new ModelError('GRAPH_REFUSED', field, `it names ${said}; ${wanted}`);
  }
}

function inspectGraph(
  graph: onnxProto.onnx.IGraphProto,
  field: string,
  externalParts: ExternalPart[],
  nesting: number,
): void {
  if (nesting > MAX_NESTING) throw new ModelError('GRAPH_REFUSED', field, 'graphs are nested too deeply');
  if (graph.sparseInitializer?.length) throw new ModelError('GRAPH_REFUSED', field, 'sparse weights are not supported');
  for (const tensor of graph.initializer ?? []) inspectTensor(tensor, field, externalParts);
  for (const node of graph.node ?? []) {
    if (!STANDARD_DOMAINS.has(node.domain ?? '')) {
      const operator = `${node.domain}.${node.opType}`.slice(0, 80);
      throw new ModelError('GRAPH_REFUSED', field, `operator ${operator} is not a standard ONNX operator`);
    }
    for (const attribute of node.attribute ?? []) {
      for (const tensor of [attribute.t, ...(attribute.tensors ?? [])]) {
        if (tensor) inspectTensor(tensor, field, externalParts);
      }
      for (const inner of [attribute.g, ...(attribute.graphs ?? [])]) {
        if (inner) inspectGraph(inner, field, externalParts, nesting + 1);
      }
    }
  }
}

function inspectTensor(tensor: onnxProto.onnx.ITensorProto, field: string, externalParts: ExternalPart[]): void {
  const name = String(tensor.name).slice(0, 80);
  const elements = (tensor.dims ?? []).reduce<number>((product, dim) => product * Number(dim), 1);
  if (!Number.isSafeInteger(elements) || elements < 0) {
    throw new ModelError('GRAPH_REFUSED', field, `weight ${name} has an impossible size`);
  }
  const width = ELEMENT_BYTES[tensor.dataType ?? 0];
  if (tensor.dataLocation === onnx.TensorProto.DataLocation.EXTERNAL) {
    externalParts.push(externalPart(tensor.externalData ?? [], name, elements * (width ?? Number.NaN), field));
    return;
  }
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
    throw new ModelError('GRAPH_REFUSED', field, `weight ${name}: declared size and stored bytes disagree`);
  }
}

/** @param bytes - size required by the weight's shape; NaN for a type without a fixed width. */
function externalPart(
  entries: readonly onnxProto.onnx.IStringStringEntryProto[],
  weight: string,
  bytes: number,
  field: string,
): ExternalPart {
  const values = (wanted: string): string[] =>
    entries.filter(({ key }) => key === wanted).map(({ value }) => value ?? '');
  const [location, ...others] = values('location');
  if (others.length > 0 || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(location ?? '')) {
    throw new ModelError('GRAPH_REFUSED', field, 'external data must be a plain file name inside the model folder');
  }
  const whole = (wanted: string, otherwise: number): number => {
    const [text, ...more] = values(wanted);
    if (text === undefined) return otherwise;
    return more.length === 0 && /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
  };
  const offset = whole('offset', 0);
  const length = whole('length', bytes);
  if (!Number.isFinite(offset) || length !== bytes) {
    throw new ModelError('GRAPH_REFUSED', field, `weight ${weight}: declared size and place in its file disagree`);
  }
  return { weight, file: location ?? '', endByte: offset + length };
}

function tensorSignature(value: onnxProto.onnx.IValueInfoProto): TensorSignature {
  const tensor = value.type?.tensorType;
  const dims = tensor?.shape?.dim?.map(({ dimValue, dimParam }) => {
    const size = Number(dimValue ?? 0);
    return dimParam || size < 1 ? null : size;
  });
  return { name: value.name ?? '', elementType: tensor?.elemType ?? 0, dims: dims ?? null };
}
