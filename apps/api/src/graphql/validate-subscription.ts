import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';

/** The stream serves subscriptions alone, under the same limits as every other operation. */
export function validateSubscription(limits: readonly ValidationRule[]) {
  const rules = [...specifiedRules, ...limits];
  return (schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] => {
    const isSubscription = document.definitions.every(
      (definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === 'subscription',
    );
    if (!isSubscription) return [new GraphQLError('only subscriptions are served here; send the rest to /graphql')];
    return validate(schema, document, rules);
  };
}
