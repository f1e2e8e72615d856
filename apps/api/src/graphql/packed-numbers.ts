import { GraphQLError, GraphQLScalarType } from 'graphql';

/** Texts of columns, for as long as the columns are kept: nothing writes into a column of an answer. */
const texts = new WeakMap<object, string>();

/**
 * A column of numbers as one text. As a list, each number is visited by the executor, written in up to 17 digits and
 * parsed again: for the thousands of a curve that takes longer than computing it.
 */
export const PackedNumbers = new GraphQLScalarType<string, string>({
  name: 'PackedNumbers',
  description: 'A column of numbers as base64 of IEEE 754 doubles, little-endian, exact; NaN stands for null.',
  serialize: (column) => {
    if (!Array.isArray(column)) throw new GraphQLError('PackedNumbers packs a list of numbers');
    const text = texts.get(column) ?? pack(column as (number | null)[]);
    texts.set(column, text);
    return text;
  },
  parseValue: neverAsked,
  parseLiteral: neverAsked,
});

function pack(column: readonly (number | null)[]): string {
  const bytes = new DataView(new ArrayBuffer(8 * column.length));
  column.forEach((value, i) => bytes.setFloat64(8 * i, value ?? NaN, true));
  return Buffer.from(bytes.buffer).toString('base64');
}

function neverAsked(): never {
  throw new GraphQLError('PackedNumbers are for answers only');
}
