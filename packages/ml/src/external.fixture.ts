// A graph whose weight is stored beside it, as PyTorch's exporter writes them. For tests only.
import onnxProto from 'onnx-proto';
import { OnnxGraph } from './architectures/onnx-graph.ts';

const { onnx } = onnxProto;

/** Mean colour of each 8 x 8 patch times `scale`, which is stored in features.onnx.data. */
export function features(scale: number): { readonly graph: Uint8Array; readonly weights: Buffer } {
  const made = new OnnxGraph('scaled_mean_colour');
  made.input('input', 'uint8', ['batch', 8, 8, 3]);
  const mean = made.node('ReduceMean', [made.node('Cast', ['input'], { to: 1 })], { axes: [1, 2], keepdims: 0 });
  made.node('Mul', [mean, made.constant('scale', [1, 3], new Float32Array(3))], {}, 'features');
  made.output('features', 'float32', ['batch', 3]);
  const model = onnx.ModelProto.decode(made.toBytes());
  for (const tensor of model.graph?.initializer ?? []) {
    tensor.rawData = new Uint8Array();
    tensor.dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
    tensor.externalData = [
      { key: 'location', value: 'features.onnx.data' },
      { key: 'offset', value: '0' },
      { key: 'length', value: '12' },
    ];
  }
  const weights = Buffer.alloc(12);
  for (let i = 0; i < 3; i++) weights.writeFloatLE(scale, i * 4);
  return { graph: onnx.ModelProto.encode(model).finish(), weights };
}
