import { isCalendarDate } from '@haim/schema';
import { GraphQLScalarType } from 'graphql';
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
