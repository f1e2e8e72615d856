import onnxProto from 'onnx-proto';
import { ELEMENT } from '../architectures/onnx-graph.ts';
import { ModelError } from '../errors.ts';

const { onnx } = onnxProto;
const FLOAT16 = onnx.TensorProto.DataType.FLOAT16;
const LARGEST_FLOAT16 = 65_504;

/** Inputs that ONNX defines as float32 regardless of the others, by position. */
const ALWAYS_FLOAT32: Readonly<Record<string, readonly number[]>> = { Resize: [2], Upsample: [1] };
/** Operators that are not plain arithmetic in one type; their meaning in half precision would be a guess. */
const NOT_CONVERTED =
  /^(?:(?:De|Dynamic)?Quantize|QLinear|MatMulInteger|ConvInteger|Random|Multinomial|Bernoulli|EyeLike)/i;

/**
 * The same network with its weights and its arithmetic in IEEE half precision (float16). Inputs and outputs keep their
 * names and types: float32 is cast on the way in and on the way out, so callers see no difference.
 *
 * @param bytes - a verified `.onnx` file.
 * @param field - manifest field named in a refusal.
 * @throws ModelError GRAPH_REFUSED if weights are stored outside the file, exceed 65,504 or are not all float32, and
 *   for branches, loops, quantised and random operators.
 *
 * Source: IEEE 754-2019 binary16, round to nearest, ties to even.
 */
export function float16Graph(bytes: Uint8Array, field: string): Uint8Array {
  const model = onnx.ModelProto.decode(bytes);
  const graph = onnx.GraphProto.create(model.graph ?? {});
  const refuse = (why: string): never => {
    throw new ModelError('GRAPH_REFUSED', field, `no float16 form of it is made: ${why}`);
  };

  const stays = new Set<string>();
  for (const { opType, input } of graph.node) {
    for (const place of ALWAYS_FLOAT32[opType ?? ''] ?? []) if (input?.[place]) stays.add(input[place]);
  }
  for (const name of stays) {
    const isWeight = graph.initializer.some((weight) => weight.name === name);
    const isOnlyThat = graph.node.every(({ opType, input }) =>
      (input ?? []).every((one, place) => one !== name || ALWAYS_FLOAT32[opType ?? '']?.includes(place)),
    );
    if (!isWeight || !isOnlyThat) refuse(`${name} has to stay float32 and is computed with as well`);
  }

  graph.initializer = graph.initializer.map((weight) =>
    stays.has(weight.name ?? '') ? weight : float16Tensor(weight, refuse),
  );
  const constants = new Set(graph.initializer.map(({ name }) => name));
  const nodes = graph.node.map((node) => float16Node(node, refuse));

  // Every float32 input and output of the graph gets a cast; inside, the tensor has another name.
  const renamed = new Map<string, string>();
  const taken = new Set(nodes.flatMap(({ input, output }) => [...(input ?? []), ...(output ?? [])]));
  const rename = (name: string): string => {
    let inside = `${name}_float16`;
    while (taken.has(inside)) inside += '_';
    taken.add(inside);
    renamed.set(name, inside);
    return inside;
  };
  const float32Doors = (doors: readonly onnxProto.onnx.IValueInfoProto[]): string[] =>
    doors.flatMap(({ name, type }) => (name && type?.tensorType?.elemType === ELEMENT.float32 ? [name] : []));
  // Old exporters list every weight among the inputs too: not a real input, and its declared type would be outdated.
  graph.input = graph.input.filter(({ name }) => !constants.has(name));
  const casts = (to: number, names: readonly string[], isIn: boolean): onnxProto.onnx.INodeProto[] =>
    names.map((name) => {
      const inside = rename(name);
      const [from, result] = isIn ? [name, inside] : [inside, name];
      return castNode(from, result, to);
    });
  const before = casts(FLOAT16, float32Doors(graph.input), true);
  const after = casts(ELEMENT.float32, float32Doors(graph.output), false);
  const inner = (names: readonly string[] | null | undefined) => (names ?? []).map((name) => renamed.get(name) ?? name);
  for (const node of nodes) {
    node.input = inner(node.input);
    node.output = inner(node.output);
  }

  graph.node = [...before, ...nodes, ...after];
  // Types of intermediate tensors: they follow from the nodes.
  graph.valueInfo = [];
  model.graph = graph;
  return onnx.ModelProto.encode(model).finish();
}

