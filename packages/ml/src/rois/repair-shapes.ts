import { statement } from '@haim/schema';
import { Worker } from 'node:worker_threads';
import { type RoiRepair } from './roi-repair.ts';
import { checkShape, type CheckedShape, type SlideSize } from './roi-validity.ts';
import { type Point, type RoiShape } from './roi.ts';
import { RoiError, type RoiErrorCode } from './roi-error.ts';

/**
 * A shape of 10,000 points takes up to three seconds: the limit bounds the wait for it and for the rest of the file.
 */
const LONGEST_MS = 20_000;

/** Errors that a repair can fix. */
export const mendable: ReadonlySet<RoiErrorCode> = new Set<RoiErrorCode>(['SELF_CROSSING']);

export interface CrossedShape {
  readonly shape: RoiShape;
  /** Why it was refused; reported if the repair fails. */
  readonly error: RoiError;
}

/**
 * Repairs shapes that cross or touch themselves, as drawing programs allow, in a thread of their own.
 *
 * @returns for each a valid shape whose warning states what changed, or an error that states why not.
 */
export async function repairShapes(
  crossed: readonly CrossedShape[],
  size: SlideSize | null,
): Promise<(CheckedShape | RoiError)[]> {
  if (crossed.length === 0) return [];
  const repairs = await inThread(crossed.map(({ shape }) => shape));
  return crossed.map((one, i) => {
    const repair = repairs[i];
    return repair ? repaired(one, repair, size) : one.error;
  });
}

function inThread(shapes: readonly RoiShape[]): Promise<(RoiRepair | null)[]> {
  return new Promise((resolve) => {
    const repairs: (RoiRepair | null)[] = [];
    const worker = new Worker(new URL('./roi-repair-worker.ts', import.meta.url), { workerData: shapes, execArgv: [] });
    const timer = setTimeout(() => void worker.terminate(), LONGEST_MS);
    worker.on('message', (repair: RoiRepair | null) => repairs.push(repair));
    worker.on('error', () => undefined); // its end is reported by 'exit'
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve(repairs);
    });
  });
}

function repaired({ shape, error }: CrossedShape, repair: RoiRepair, size: SlideSize | null): CheckedShape | RoiError {
  const change = { ...placeOf(error), before: rounded(repair.beforePx2), after: rounded(repair.afterPx2) };
  if (repair.shape === null) return new RoiError(error.code, error.where, statement('repairChangesArea', change));
  try {
    const checked = checkShape(repair.shape, size);
    const pieces = checked.shape.regions.length;
    const said = statement('outlineRepaired', { outline: shape.name, pieces, ...change });
    return { ...checked, warnings: [said, ...checked.warnings] };
  } catch {
    return error;
  }
}

/** Where the shape crosses itself; every error that can be fixed states it. */
function placeOf({ said }: RoiError): Point {
  const { code, values } = said;
  if (code === 'outlineCrossesItself' || code === 'outlineCutByHoles') return values;
  throw new Error(`not a crossing: ${code}`);
}

function rounded(px2: number): number {
  return Math.round(px2 * 10) / 10;
}
