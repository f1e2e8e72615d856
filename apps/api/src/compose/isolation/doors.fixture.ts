import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drawDemoSlide, type Manifest } from '@haim/ml';
import { headWithEmbedding, withEmbedding, writeHandMadeModel } from '@haim/ml/fixtures';
import { type Role, roleNames, roles } from '@haim/schema';
import { Client } from 'pg';
import { vi } from 'vitest';
import { hashPassword } from '../../modules/auth/password.ts';
import { openPeopleFixture, study } from '../people.fixture.ts';
import { type RouteCall } from './route-calls.fixture.ts';
import { noteRoutes } from './routes.fixture.ts';
import { markEverything } from './marks.fixture.ts';
import {
  missingWorld,
  plantCohort,
  plantFields,
  plantStudy,
  plantWorld,
  plantWorlds,
  type World,
} from './world.fixture.ts';

/** A statement that a request sent, and how many rows it returned. */
export interface Sent {
  readonly text: string;
  rows: number | null;
}

/** Somebody who asks: a role at a place. */
export interface Persona {
  readonly name: string;
  readonly role: Role;
  readonly userId: string;
  readonly cookie: string;
  readonly home: World;
  /** What is not theirs. */
  readonly foreign: readonly World[];
  /** What a text of another world may be all the same, such as the name of a centre of the own study. */
  readonly mayKnow: RegExp;
  /** Ids of another world that they may know. */
  readonly mayKnowIds: readonly (keyof World)[];
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Path and body of the request. */
  readonly asked: string;
  readonly sent: readonly Sent[];
}

/** What every member of a study knows of it: its name, its arms, its centres. */
const ofStudy = /^canary-[ab]\d*-(?:centre|arm|study)/;
/** What somebody who runs the portal sees of every study: its people and its name, and no record. */
const ofPortal = /^canary-[abx]\d*-(?:centre|user|invitation|membership|study|arm)/;

const idsOfPortal = ['membership', 'invitation', 'user', 'field', 'draftField'] as const;

/**
 * The portal over HTTP with a world in each of three places: centres A and B of one study, and a centre of another. Every
 * role is there once at A (study-wide where the role is), and staff once at B, so that isolation is tried both ways.
 */
