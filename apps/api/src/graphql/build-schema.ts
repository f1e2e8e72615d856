import 'reflect-metadata';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema, getMetadataStorage, type NonEmptyArray, type PubSub } from 'type-graphql';

/** Instances whose classes carry the decorators, made in compose/wire.ts. */
export type Resolvers = readonly object[];

/** type-graphql requires a bus; every subscription here listens to the database itself. */
const noBus: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('this subscription names no source of its own');
  },
};

/** The schema over resolvers that were wired by hand. */
export function buildPortalSchema(resolvers: Resolvers): Promise<GraphQLSchema> {
  const instances = new Map(resolvers.map((instance) => [instance.constructor, instance]));
  const classes = resolvers.map(({ constructor }) => constructor);
  // What is read off its object by its own name needs no resolver: type-graphql would wrap each value in two promises.
  for (const field of getMetadataStorage().fields) field.simple ??= field.name === field.schemaName;
  return buildSchema({
    resolvers: classes as unknown as NonEmptyArray<new () => object>,
    container: { get: (resolver) => instances.get(resolver) },
    validate: false,
    pubSub: noBus,
  });
}

/** The contract as committed in packages/schema: sorted, so that a difference is a change and not an order. */
export function emitSchema(schema: GraphQLSchema): string {
  const heading = '# Written by `npm run generate` from apps/api. Do not edit.\n\n';
  return `${heading}${printSchema(lexicographicSortSchema(schema))}\n`;
}
