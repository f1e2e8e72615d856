import { type GraphQLArmorConfig } from '@escape.tech/graphql-armor-types';

/**
 * What one operation may ask. The widest page of the portal (a patient with every record) has depth 4 and 160 fields;
 * `allowList: []` counts aliases of __typename too, which the library leaves out and attackers use.
 */
export const operationLimits: GraphQLArmorConfig = {
  maxDepth: { n: 8, flattenFragments: true },
  maxAliases: { n: 15, allowList: [] },
  maxDirectives: { n: 5 },
  costLimit: { maxCost: 20_000, objectCost: 2, scalarCost: 1, depthCostFactor: 1.5 },
};

/** Counted while parsing, before anything is validated. */
export const MOST_TOKENS = 2000;
