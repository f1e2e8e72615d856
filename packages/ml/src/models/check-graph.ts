import { ELEMENT } from '../architectures/onnx-graph.ts';
import { ModelError } from '../errors.ts';
import { type GraphSignature, type TensorSignature } from './graph-signature.ts';
import { type GraphOutput, type HeadSpec, imageOf, type Manifest, rowWidth, takesRows } from './manifest.ts';
import type { GraphRole } from './manifest.ts';

/** A size: fixed, of any value, of the rows of a bag (which the graph has to leave free), or a batch of one or free. */
type Expected = number | 'any' | 'rows' | 'one';

/** ONNX's names of the element types that exporters write for inputs and outputs. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'float32', 2: 'uint8', 3: 'int8', 6: 'int32', 7: 'int64', 9: 'bool', 10: 'float16', 11: 'float64', 16: 'bfloat16',
}; // prettier-ignore

/**
 * Compares inputs and outputs of a graph with what the manifest says of them. A refusal states both.
 *
 * @throws ModelError SHAPE_MISMATCH.
 */
export function checkGraph(signature: GraphSignature, manifest: Manifest, role: GraphRole): void {
  const { features, head } = manifest.graphs;
  if (role === 'features') {
    const { input } = features;
    const [height, width] = input.size;
    const dims: Expected[] = input.layout === 'NHWC' ? ['one', height, width, 3] : ['one', 3, height, width];
    checkInput(signature.inputs, input, dims, 'size', 'graphs.features.input');
    checkOutputs(signature.outputs, features.outputs, shapesOfFeatures, 'graphs.features.outputs');
  } else {
    checkHeadInput(signature.inputs, manifest);
    const shapes = (output: GraphOutput): Expected[][] => shapesOfHead(output, head.input, manifest.classes.length);
    checkOutputs(signature.outputs, head.outputs, shapes, 'graphs.head.outputs');
  }
}

function checkHeadInput(inputs: readonly TensorSignature[], { graphs: { features, head }, bag }: Manifest): void {
  const { input } = head;
  const field = 'graphs.head.input';
  if (!takesRows(input)) {
    const { channels } = imageOf(bag);
    const [height, width] = input.size;
    const dims: Expected[] =
      input.layout === 'NHWC' ? ['one', height, width, channels] : ['one', channels, height, width];
    return checkInput(inputs, input, dims, 'size', field);
  }
  const width = rowWidth(features);
  checkInput(inputs, input, input.layout === 'ND' ? ['rows', width] : ['one', 'rows', width], 'layout', field);
}

function checkInput(
  inputs: readonly TensorSignature[],
  input: { readonly name: string; readonly dtype: 'uint8' | 'float32' },
  expected: readonly Expected[],
  shapeField: 'size' | 'layout',
  field: string,
): void {
  const [found, ...others] = inputs;
  if (!found || others.length > 0 || found.name !== input.name) {
    const names = inputs.map(({ name }) => name).join(', ') || 'none';
    const said = `the graph's inputs are: ${names.slice(0, 200)}; the manifest names ${input.name} alone`;
    throw new ModelError('SHAPE_MISMATCH', `${field}.name`, said);
  }
  if (found.elementType !== ELEMENT[input.dtype]) {
    const said = `the graph's input is ${typeName(found)}, the manifest says ${input.dtype}`;
    throw new ModelError('SHAPE_MISMATCH', `${field}.dtype`, said);
  }
  if (dimsAgree(found.dims, expected)) return;
  const rows = expected.indexOf('rows');
  const fixed = rows < 0 ? null : found.dims?.[rows];
  const why =
    fixed && found.dims?.length === expected.length
      ? `: its number of rows is fixed at ${fixed}; export it with that axis dynamic`
      : '';
  const said = `the graph's input is ${shapeText(found.dims)}, the manifest says ${shapeText(expected)}${why}`;
  throw new ModelError('SHAPE_MISMATCH', `${field}.${shapeField}`, said);
}

