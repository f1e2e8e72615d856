import { subjectVariables } from '@haim/schema';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const sortKeys = subjectVariables.filter(({ sorts }) => sorts).map(({ name }) => name);

/** Not an enumeration, because fields of a study sort too; the service refuses what does not. */
export const PatientSortField = new GraphQLScalarType({
  name: 'PatientSortField',
  description: `What patients are sorted by: ${sortKeys.join(', ')}, or the key of a field of the study (own_…)`,
  parseValue: sortKey,
  parseLiteral: (node) => sortKey(node.kind === Kind.ENUM || node.kind === Kind.STRING ? node.value : undefined),
});

function sortKey(given: unknown): string {
  if (typeof given === 'string') return given;
  throw new GraphQLError('PatientSortField must be the name of a variable');
}