export async function openDoors() {
  const requests = new AsyncLocalStorage<Sent[]>();
  const sentBy = new Map<string, Sent[]>();
  const endOfNotes = noteRoutes();
  const at = await openPeopleFixture({
    around: (answer) => (req, res) => {
      const id = req.headers['x-walk'];
      if (typeof id !== 'string') return answer(req, res);
      const sent: Sent[] = [];
      sentBy.set(id, sent);
      return requests.run(sent, () => answer(req, res));
    },
  });
  const routes = endOfNotes();
  const watched = noteStatements(requests);
  const models = join(at.database.home, 'models');
  for (const [id, line] of [
    ['tiny', 'tiny'],
    ['tiny-b', 'tiny'],
    ['spare', 'spare'],
  ] as const) {
    const named = (manifest: Manifest) => ({ ...withEmbedding(manifest), id, line });
    await writeHandMadeModel(join(models, id), named, { head: headWithEmbedding() });
  }
  await mkdir(join(at.database.home, 'slides'), { recursive: true });
  const image = join(at.database.home, 'slides', `${'0'.repeat(64)}.tiff`);
  await drawDemoSlide({ path: image, seed: 1, texture: 'sheet', widthPx: 640, heightPx: 512 });

  // A code of one letter would be found in any text.
  await at.owner.query(
    `update portal.centre c set code = 'CENTRE-' || case s.code when 'OTHER' then 'X' else '' end || c.code
     from portal.study s where s.id = c.study_id`,
  );
  const places = await at.owner.query<{ studyId: number; study: string; centreId: number; centre: string }>(
    `select s.id as "studyId", s.code as study, c.id as "centreId", c.code as centre
     from portal.centre c join portal.study s on s.id = c.study_id order by s.code desc, c.code`,
  );
  const placeOf = (inStudy: string, centre: string) =>
    places.rows.find((place) => place.study === inStudy && place.centre === centre)!;
  const plant = async (
    inStudy: string,
    centre: string,
    mark: string,
    fields?: Awaited<ReturnType<typeof plantFields>>,
  ) => {
    const place = placeOf(inStudy, centre);
    return plantWorld(at.owner, place, mark, fields ?? (await plantFields(at.owner, place.studyId, mark)));
  };
  await plantStudy(at.owner, 'OTHER', 'canary-x');
  await plantStudy(at.owner, study, 'canary-a');
  const a = await plant(study, 'CENTRE-A', 'canary-a');
  const b = await plant(study, 'CENTRE-B', 'canary-b', a);
  const x = await plant('OTHER', 'CENTRE-XA', 'canary-x');
  for (const { mark, study: inStudy, centre } of [a, b, x]) {
    await plantCohort(at.owner, placeOf(inStudy, centre).centreId, mark);
  }

  const unmarked = await markEverything(
    at.owner,
    [a, b, x].map(({ mark, study: inStudy, centre }) => ({ mark, centreId: placeOf(inStudy, centre).centreId })),
  );

  /** An account with a session, and without a password: nobody has to sign in for a walk. */
  async function account(name: string): Promise<{ userId: string; cookie: string }> {
    const userId = randomUUID();
    const token = randomUUID();
    await at.owner.query(
      `insert into auth."user" (id, name, email, "emailVerified") values ($1, $2, $2 || '@site.org', true)`,
      [userId, name],
    );
    await at.owner.query(
      `insert into auth.session (id, token, "userId", "expiresAt", "updatedAt") values (gen_random_uuid(), $1, $2, now() + interval '1 day', now())`,
      [token, userId],
    );
    const signature = createHmac('sha256', at.auth.cookie.secret).update(token).digest('base64');
    return { userId, cookie: `${at.auth.cookie.name}=${encodeURIComponent(`${token}.${signature}`)}` };
  }
  const memberships = (userId: string, role: Role, inStudy: string, centre: string | null) =>
    roles[role].reach === 'portal'
      ? at.owner.query('insert into portal.portal_administrator (user_id) values ($1)', [userId])
      : at.owner.query(
          `insert into portal.membership (user_id, study_id, role, centre_id)
           select $1, s.id, $2, c.id from portal.study s left join portal.centre c on c.study_id = s.id and c.code = $4
           where s.code = $3`,
          [userId, role, inStudy, centre],
        );

  async function persona(name: string, role: Role, home: World): Promise<Persona> {
    const { userId, cookie } = await account(name);
    const { reach } = roles[role];
    const isOfCentre = reach === 'centre' || reach === 'either';
    await memberships(userId, role, home.study, isOfCentre ? home.centre : null);
    const foreign = [a, b, x].filter((world) => world !== home && (isOfCentre || world.study !== home.study));
    return {
      name,
      role,
      userId,
      cookie,
      home,
      foreign,
      mayKnow: reach === 'portal' ? ofPortal : ofStudy,
      mayKnowIds: reach === 'portal' ? idsOfPortal : [],
    };
  }
  const personas: Persona[] = [];
  for (const role of roleNames) personas.push(await persona(role, role, a));
  personas.push(await persona('staff of B', 'staff', b));

  const idOf = (role: Role) => personas.find((one) => one.role === role)!.userId;
  /** Makes the case of a world of A the reader's, of which one reading is, and the adjudicator's, who has the last word. */
  async function giveReadings({ readingCase }: World): Promise<void> {
    await at.owner.query(`set session_replication_role = replica`);
    await at.owner.query(`update portal.reading_case set reader_ids = array[$2, 'y'], adjudicator_id = $3 where id = $1`, [readingCase, idOf('reader'), idOf('adjudicator')]); // prettier-ignore
    await at.owner.query(
      `update portal.reading set user_id = case slot when 'first' then $2 when 'second' then 'y' else $3 end where case_id = $1`,
      [readingCase, idOf('reader'), idOf('adjudicator')],
    );
    await at.owner.query(`set session_replication_role = origin`);
  }
  await giveReadings(a);

  /** Whoever may do everything in the study of A, to show that an operation reaches its rows at all. */
  const master = await account('master');
  await memberships(master.userId, 'administrator', study, null);
  await memberships(master.userId, 'portalAdministrator', study, null);
  // Identities are of a centre alone.
  await memberships(master.userId, 'staff', study, 'CENTRE-A');

  await at.owner.query('analyze');
  const tables = await at.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'centre_id'
     where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' order by 1`,
  );
  // A snapshot that somebody makes of the study keeps rows of every centre.
  const kept = ['frozen_subject', 'snapshot_subject', 'frozen_part', 'snapshot_part'];
  const ofCentre = tables.rows.map(({ name }) => name).filter((name) => !kept.includes(name));
  const spare: World[] = [];
  let planted = 0;
  let asked = 0;
  /** One request, with the statements that it sent. */
  async function send(cookie: string | null, { method, path, headers = {}, body }: RouteCall): Promise<Answer> {
    const id = String((asked += 1));
    const answer = await fetch(at.base + path, {
      method,
      headers: { 'x-walk': id, ...(cookie === null ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    const sent = sentBy.get(id) ?? [];
    sentBy.delete(id);
    // Uploads name what they are for in base64.
    const metadata = (headers['upload-metadata'] ?? '')
      .split(/[ ,]/)
      .map((part) => Buffer.from(part, 'base64').toString());
    return { status: answer.status, text, sent, asked: [decoded(path), body, ...metadata].join(' ') };
  }

  return {
    ...at,
    routes,
    worlds: { a, b, x },
    missing: missingWorld(a),
    personas,
    master,
    giveReadings,
    /** Gives everybody this password, by which they can sign. */
    async givePassword(password: string): Promise<void> {
      await at.owner.query(
        `insert into auth.account (id, "userId", "accountId", "providerId", password, "createdAt", "updatedAt")
         select gen_random_uuid()::text, id, id, 'credential', $1, now(), now() from unnest($2::text[]) id`,
        [await hashPassword(password), personas.map(({ userId }) => userId)],
      );
    },
    /** Lets the numbers of both centres of the study be asked for, protected. */
    async shareNumbers(): Promise<void> {
      await at.owner.query(
        `begin; select set_config('app.user_id', 'x', true); update portal.study set crosses_centres = true, minimum_centres = 2 where code = '${study}'; commit`,
      );
    },
    /** Gives somebody the uploads of every world: what is refused then is refused for its centre. */
    async giveUploads({ userId }: { readonly userId: string }): Promise<void> {
      await at.owner.query('update portal.slide_upload set user_id = $1', [userId]);
    },
    /** What is stored of a world: what must not change when others ask. Who runs the portal may change its people, which its trail says. */
    async stored({ centre, study: inStudy }: World, isWithoutPeople = false): Promise<Record<string, string>> {
      const { centreId } = placeOf(inStudy, centre);
      const tables = ofCentre.filter((name) => !isWithoutPeople || !ofPeople.includes(name));
      const sums = tables.map(
        (name) =>
          `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum
           from portal.${name} t where centre_id = $1`,
      );
      const { rows } = await at.owner.query<{ name: string; sum: string }>(sums.join(' union all '), [centreId]);
      return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
    },
    send,
    unmarked,
    /** Another world beside A's, for what changes it: forty are planted by the statements of one. */
    async anotherOwn(hasOwnFields = false): Promise<World> {
      const mark = () => `canary-a${(planted += 1)}`;
      if (hasOwnFields) return plant(study, 'CENTRE-A', mark());
      if (spare.length === 0)
        spare.push(...(await plantWorlds(at.owner, placeOf(study, 'CENTRE-A'), Array.from({ length: 40 }, mark), a)));
      return spare.pop()!;
    },
    operations: () => asked,
    async close(): Promise<void> {
      watched.mockRestore();
      await at.close();
    },
  };
}

export type Doors = Awaited<ReturnType<typeof openDoors>>;

/** As it was before it was encoded, if it was: a spoiled one may break off within a character. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What whoever runs the portal may change. */
const ofPeople = ['membership', 'invitation', 'audit_entry'];

type Query = (this: Client, ...given: unknown[]) => unknown;

/** Every statement of every connection, under the request in whose course it is sent. */
function noteStatements(requests: AsyncLocalStorage<Sent[]>) {
  const { query } = Client.prototype as unknown as { query: Query };
  return vi.spyOn(Client.prototype as unknown as { query: Query }, 'query').mockImplementation(function (
    this: Client,
    ...given
  ) {
    const sent = requests.getStore();
    const result = query.apply(this, given);
    if (sent === undefined) return result;
    const [first] = given as [string | { text?: string; name?: string }];
    const one: Sent = { text: typeof first === 'string' ? first : (first.name ?? first.text ?? 'copy'), rows: null };
    sent.push(one);
    if (result instanceof Promise) {
      result.then(
        ({ rowCount }: { rowCount: number | null }) => (one.rows = rowCount),
        () => (one.rows = -1),
      );
    }
    return result;
  });
}
