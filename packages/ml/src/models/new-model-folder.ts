import { copyFile, link } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type LoadedModel, type VerifiedGraph } from './load-model.ts';
import { type GraphRole } from './manifest.ts';

/** `wanted`, or a similar name that no file of the model has except the graph itself. */
export function nameBeside({ manifest }: LoadedModel, role: GraphRole, wanted: string): string {
  const { features, head } = manifest.graphs;
  const taken = new Set(
    [features, head].flatMap(({ file, externalFiles }) => [file, ...externalFiles.map((one) => one.file)]),
  );
  return taken.has(wanted) && manifest.graphs[role].file !== wanted ? `new-${wanted}` : wanted;
}

/** Copies a graph and its external files, unchanged, into another model folder. */
export function takeGraph(graph: VerifiedGraph, folder: string): Promise<void> {
  return takeFiles(graph, [graph.spec.file, ...graph.spec.externalFiles.map(({ file }) => file)], folder);
}

/** Hard-links the file where the file system can: a feature network is a hundred megabytes. */
export async function takeFiles(graph: VerifiedGraph, files: readonly string[], folder: string): Promise<void> {
  for (const file of files) {
    const from = join(dirname(graph.path), file);
    const to = join(folder, file);
    await link(from, to).catch(() => copyFile(from, to));
  }
}
