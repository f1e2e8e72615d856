import { type DataSource } from 'typeorm';
import { type Reads } from '../db/replica-reads.ts';
import { type AccountConnections } from '../modules/auth/index.ts';
import { type ProcessState } from '../modules/operation/index.ts';
import { type Post } from '../modules/people/post.ts';

/** What everything that is wired stands on. */
export interface WireOptions {
  readonly dataSource: DataSource;
  /** Connections for writes alone; `dataSource` also writes if not set. */
  readonly writing?: DataSource;
  /** What analyses read by; `dataSource` if not set. */
  readonly analyses?: Reads | null;
  /** The database as the role that owns nothing: the queue and the notices hold connections of their own. */
  readonly appUrl: string;
  readonly home: string;
  /** Memory for the columns that analyses read; the store's default if not set. */
  readonly columnsBytes?: number;
  /** The folder of the audit's heads; within `home` if not set. */
  readonly auditHeads?: string;
  /** As PORTAL_R, null to search; none is used if not set. */
  readonly r?: string | null;
  readonly onTrouble: (error: unknown) => void;
  /** Connections of sign-in, without which nothing is known of people but their ids. */
  readonly auth?: AccountConnections;
  /** Without it nothing is sent. */
  readonly post?: Post | null;
  /** What is known of the process; of one that only answers questions of its own, nothing. */
  readonly state?: ProcessState;
}

/** A process that nobody watches. */
export const unwatched: ProcessState = {
  release: 'unknown',
  startedAt: new Date(0),
  checks: async () => [],
  requests: async () => [],
  slowFromMs: 0,
  slowStatements: () => [],
};
