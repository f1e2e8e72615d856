import { type LoadedModel } from '../models/load-model.ts';
import { takesRows } from '../models/manifest.ts';
import { addRow, bagResize, type BagResize, bagSums, headInput, narrowRow } from '../scoring/bag-image.ts';
import { rowsInput } from '../scoring/head-feed.ts';
import { type Tensor } from '../sessions/session.ts';

const LARGE_BYTES = 64e6;

interface Rows {
  /** `[rows, width]`. */
  readonly features: Float32Array;
  readonly rows: number;
  readonly width: number;
}

/** A bag, and the same bag with some rows replaced by the mean of all rows, as the head takes them. */
export interface BagVariants {
  /** Whether the head takes more than one at a time. */
  readonly takesBatch: boolean;
  /** Batches sent to the session before the first returns, so that it never waits for them. */
  readonly inFlight: number;
  /** Whether `feed` fills the memory of an earlier one again. */
  readonly reuses: boolean;
  /**
   * @param replaced - for each variant of the batch, the rows that become the mean.
   * @param spent - an earlier feed whose memory is no longer needed.
   */
  feed(replaced: readonly (readonly number[])[], spent?: Tensor): Tensor;
}

export async function bagVariants(bag: Rows, model: LoadedModel): Promise<BagVariants> {
  return takesRows(model.head.spec.input) ? rowVariants(bag, model) : imageVariants(bag, model);
}

/** Each is a copy of the bag, which may be hundreds of megabytes: then one at a time, in the same memory. */
function rowVariants({ features, rows, width }: Rows, model: LoadedModel): BagVariants {
  const mean = meanRow({ features, rows, width });
  const isLarge = features.byteLength > LARGE_BYTES;
  return {
    takesBatch: false,
    inFlight: isLarge ? 1 : 2,
    reuses: isLarge,
    feed: ([replaced = []], spent) => {
      const isSame = spent?.dtype === 'float32' && spent.values.length === features.length;
      const changed = isSame ? (spent.values as Float32Array<ArrayBuffer>) : new Float32Array(features.length);
      changed.set(features);
      for (const row of replaced) changed.set(mean, row * width);
      return rowsInput(changed, width, model);
    },
  };
}

/** Resizing is linear, so only the difference of the replaced rows is resized and added to the image of the whole bag. */
async function imageVariants({ features, rows, width }: Rows, model: LoadedModel): Promise<BagVariants> {
  const resize = bagResize(rows, width, model.manifest.bag);
  const whole = await bagSums(features, width, resize);
  const mean = new Float64Array(resize.toWidth);
  narrowRow(meanRow({ features, rows, width }), resize, mean);
  return {
    takesBatch: model.head.freeBatch,
    inFlight: 2,
    reuses: false,
    feed: (batch) =>
      headInput(
        batch.map((replaced) =>
          replaced.length === 0
            ? Float32Array.from(whole)
            : imageWithMeanRows(whole, replaced, mean, features, width, resize),
        ),
        model,
      ),
  };
}

function imageWithMeanRows(
  whole: Float64Array,
  rows: readonly number[],
  meanRow: Float64Array,
  features: Float32Array,
  width: number,
  resize: BagResize,
): Float32Array {
  const sums = Float64Array.from(whole);
  const narrow = new Float64Array(resize.toWidth);
  for (const row of rows) {
    narrowRow(features.subarray(row * width, (row + 1) * width), resize, narrow);
    for (let i = 0; i < narrow.length; i++) narrow[i] = (meanRow[i] ?? 0) - (narrow[i] ?? 0);
    addRow(sums, narrow, row, resize);
  }
  return Float32Array.from(sums);
}

/** The mean of all rows, rounded to float32, as it would be in a bag. */
function meanRow({ features, rows, width }: Rows): Float32Array {
  const sums = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) sums[i] = (sums[i] ?? 0) + (features[row * width + i] ?? 0);
  }
  return Float32Array.from(sums, (sum) => sum / rows);
}
