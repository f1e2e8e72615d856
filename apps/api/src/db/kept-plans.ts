import { LRUCache } from 'lru-cache';
import { type PoolClient } from 'pg';

/**
 * A plan takes some tens of kilobytes in each connection's server process, and there are as many as there are selections
 * of fields. The pages of the portal have some thirty.
 */
const MOST_PLANS = 100;

/** The prepared statements of one connection, at most as many as count as kept. */
export interface KeptPlans {
  /** Notes that the statement of this name is used now. */
  readonly use: (name: string) => void;
  /** Gives up the statements that were used longest ago; outside of a transaction, because one that failed refuses. */
  readonly forget: () => void;
}

const plans = new WeakMap<PoolClient, KeptPlans>();

export function plansOf(client: PoolClient): KeptPlans {
  const known = plans.get(client);
  if (known) return known;
  const dropped: string[] = [];
  const kept = new LRUCache<string, true>({ max: MOST_PLANS, dispose: (_, name) => dropped.push(name) });
  const use = (name: string): void => {
    if (kept.get(name) === undefined) kept.set(name, true);
  };
  const forget = (): void => {
    for (const name of dropped.splice(0)) {
      // The client remembers what it has parsed, and parses again what it does not remember.
      delete (client as unknown as Remembering).connection.parsedStatements[name];
      // A lost connection has no statements either.
      client.query(`deallocate "${name}"`).catch(() => undefined);
    }
  };
  plans.set(client, { use, forget });
  return { use, forget };
}

interface Remembering {
  readonly connection: { readonly parsedStatements: Record<string, string> };
}
