import { isCalendarDate } from '@haim/schema';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLJSON, GraphQLLocalDate } from 'graphql-scalars';

/** A calendar day without a time zone, as YYYY-MM-DD. */
export const LocalDate = new GraphQLScalarType<string, string>({
  ...GraphQLLocalDate.toConfig(),
  // A page of patients sends hundreds of days; the library makes a Date of each.
  serialize(value) {
    if (typeof value === 'string' && isCalendarDate(value)) return value;
    throw new TypeError('a LocalDate must be a calendar day as YYYY-MM-DD');
  },
});
/** An instant in UTC. */
export const DateTime = GraphQLDateTime;
/** Plain values whose shape depends on a code beside them. */
export const Json = GraphQLJSON;

/** One end of a range. Whether it suits its variable is checked where the filter is read. */
export const RangeEnd = new GraphQLScalarType({
  name: 'RangeEnd',
  description: 'A number, or for a date a day as YYYY-MM-DD.',
  parseValue: (value) => {
    if (typeof value === 'number' || typeof value === 'string') return value;
    throw new GraphQLError('RangeEnd must be a number, or a day as YYYY-MM-DD');
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return Number(node.value);
    if (node.kind === Kind.STRING) return node.value;
    throw new GraphQLError('RangeEnd must be a number, or a day as YYYY-MM-DD');
  },
});
