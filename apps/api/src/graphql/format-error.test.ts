import { buildSchema, execute, type GraphQLError, parse } from 'graphql';
import { expect, it } from 'vitest';
import { formatError } from './format-error.ts';

it('tells whoever sent a text with U+0000 what is wrong with it', () => {
  // As pg reports it: PostgreSQL, appendix A, 22021 character_not_in_repertoire.
  const refused = Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' });
  expect(formatError({ message: refused.message, path: ['auditEntries'] }, refused)).toMatchObject({
    message: 'a text contains the character U+0000, which cannot be stored or looked for: remove it',
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('takes more faulty variables than GraphQL lists for a fault of the sender', async () => {
  const schema = buildSchema('type Query { f(list: [Int!]!): Int }');
  const variableValues = { list: Array.from({ length: 60 }, () => 'x') };
  const document = parse('query ($list: [Int!]!) { f(list: $list) }');
  const { errors = [] } = await execute({ schema, document, variableValues });
  const last = errors.at(-1) as GraphQLError;
  expect(last.message).toMatch(/^Too many errors/);
  expect(formatError(last.toJSON(), last)).toMatchObject({
    message: 'the variables of the operation have too many faults: correct those that are named first',
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('takes null for an argument that takes none for a fault of the sender', async () => {
  const schema = buildSchema('enum R { A } type Query { f(r: R! = A, n: Int!): Int }');
  const asked = async (variables: string, args: string, variableValues: Record<string, unknown>) => {
    const document = parse(`query (${variables}) { f(${args}) }`);
    const { errors = [] } = await execute({ schema, document, variableValues });
    const [error] = errors as GraphQLError[];
    return formatError(error!.toJSON(), error);
  };
  const fault = (message: string) => ({ message, extensions: { code: 'BAD_USER_INPUT' } });
  expect(await asked('$r: R', 'r: $r, n: 1', { r: null })).toMatchObject(
    fault('Argument "r" of non-null type "R!" must not be null.'),
  );
  expect(await asked('$n: Int = 1', 'n: $n', { n: null })).toMatchObject(
    fault('Argument "n" of non-null type "Int!" must not be null.'),
  );
  expect(await asked('$n: Int', 'n: $n', {})).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});
