import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretOf } from '../../../apps/api/src/db/secrets.ts';
import { disableAccount } from '../../../apps/api/src/modules/auth/accounts.ts';
import { createAuth, type PortalAuth } from '../../../apps/api/src/modules/auth/create-auth.ts';
import { type ApiAlone, startApiAlone } from '../api-alone.ts';

/** What is under way must end within this time after access to it ends. */
const patienceMs = 2_500;

let api: ApiAlone;
let base: string;
let accounts: PortalAuth;
let runId: string;
let slideId: string;

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base, ...headers },
    body: JSON.stringify(body),
  });

async function signIn(email: string): Promise<string> {
  const answer = await post('/api/auth/sign-in/email', { email, password: api.password });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

/** A run that no worker will ever take: its stream has no end of its own. */
async function addWaitingRun(): Promise<{ runId: string; slideId: string }> {
  const owner = new pg.Client({ connectionString: api.urls.ownerUrl });
  await owner.connect();
  await owner.query('begin');
  await owner.query(`select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true)`);
  const { rows } = await owner.query<{ runId: string; slideId: string }>(
    `insert into portal.inference (slide_id, centre_id, patient_id, model_id, provider_asked, requested_by, updated_by)
     select l.id, l.centre_id, l.patient_id, 'haim', 'cpu', 'test', 'test'
     from portal.slide l join portal.centre c on c.id = l.centre_id where c.code = 'NFH' limit 1
     returning id as "runId", slide_id as "slideId"`,
  );
  await owner.query('commit');
  await owner.end();
  return rows[0]!;
}

/** The stream of the run's progress, after its first event. */
async function openStream(cookie: string): Promise<{ ended: Promise<number> }> {
  const query = `subscription { inferenceProgress(id: "${runId}") { status } }`;
  const answer = await post('/graphql/stream', { query }, { cookie, accept: 'text/event-stream' });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; !text.includes('"queued"');) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended before its first event: ${text}`);
    text += value;
  }
  const drain = async (): Promise<number> => {
    try {
      while (!(await reader.read()).done);
    } catch {
      // Cut.
    }
    return performance.now();
  };
  return { ended: drain() };
}

/** A file under way, of which only the first bytes were sent. */
async function openUpload(cookie: string): Promise<{ ended: Promise<number> }> {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const tus = { 'tus-resumable': '1.0.0', cookie, origin: base };
  const made = await fetch(`${base}/api/uploads`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': '1000000', 'upload-metadata': `slide ${encode(slideId)}` },
  });
  expect(made.status).toBe(201);
  const location = new URL(made.headers.get('location')!, base);
  const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  const sending = http.request(location, { method: 'PATCH', headers });
  const ended = new Promise<number>((resolve) => {
    for (const event of ['error', 'close'] as const) sending.once(event, () => resolve(performance.now()));
  });
  sending.write(Buffer.alloc(1_000));
  await wait(500);
  return { ended };
}

async function endsSoon({ ended }: { ended: Promise<number> }, deed: () => Promise<unknown>): Promise<void> {
  await deed();
  const began = performance.now();
  const took = await Promise.race([ended.then((at) => at - began), wait(patienceMs + 1_000, Infinity)]);
  expect(took).toBeLessThan(patienceMs);
}

beforeAll(async () => {
  api = await startApiAlone();
  base = `http://localhost:${api.port}`;
  const secret = secretOf(api.home, 'session-signing');
  accounts = createAuth({ authUrl: api.urls.authUrl, secret, publicUrl: base });
  ({ runId, slideId } = await addWaitingRun());
}, 120_000);

afterAll(async () => {
  await accounts?.close();
  await api?.close();
});

describe.each([
  ['a stream of progress', openStream],
  ['a file on its way', openUpload],
])('%s', (_, open) => {
  it('ends with signing out', async () => {
    const cookie = await signIn('staff.nfh@demo.local');
    await endsSoon(await open(cookie), () => post('/api/auth/sign-out', {}, { cookie }));
  });

  it('ends with a new password', async () => {
    const [own, other] = [await signIn('staff.nfh@demo.local'), await signIn('staff.nfh@demo.local')];
    const body = { currentPassword: api.password, newPassword: api.password };
    await endsSoon(await open(other), () => post('/api/auth/change-password', body, { cookie: own }));
  });
});

it('a stream ends when its account is disabled', async () => {
  const cookie = await signIn('staff.nfh@demo.local');
  await endsSoon(await openStream(cookie), () => disableAccount(accounts, 'staff.nfh@demo.local'));
});
