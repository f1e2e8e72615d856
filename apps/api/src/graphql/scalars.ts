import { isCalendarDate, isOwnKey, isPartialDate, missingReason } from '@haim/schema';
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
/** A calendar day of which the day, or month and day, may be unknown. */
export const PartialDate = new GraphQLScalarType<string, string>({
  name: 'PartialDate',
  description: 'A calendar day as YYYY-MM-DD, or what is known of it as YYYY-MM or YYYY.',
  serialize: partialDate,
  parseValue: partialDate,
  parseLiteral: (node) => partialDate(node.kind === Kind.STRING ? node.value : null),
});

function partialDate(given: unknown): string {
  if (typeof given === 'string' && isPartialDate(given)) return given;
  throw new GraphQLError('a PartialDate must be YYYY-MM-DD, YYYY-MM or YYYY');
}

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

/** Of a record, the values of the fields that its study adds. Whether each suits its field is for `checkRow`. */
export const OwnValues = new GraphQLScalarType({
  name: 'OwnValues',
  description:
    'Values by the keys of the fields of the study, each beginning with own_: a text, number, true, false or null.',
  serialize: (value) => value,
  parseValue: ownValues,
  parseLiteral: (node, variables) => ownValues(GraphQLJSON.parseLiteral(node, variables)),
});

function ownValues(given: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  const values = isObject ? Object.entries(given) : [];
  if (!isObject || values.some(([key, value]) => !isOwnKey(key) || (typeof value === 'object' && value !== null))) {
    throw new GraphQLError('own must be an object of fields that begin with own_, each with a plain value');
  }
  return Object.fromEntries(values);
}

/** Of a record, why values are missing. Whether each field may lack its value is for `checkRow`. */
export const MissingReasons = new GraphQLScalarType({
  name: 'MissingReasons',
  description: `By field, one of ${missingReason.codes.map(({ code }) => code).join(', ')}, or null for none.`,
  serialize: (value) => value,
  parseValue: missingReasons,
  parseLiteral: (node, variables) => missingReasons(GraphQLJSON.parseLiteral(node, variables)),
});

function missingReasons(given: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (!isObject || Object.values(given).some((reason) => reason !== null && typeof reason !== 'string')) {
    throw new GraphQLError('missing must be an object of fields, each with the code of a reason');
  }
  return Object.fromEntries(Object.entries(given));
}
