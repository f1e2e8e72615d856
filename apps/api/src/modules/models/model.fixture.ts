import { type Manifest } from '@haim/ml';
import { handMadeManifest, meanColourGraph, meanRowGraph, writeHandMadeModel } from '@haim/ml/fixtures';

/** A complete model of a few hundred bytes, small enough to compute by hand. */
export function tinyManifest(id: string, change: Partial<Manifest> = {}): Manifest {
  const manifest = handMadeManifest(meanColourGraph().toBytes(), meanRowGraph().toBytes());
  return { ...manifest, id, threshold: { ...manifest.threshold, value: 0.5 }, ...change };
}

/** Writes it into `folder`, whose name then identifies it in the portal. */
export function writeTinyModel(folder: string, manifest: Manifest): Promise<void> {
  return writeHandMadeModel(folder, () => manifest);
}
