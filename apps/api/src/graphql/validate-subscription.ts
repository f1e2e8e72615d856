import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { type Response } from 'graphql-sse';

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

/** The stream parses its input without a limit of its own: an operation with too many tokens is refused here. */
export function refuseLongOperations(maxTokens: number) {
  return (_req: unknown, { query }: { query: string }): Response | undefined => {
    try {
      parse(query, { maxTokens, noLocation: true });
      return undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [
        JSON.stringify({ errors: [{ message, extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }),
        { status: 400, statusText: 'Bad Request', headers: { 'content-type': 'application/json; charset=utf-8' } },
      ];
    }
  };
}
