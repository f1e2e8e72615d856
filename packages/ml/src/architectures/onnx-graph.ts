import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;

/** ONNX element types that this project writes or reads. */
export const ELEMENT = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;
export type ElementName = keyof typeof ELEMENT;

/** A fixed size, or the name of a size that is free at run time. */
export type Dimension = number | string;
type Attribute = number | readonly number[];

/** Builds an ONNX graph from TypeScript, node by node. Tensor names are strings; each call returns its output's name. */
export class OnnxGraph {
  private readonly nodes: onnxProto.onnx.INodeProto[] = [];
  private readonly initializers: onnxProto.onnx.ITensorProto[] = [];
  private readonly inputs: onnxProto.onnx.IValueInfoProto[] = [];
  private readonly outputs: onnxProto.onnx.IValueInfoProto[] = [];
  private unnamed = 0;
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Declares an input of the graph. */
  input(name: string, type: ElementName, dims: readonly Dimension[]): string {
    this.inputs.push(valueInfo(name, type, dims));
    return name;
  }

  /** Declares that a tensor of the graph is one of its outputs. */
  output(name: string, type: ElementName, dims: readonly Dimension[]): void {
    this.outputs.push(valueInfo(name, type, dims));
  }

  /** A float32 constant of shape `dims`, row-major. */
  constant(name: string, dims: readonly number[], values: Float32Array): string {
    this.initializers.push(float32Tensor(name, dims, values));
    return name;
  }

  /** An int64 constant of one dimension, such as the axes of an operator. */
  wholeNumbers(name: string, values: readonly number[]): string {
    const rawData = new Uint8Array(values.length * 8);
    const view = new DataView(rawData.buffer);
    values.forEach((value, i) => view.setBigInt64(i * 8, BigInt(value), true));
    this.initializers.push({ name, dims: [values.length], dataType: ELEMENT.int64, rawData });
    return name;
  }

  /** Adds one operator of the default ONNX domain with one output, called `output` if given. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output?: string,
  ): string {
    const result = output ?? `${opType.toLowerCase()}_${this.unnamed++}`;
    const attribute = Object.entries(attributes).map(([name, value]) =>
      typeof value === 'number'
        ? { name, i: value, type: onnx.AttributeProto.AttributeType.INT }
        : { name, ints: [...value], type: onnx.AttributeProto.AttributeType.INTS },
    );
    this.nodes.push({ opType, name: `${opType}:${result}`, input: [...inputs], output: [result], attribute });
    return result;
  }

  /**
   * @param metadata - key-value pairs stored in the file, such as where the weights come from.
   * @returns the bytes of the `.onnx` file: IR version 8, opset 17, weights inside.
   */
  toBytes(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const model = onnx.ModelProto.create({
      irVersion: 8,
      producerName: 'haim-portal',
      opsetImport: [{ domain: '', version: 17 }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name: this.name,
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: this.outputs,
      },
    });
    return onnx.ModelProto.encode(model).finish();
  }
}

/** A constant of an ONNX graph. @throws RangeError if the values do not fill the shape. */
export function float32Tensor(
  name: string,
  dims: readonly number[],
  values: Float32Array,
): onnxProto.onnx.ITensorProto {
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (size !== values.length) throw new RangeError(`${name}: ${values.length} values for shape [${dims.join(', ')}]`);
  return { name, dims: [...dims], dataType: ELEMENT.float32, rawData: littleEndianBytes(values) };
}

/** Name, type and shape of an input or an output. */
export function valueInfo(name: string, type: ElementName, dims: readonly Dimension[]): onnxProto.onnx.IValueInfoProto {
  const dim = dims.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: ELEMENT[type], shape: { dim } } } };
}

/** ONNX raw data is little-endian on every machine. */
function littleEndianBytes(values: Float32Array): Uint8Array {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? bytes : Buffer.from(bytes).swap32();
}
