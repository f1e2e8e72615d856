import { type Asker } from './asker.ts';

/**
 * What every resolver receives. Services take it as their first argument and reach rows through their StudyDb with
 * `asker`.
 */
export interface PortalContext {
  readonly asker: Asker;
  readonly requestId: string;
  /** Aborted when nobody waits for the answer any more; the command line waits always. */
  readonly gone?: AbortSignal;
}
