import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { type Role, roles } from '@haim/schema';
import { Client } from 'pg';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { openFrontDoor } from '../http/front-door.ts';
import { saveAccount } from '../modules/auth/accounts.ts';
import { type AuthSettings, createAuth } from '../modules/auth/create-auth.ts';
import { type Post } from '../modules/people/post.ts';
import { addMembership, declareStudy } from '../modules/studies/declare-study.ts';
import { createPortalApi } from './app.ts';

export const password = 'four teapots on a shelf';
export const study = 'PEOPLE';

export const peopleQuery = `query ($study: String!) {
  people(study: $study) { members { id version name email role centre sessions lastSignInAt isDisabled } invitations { id email role } } }`;
export const invite = `mutation ($study: String!, $email: String!, $placement: PlacementInput!) {
  inviteMember(study: $study, email: $email, placement: $placement) { path invitation { id email role centre expiresAt } } }`;
export const change = `mutation ($id: ID!, $version: Int!, $placement: PlacementInput!) {
  changeMembership(id: $id, version: $version, placement: $placement) { id version role centre name } }`;
export const end = `mutation ($id: ID!, $version: Int!) { endMembership(id: $id, version: $version) }`;

export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly extensions: Readonly<Record<string, unknown>>;
}

interface RouteAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const routeAnswer = async (answer: Response): Promise<RouteAnswer> => ({
  status: answer.status,
  body: (await answer.json()) as Record<string, unknown>,
});

/** The API over HTTP, without pages: two studies of two centres each, and an account for each role in the first. */
export async function openPeopleFixture({
  around = (answer) => answer,
  post: letters = null,
  ...options
}: Pick<AuthSettings, 'secondFactorRule'> & {
  /** Put around the front door, for a test that watches what a request causes. */
  readonly around?: (answer: RequestListener) => RequestListener;
  readonly post?: Post | null;
} = {}) {
  const database = await openDatabaseForTests();
  const auth = createAuth({
    authUrl: database.authUrl,
    secret: 'a secret of this test alone',
    publicUrl: 'http://localhost',
    ...options,
  });
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  for (const code of [study, 'OTHER']) {
    await declareStudy(database.ownerUrl, {
      code,
      name: `Study ${code}`,
      synthetic: true,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      arms: [{ code: 'HTI', label: 'HTI' }],
      centres: ['A', 'B'].map((centre) => ({ code: centre, name: centre })),
    });
  }
  const api = await createPortalApi({
    appUrl: database.appUrl,
    home: database.home,
    columnsBytes: 2e7,
    // However busy the machine is.
    slowFromMs: 600_000,
    auditHeads: path.join(database.home, 'audit-heads'),
    auth,
    post: letters,
  });
  const door = openFrontDoor({
    auth,
    publicUrl: 'http://localhost',
    isDevelopment: false,
    webUrl: 'http://127.0.0.1:9',
    ...api,
  });
  // Kept open: one that is closed as the next request is sent on it would be an error of the test.
  const server = createServer({ keepAliveTimeout: 0 }, around(door.answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const post = (path: string, body: unknown, cookie: string | null = null) =>
    fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie === null ? {} : { cookie }) },
      body: JSON.stringify(body),
    });

  return {
    base,
    auth,
    owner,
    database,
    post,

    /** An account with a membership of the study, if a role is named. @returns its id. */
    async person(name: string, role: Role | null, centre: string | null = null, inStudy = study): Promise<string> {
      const userId = await saveAccount(auth, { email: `${name}@site.org`, name, password });
      if (role !== null && roles[role].reach === 'portal') {
        await owner.query('insert into portal.portal_administrator (user_id) values ($1)', [userId]);
      } else if (role !== null) await addMembership(database.ownerUrl, { userId, study: inStudy, role, centre });
      return userId;
    },

    async accept(token: string, name = 'New Person', given = password): Promise<RouteAnswer> {
      return routeAnswer(await post('/api/invitations/accept', { token, name, password: given }));
    },

    async look(token: string): Promise<RouteAnswer> {
      return routeAnswer(await post('/api/invitations/look', { token }));
    },

    async signIn(name: string, given = password): Promise<string> {
      await auth.pool.query('delete from "rateLimit"; delete from sign_in_attempt');
      const answer = await post('/api/auth/sign-in/email', { email: `${name}@site.org`, password: given });
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
      if (!cookie) throw new Error(`${name} could not sign in: ${answer.status}`);
      return cookie;
    },

    async ask(cookie: string | null, query: string, variables: object = {}): Promise<Answer> {
      const answer = await post('/graphql', { query, variables }, cookie);
      const { data = null, errors = [] } = (await answer.json()) as {
        data?: Record<string, unknown>;
        errors?: { message: string; extensions: { code: string } }[];
      };
      const [error] = errors;
      return {
        status: answer.status,
        data,
        code: error?.extensions.code ?? null,
        message: error?.message ?? null,
        extensions: error?.extensions ?? {},
      };
    },

    /** The membership of a person in a study, as stored. */
    async membership(name: string, inStudy = study): Promise<{ id: string; version: number; role: string } | null> {
      const { rows } = await owner.query<{ id: string; version: number; role: string }>(
        `select m.id, m.version, m.role from portal.membership m join auth."user" u on u.id = m.user_id
         join portal.study s on s.id = m.study_id where u.name = $1 and s.code = $2`,
        [name, inStudy],
      );
      return rows[0] ?? null;
    },

    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await api.close();
      await auth.close();
      await owner.end();
      await database.close();
    },
  };
}

export type PeopleFixture = Awaited<ReturnType<typeof openPeopleFixture>>;