type Refuse = (why: string) => never;

function float16Node(node: onnxProto.onnx.INodeProto, refuse: Refuse): onnxProto.onnx.INodeProto {
  const opType = node.opType ?? '';
  if (NOT_CONVERTED.test(opType)) refuse(`operator ${opType.slice(0, 80)} has none`);
  const attribute = (node.attribute ?? []).map((one): onnxProto.onnx.IAttributeProto => {
    if (one.g || one.graphs?.length) return refuse(`operator ${opType.slice(0, 80)} holds a graph of its own`);
    if (opType === 'Cast' && one.name === 'to' && Number(one.i) === ELEMENT.float32) return { ...one, i: FLOAT16 };
    if (opType === 'Constant' && (one.name === 'value_float' || one.name === 'value_floats')) {
      const [values, dims] =
        one.name === 'value_float' ? [[one.f ?? 0], []] : [one.floats ?? [], [one.floats?.length ?? 0]];
      const t = float16Tensor(
        { name: node.output?.[0] ?? '', dims, dataType: ELEMENT.float32, floatData: values },
        refuse,
      );
      return { name: 'value', type: onnx.AttributeProto.AttributeType.TENSOR, t };
    }
    return one.t ? { ...one, t: float16Tensor(one.t, refuse) } : one;
  });
  return { ...node, attribute };
}

function castNode(from: string, result: string, to: number): onnxProto.onnx.INodeProto {
  const attribute = [{ name: 'to', i: to, type: onnx.AttributeProto.AttributeType.INT }];
  return { opType: 'Cast', name: `Cast:${result}`, input: [from], output: [result], attribute };
}

/** Integers, booleans and text are unchanged. */
function float16Tensor(tensor: onnxProto.onnx.ITensorProto, refuse: Refuse): onnxProto.onnx.ITensorProto {
  const name = String(tensor.name).slice(0, 80);
  if (tensor.dataLocation === onnx.TensorProto.DataLocation.EXTERNAL) refuse(`weight ${name} lies beside the file`);
  const { FLOAT, DOUBLE, BFLOAT16 } = onnx.TensorProto.DataType;
  if (tensor.dataType === DOUBLE || tensor.dataType === BFLOAT16) refuse(`weight ${name} is not float32`);
  if (tensor.dataType === FLOAT16) refuse(`weight ${name} is float16 already`);
  if (tensor.dataType !== FLOAT) return tensor;
  const values = float32Values(tensor);
  const tooLarge = values.find((value) => !(Math.abs(value) <= LARGEST_FLOAT16));
  if (tooLarge !== undefined) refuse(`weight ${name} holds ${tooLarge}, more than float16 can`);
  const rawData = littleEndian(new Float16Array(values));
  const { name: kept, dims } = tensor;
  return { name: kept ?? '', dims: dims ?? [], dataType: FLOAT16, rawData };
}

function float32Values({ rawData, floatData }: onnxProto.onnx.ITensorProto): Float32Array {
  if (!rawData?.length) return Float32Array.from(floatData ?? []);
  // A copy, because raw data may not start at a multiple of four.
  const bytes = Buffer.from(rawData);
  if (!isLittleEndian) bytes.swap32();
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** ONNX raw data is little-endian on every machine. */
function littleEndian(values: Float16Array): Uint8Array {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return isLittleEndian ? bytes : bytes.swap16();
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
