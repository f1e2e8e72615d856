// Runs in a worker thread under plain Node: erasable TypeScript only.
import { parentPort, workerData } from 'node:worker_threads';
import { type RoiRepair, repairShape } from './roi-repair.ts';
import { type RoiShape } from './roi.ts';

function repair(shape: RoiShape): RoiRepair | null {
  try {
    return repairShape(shape);
  } catch {
    return null; // the library gives up on rings that it cannot join
  }
}

for (const shape of workerData as readonly RoiShape[]) parentPort?.postMessage(repair(shape));
