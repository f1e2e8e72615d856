import { ModelError } from '../errors.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { takesRows } from '../models/manifest.ts';
import { type Tensor } from '../sessions/session.ts';
import { bagImage, headInput } from './bag-image.ts';

/**
 * A bag as the head's input: an image, or its rows as they are.
 *
 * @param features - `[rows, width]`; stays usable, since a copy is handed over.
 * @throws ModelError BAG_TOO_LARGE if the manifest allows fewer rows.
 */
export async function headFeed(features: Float32Array, width: number, model: LoadedModel): Promise<Tensor> {
  if (!takesRows(model.head.spec.input)) {
    return headInput([await bagImage(features, width, model.manifest.bag)], model);
  }
  return rowsInput(Float32Array.from(features), width, model);
}

/**
 * Rows of a bag as the input of a head that takes them.
 *
 * @param rows - `[n, width]`; its memory is handed over.
 * @throws as headFeed.
 */
export function rowsInput(rows: Float32Array<ArrayBuffer>, width: number, { head }: LoadedModel): Tensor {
  const { input } = head.spec;
  if (!takesRows(input)) throw new RangeError('The head takes an image and not rows.');
  const n = rows.length / width;
  if (input.maxRows !== undefined && n > input.maxRows) {
    const message = `the slide has ${n} patches; the head takes at most ${input.maxRows}`;
    throw new ModelError('BAG_TOO_LARGE', 'graphs.head.input.maxRows', message);
  }
  return { dtype: 'float32', dims: input.layout === 'ND' ? [n, width] : [1, n, width], values: rows };
}
