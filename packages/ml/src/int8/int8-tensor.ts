import onnxProto from 'onnx-proto';
import { type TensorProto } from './int8-places.ts';

const { onnx } = onnxProto;
const { INT8, INT32, UINT8, FLOAT } = onnx.TensorProto.DataType;

/** Smallest and largest value of an activation over the calibration patches. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** How an activation is rounded: `value = scale (byte - zero)`, byte 0 to 255. */
export interface Rounding {
  readonly scale: number;
  readonly zero: number;
}

/** The bytes cover the range and 0, which is exact: padding is 0. */
export function roundingOf({ min, max }: Range): Rounding {
  const [low, high] = [Math.min(0, min), Math.max(0, max)];
  const scale = Math.fround((high - low) / 255) || 1;
  return { scale, zero: Math.min(255, Math.max(0, Math.round(-low / scale))) };
}

/** Symmetric, without -128, so that a weight and its negative are rounded alike. */
const LARGEST_WEIGHT = 127;

/** A weight in 8 bits with a scale for each of its outputs. */
export interface Int8Weight {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

/**
 * @param values - row-major.
 * @param axis - of the outputs; negative from the end.
 */
export function int8Weight(values: Float32Array, dims: readonly number[], axis: number): Int8Weight {
  const at = axis < 0 ? dims.length + axis : axis;
  const count = dims[at] ?? 1;
  const inner = dims.slice(at + 1).reduce((product, dim) => product * dim, 1);
  const scales = new Float32Array(count);
  values.forEach((value, i) => {
    const output = Math.floor(i / inner) % count;
    scales[output] = Math.max(scales[output] ?? 0, Math.abs(value));
  });
  // A weight of zeros alone stays zero with any scale.
  scales.forEach((largest, output) => (scales[output] = largest > 0 ? largest / LARGEST_WEIGHT : 1));
  const rounded = Int8Array.from(values, (value, i) => {
    const scaled = value / (scales[Math.floor(i / inner) % count] ?? 1);
    return Math.max(-LARGEST_WEIGHT, Math.min(LARGEST_WEIGHT, Math.round(scaled)));
  });
  return { values: rounded, scales };
}

export function floatTensor(name: string, dims: readonly number[], values: Float32Array): TensorProto {
  return { name, dims: [...dims], dataType: FLOAT, rawData: bytesOf(values) };
}

export function int8Tensor(name: string, dims: readonly number[], values: Int8Array): TensorProto {
  return { name, dims: [...dims], dataType: INT8, rawData: bytesOf(values) };
}

export function uint8Scalar(name: string, value: number): TensorProto {
  return { name, dims: [], dataType: UINT8, rawData: Uint8Array.of(value) };
}

export function int8Zeros(name: string, count: number): TensorProto {
  return { name, dims: [count], dataType: INT8, rawData: new Uint8Array(count) };
}

export function int32Tensor(name: string, values: Int32Array): TensorProto {
  return { name, dims: [values.length], dataType: INT32, rawData: bytesOf(values) };
}

/** ONNX raw data is little-endian; so is every machine that ONNX Runtime has a build for. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int8Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
