import { type DataSource } from 'typeorm';
import { type AccountConnections } from '../modules/auth/index.ts';
import { type Post } from '../modules/people/post.ts';

/** What everything that is wired stands on. */
export interface WireOptions {
  readonly dataSource: DataSource;
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
}
