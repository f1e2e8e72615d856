import { describe, expect, it } from 'vitest';
import { ask, portal, signIn } from './portal.fixture.ts';

const as = 'investigator@demo.local';
const nested = (depth: number): string => {
  const name = `f${depth}`;
  return depth === 0 ? '__typename' : `... on Query { ${name}: studies { ${'arms { code } '} } ${nested(depth - 1)} }`;
};

async function post(body: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${portal().baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await signIn(as), ...headers },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}

describe('operations beyond the limits', () => {
  it('too many aliases are refused, also of __typename', async () => {
    const aliases = (n: number) => `{ ${Array.from({ length: n }, (_, i) => `a${i}: __typename`).join(' ')} }`;
    expect((await ask(as, aliases(15))).errors).toEqual([]);
    expect((await ask(as, aliases(16))).errors[0]?.message).toMatch(/alias/i);
  });

  it('too deep is refused', async () => {
    const deep = (n: number) =>
      `query { __schema { types { ${'fields { type { '.repeat(n)} name ${'} }'.repeat(n)} } } }`;
    expect((await ask(as, deep(8))).data?.['__schema'] ?? null).toBeNull();
    expect((await ask(as, nested(12))).errors.length).toBeGreaterThan(0);
  });

  it('too many directives are refused', async () => {
    const { errors } = await ask(as, `{ __typename ${'@include(if: true) '.repeat(6)} }`);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('an operation of too many tokens is refused', async () => {
    const { errors } = await ask(as, `{ ${'__typename '.repeat(2100)} }`);
    expect(errors[0]?.message).toMatch(/tokens/);
  });

  it('introspection is for members, and a wrong name is not answered with others', async () => {
    expect((await ask(as, '{ __schema { types { name } } }')).errors).toEqual([]);
    expect((await ask(null, '{ __schema { types { name } } }')).status).toBe(401);
    const { errors } = await ask(as, '{ studes { code } }');
    expect(errors[0]?.message).not.toMatch(/did you mean/i);
  });
});

describe('malformed operations', () => {
  it.each([
    ['no JSON', '{'],
    ['no query', '{}'],
    ['a query that is no text', '{"query": 7}'],
    ['no GraphQL', '{"query": "select 1"}'],
    ['a batch', '[{"query":"{ __typename }"},{"query":"{ __typename }"}]'],
    ['variables that are no object', '{"query":"{ __typename }","variables":"x"}'],
    ['an unknown operation name', '{"query":"query A { __typename }","operationName":"B"}'],
  ])('%s is a clear 400', async (_, body) => {
    const { status, text } = await post(body);
    expect(status).toBe(400);
    expect(text).not.toMatch(/node_modules|at Object|select /i);
  });

  it('a form post and a GET mutation change nothing', async () => {
    const form = await post('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.status).toBeGreaterThanOrEqual(400);
    const url = new URL(`${portal().baseUrl}/graphql`);
    url.searchParams.set('query', 'mutation { cancelInference(id: "x") { id } }');
    const get = await fetch(url, { headers: { cookie: await signIn(as), 'apollo-require-preflight': '1' } });
    expect(get.status).toBe(405);
  });

  it('values of the wrong type are refused without repeating them', async () => {
    const { errors } = await ask(as, 'query ($first: Int) { patients(study: "HAIC-DEMO", first: $first) { total } }', {
      first: 'Wang Wei',
    });
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toContain('Wang');
  });

  it.each([
    ['a page that is too long', 'patients(study: "HAIC-DEMO", first: 101) { total }', /first must be 1 to 100/],
    ['a cursor that is none', 'patients(study: "HAIC-DEMO", after: "xx") { total }', /after must be a cursor/],
    [
      'a grouping that is none',
      'survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "bestResponse") { n }',
      /groupBy must be one of/,
    ],
    [
      'survival of those who responded',
      'survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm", cohort: { bestResponses: ["CR", "PR"] }) { n }',
      /survival may not be filtered by bestResponses.*lived long enough/,
    ],
    [
      'a threshold beyond 1',
      'evaluation(study: "HAIC-DEMO", source: "x", set: ENTIRE, threshold: 1.5) { n }',
      /threshold must be from 0 to 1/,
    ],
  ])('%s is a clear BAD_USER_INPUT', async (_, field, message) => {
    const { errors } = await ask(as, `{ ${field} }`);
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('the server is still up after all refused operations', async () => {
    expect((await ask(as, '{ viewer { email } }')).data).toEqual({ viewer: { email: as } });
  });
});
