import { type VerifiedGraph } from '../models/load-model.ts';
import { type ModelSession, openSession, type SessionOptions } from './session.ts';

/** A session opened on first use. A failure surfaces where `open` is awaited, not before. */
export class LazySession {
  private readonly graph: VerifiedGraph;
  private readonly options: SessionOptions;
  private opening: Promise<ModelSession> | null = null;

  constructor(graph: VerifiedGraph, options: SessionOptions) {
    this.graph = graph;
    this.options = options;
  }

  open(): Promise<ModelSession> {
    this.opening ??= openSession(this.graph, this.options);
    this.opening.catch(() => {});
    return this.opening;
  }

  /** Does not wait for the thread: after a cancel its last run may take longer than the caller can wait. */
  close(): void {
    this.opening?.then((session) => session.close()).catch(() => {});
  }
}
