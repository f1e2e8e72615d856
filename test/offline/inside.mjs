// In a folder with an unpacked bundle and no network: start, sign in, score a slide, back up, destroy, restore, and every
// number is the same. Run by the bundle's own Node; see run.mjs.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const folder = process.cwd();
const home = path.join(folder, '../home');
const backups = path.join(folder, '../backups/');
const key = path.join(folder, '../backup.key');
const port = 3000;
const password = 'no network at all 2026';
const address = `http://localhost:${port}`;
const settings = { ...process.env, PORTAL_HOME: home, PORTAL_PORT: String(port), PORTAL_DEMO_PASSWORD: password };
const began = Date.now();
const say = (line) => console.log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${line}`);

async function needNoNetwork() {
  assert.notEqual(process.getuid(), 0, 'runs as root');
  assert.equal(readFileSync('/proc/net/route', 'utf8').trim().split('\n').length, 1, 'there is a route');
  const reason = await new Promise((resolve) => {
    const socket = net.connect({ host: '192.0.2.1', port: 443 }, () => resolve('connected'));
    socket.once('error', ({ code }) => resolve(code));
  });
  assert.equal(reason, 'ENETUNREACH');
}

function command(...args) {
  const { status, stdout, stderr } = spawnSync('./portal', args, { env: settings, encoding: 'utf8' });
  assert.equal(status, 0, `portal ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout.trim();
}

async function start() {
  const portal = spawn('./portal', ['start'], { env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  process.once('exit', () => portal.kill('SIGTERM'));
  const ended = new Promise((resolve) => portal.once('close', resolve));
  await new Promise((resolve, reject) => {
    for (const stream of [portal.stdout, portal.stderr]) {
      stream.on('data', (text) => {
        words += text;
        if (words.includes(' Ready\n')) resolve();
      });
    }
    void ended.then(() => reject(new Error(words)));
  });
  return async () => {
    portal.kill('SIGTERM');
    assert.equal(await ended, 0, words);
  };
}

async function signIn(email) {
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ email, password }),
  });
  assert.equal(answer.status, 200, await answer.text());
  return answer.headers.getSetCookie()[0].split(';')[0];
}

async function ask(cookie, query, variables = {}) {
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address, cookie },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function until(what, look) {
  for (const end = Date.now() + 400_000; Date.now() < end; await wait(500)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`${what} did not come`);
}

const ofSlides = `{ models { id usable } slides(study: "HAIC-DEMO") { id file { sha256 synthetic } inferences { id status prps } } }`;

/** A slide of the demonstration, drawn here, scored by the model that came with it. */
async function score(cookie) {
  const slide = await until('a drawn slide', async () => {
    const { models, slides } = await ask(cookie, ofSlides);
    return models.some(({ usable }) => usable) && slides.find(({ file }) => file?.synthetic);
  });
  const { runInference } = await ask(
    cookie,
    `mutation ($slide: ID!) { runInference(slideId: $slide, modelId: "haim", provider: cpu) { id } }`,
    { slide: slide.id },
  );
  return until('the score', async () => {
    const { inference } = await ask(cookie, `query ($id: ID!) { inference(id: $id) { status prps } }`, runInference);
    assert.notEqual(inference.status, 'failed');
    return inference.status === 'done' && inference;
  });
}

/** What people read: curves with their tests, scores, who has signed in, whether the trail is whole. */
async function numbers() {
  const cookie = await signIn('investigator@demo.local');
  const staff = await signIn('staff.fahsyu@demo.local');
  const survival = await ask(
    cookie,
    `{ OS: survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm") { ...all } PFS: survival(study: "HAIC-DEMO", endpoint: PFS, groupBy: "arm") { ...all } }
     fragment all on SurvivalAnalysis { n dataVersion curves { label n events medianDays days survival } logRank { pValue } hazardRatios { hazardRatio lower upper pValue } }`,
  );
  const { slides } = await ask(staff, ofSlides);
  const page = await fetch(`${address}/sign-in`);
  assert.equal(page.status, 200);
  return { survival, slides, figure: figure() };
}

/** The values of a figure that is drawn without a browser. */
function figure() {
  const out = path.join(folder, '../figure');
  rmSync(out, { recursive: true, force: true });
  command('figure', 'survival', '--study', 'HAIC-DEMO', '--out', out);
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
  assert.ok(
    files.some((name) => name.endsWith('.svg')),
    files.join(' '),
  );
  const values = files.filter((name) => name.endsWith('.csv'));
  assert.ok(values.length > 0, files.join(' '));
  return values.map((name) => [name, readFileSync(path.join(out, name), 'utf8')]);
}

await needNoNetwork();
say('No network, an ordinary user');
let stop = await start();
say('Started');
const scored = await score(await signIn('staff.fahsyu@demo.local'));
assert.ok(scored.prps > 0 && scored.prps < 1);
say(`A slide is scored: ${scored.prps}`);
// What is drawn beside the portal is finished, so that nothing changes between the two looks.
const all = 24;
const investigator = await signIn('investigator@demo.local');
await until('every slide', async () => {
  const { slides } = await ask(investigator, ofSlides);
  return slides.filter(({ file }) => file?.synthetic).length >= all;
});
const before = await numbers();
assert.ok(before.survival.OS.n > 300 && before.slides.some(({ inferences }) => inferences.length > 0));
command('backup', 'key', key);
say(command('backup', backups, '--slides', '--key', key).replaceAll('\n', '; '));
await stop();
rmSync(home, { recursive: true });
say('Destroyed');
say(command('backup', 'verify', backups, '--key', key).split('\n')[0]);
command('restore', backups, '--into', home, '--key', key);
say('Restored');
stop = await start();
assert.deepEqual(await numbers(), before);
say('Every number is the same');
for (const line of command('audit', 'verify').split('\n')) say(`Audit: ${line}`);
await stop();
say('Stopped');
