import { GraphQLDateTime, GraphQLJSON, GraphQLLocalDate } from 'graphql-scalars';

/** A calendar day without a time zone, as YYYY-MM-DD. */
export const LocalDate = GraphQLLocalDate;
/** An instant in UTC. */
export const DateTime = GraphQLDateTime;
/** Plain values whose shape depends on a code beside them. */
export const Json = GraphQLJSON;
