/** How many times larger figures are shown than on a page: the presentation sets it, figures find their room by it. */
let zoom = 1;
const listeners = new Set<() => void>();

export const stageZoom = (): number => zoom;

/** @param next - 1 where nothing is presented. */
export function setStageZoom(next: number): void {
  zoom = next;
  for (const changed of listeners) changed();
}

export function onStage(changed: () => void): () => void {
  listeners.add(changed);
  return () => void listeners.delete(changed);
}
