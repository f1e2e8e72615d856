import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { repositoryRoot } from './start-portal.ts';

/*
 * The examples of docs/api.md, as whoever reads them would run them: copied from the page, with an address, a token and
 * nothing else in the environment.
 */

const { baseUrl, sessions } = inject('portal');
const page = readFileSync(path.join(repositoryRoot, 'docs/api.md'), 'utf8');
const examples = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);

const ask = async <Data>(query: string, variables: object, headers: Record<string, string>) => {
  const answer = await fetch(`${baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: answer.status, ...((await answer.json()) as { data: Data; errors?: { message: string }[] }) };
};

const make = `mutation ($scopes: [String!]!) { makeAccessToken(name: "examples", scopes: $scopes, study: "HAIC-DEMO", days: 1) {
  token accessToken { id } } }`;
let env: NodeJS.ProcessEnv = {};
let made = { token: '', id: '' };
const cookie = sessions['admin@demo.local'];

beforeAll(async () => {
  interface Made {
    makeAccessToken: { token: string; accessToken: { id: string } };
  }
  const { data, errors } = await ask<Made>(make, { scopes: ['read', 'write'] }, { cookie });
  expect(errors).toBeUndefined();
  made = { token: data.makeAccessToken.token, id: data.makeAccessToken.accessToken.id };
  const patients = await ask<{ patients: { rows: { id: string }[] } }>(
    '{ patients(study: "HAIC-DEMO", first: 1) { rows { id } } }',
    {},
    bearer(),
  );
  env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    PORTAL_URL: baseUrl,
    PORTAL_TOKEN: made.token,
    PATIENT_ID: patients.data.patients.rows[0]?.id,
  };
});

const bearer = () => ({ authorization: `Bearer ${made.token}` });

function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function run(program: string, args: readonly string[], code: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { env, input: code, encoding: 'utf8', timeout: 60_000 });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('the examples of docs/api.md', () => {
  it.skipIf(!runs('curl', ['--version']))('read and write with curl', () => {
    const [reading = '', writing = ''] = examples('bash');
    const { data } = JSON.parse(run('bash', [], reading)) as {
      data: { survival: { curves: { label: string }[]; logRank: { pValue: number } } };
    };
    expect(data.survival.curves.map(({ label }) => label).toSorted()).toEqual(['HAIC', 'HTI']);
    expect(data.survival.logRank.pValue).toBeLessThan(0.05);
    expect(JSON.parse(run('bash', [], writing))).toMatchObject({ data: { saveAdverseEvent: { version: 1 } } });
  });

  it.skipIf(!runs('python3', ['-c', 'import requests']))('page through every patient with Python', async () => {
    const [reading = ''] = examples('python');
    const said = /^(\d+) patients, (\d+) deaths$/.exec(run('python3', ['-'], reading).trim());
    const { data } = await ask<{ patients: { total: number } }>(
      '{ patients(study: "HAIC-DEMO", first: 1) { total } }',
      {},
      bearer(),
    );
    // Other files of the tests add patients meanwhile.
    expect(Number(said?.[1])).toBeGreaterThanOrEqual(378);
    expect(Number(said?.[1])).toBeLessThanOrEqual(data.patients.total);
  });

  it.skipIf(!runs('Rscript', ['-e', 'stopifnot(requireNamespace("httr2"))']))('draw curves with R', () => {
    const [reading = ''] = examples('r');
    const said = run('Rscript', ['-'], reading);
    expect(said).toMatch(/label\s+n\s+events\s+medianDays/);
    expect(said).toMatch(/HTI/);
  });

  it('are refused once their token has ended', async () => {
    expect((await ask('{ viewer { id } }', {}, bearer())).status).toBe(200);
    await ask(`mutation { endAccessToken(id: "${made.id}") }`, {}, { cookie });
    expect((await ask('{ viewer { id } }', {}, bearer())).status).toBe(401);
  });
});