function checkOutputs(
  outputs: readonly TensorSignature[],
  named: readonly GraphOutput[],
  shapesOf: (output: GraphOutput) => readonly Expected[][],
  field: string,
): void {
  for (const [i, output] of named.entries()) {
    const { name } = output;
    const found = outputs.find((one) => one.name === name);
    if (!found) {
      const names = outputs.map((one) => one.name).join(', ') || 'none';
      const said = `the graph has no output ${name}; it has: ${names.slice(0, 200)}`;
      throw new ModelError('SHAPE_MISMATCH', `${field}.${i}.name`, said);
    }
    const at = `${field}.${i}.${output.meaning === 'attention' ? 'axes' : 'width'}`;
    if (found.elementType !== ELEMENT.float32) {
      const said = `the graph's output ${name} is ${typeName(found)}; export it as float32`;
      throw new ModelError('SHAPE_MISMATCH', at, said);
    }
    // Exporters may leave the shape of an output out; then its length is checked at each run.
    if (found.dims === null) continue;
    const shapes = shapesOf(output);
    if (!shapes.some((shape) => dimsAgree(found.dims, shape))) {
      const said = shapes.map((shape) => shapeText(shape)).join(' or ');
      const message = `the graph's output ${name} is ${shapeText(found.dims)}, the manifest says ${said}`;
      throw new ModelError('SHAPE_MISMATCH', at, message);
    }
    checkTokens(output, found.dims, `${field}.${i}.take`);
  }
}

/** Where the graph fixes the number of tokens, those that the manifest takes have to exist. */
function checkTokens(output: GraphOutput, dims: readonly (number | null)[], field: string): void {
  if (output.meaning !== 'features' || !output.take || output.take.what === 'meanOfMap') return;
  const tokens = dims[1] ?? null;
  if (tokens === null) return;
  const { take } = output;
  if ('token' in take && take.token >= tokens) {
    const said = `the graph's output ${output.name} has ${tokens} tokens, the manifest takes number ${take.token}, from 0`;
    throw new ModelError('SHAPE_MISMATCH', `${field}.token`, said);
  }
  if ('skip' in take && take.skip >= tokens) {
    const said = `the graph's output ${output.name} has ${tokens} tokens, the manifest skips ${take.skip}`;
    throw new ModelError('SHAPE_MISMATCH', `${field}.skip`, said);
  }
}

function shapesOfFeatures(output: GraphOutput): Expected[][] {
  if (output.meaning === 'attention') return [];
  const { width } = output;
  if (output.meaning !== 'features' || !output.take) return [['one', width]];
  return output.take.what === 'meanOfMap' ? [['one', width, 'any', 'any']] : [['one', 'any', width]];
}

function shapesOfHead(output: GraphOutput, input: HeadSpec['input'], classes: number): Expected[][] {
  if (output.meaning === 'attention') {
    return [output.axes.map((axis): Expected => (axis === 'n' ? 'rows' : axis === 'classes' ? classes : 'one'))];
  }
  const { width } = output;
  if (!takesRows(input)) return [['one', width]];
  // One bag a run: heads are written with and without the axis of a batch. A new last layer reads the one with it.
  if (output.meaning === 'embedding') return [['one', width]];
  return [['one', width], [width], ...(width === 1 ? [[]] : [])];
}

/** A size that the graph leaves free matches anything. */
function dimsAgree(found: readonly (number | null)[] | null, expected: readonly Expected[]): boolean {
  return (
    found?.length === expected.length &&
    found.every((dim, i) => {
      const wanted = expected[i];
      return dim === null || wanted === 'any' || (wanted === 'one' ? dim === 1 : dim === wanted);
    })
  );
}

function typeName({ elementType }: TensorSignature): string {
  return TYPE_NAMES[elementType] ?? `of ONNX's type ${elementType}`;
}

function shapeText(dims: readonly (Expected | null)[] | null): string {
  if (dims === null) return 'of no stated shape';
  return `[${dims.map((dim) => (dim === null || dim === 'any' ? '?' : dim === 'rows' ? 'n' : dim === 'one' ? '1 or ?' : dim)).join(', ')}]`;
}
