export type RunStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export function isOver(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running';
}
