import { type ExportMessage } from '@haim/schema';
import AdmZip from 'adm-zip';
import express from 'express';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { withoutRight } from '../../context/portal-error.ts';
import { answerErrors } from '../../http/refusal.ts';
import { ExportFiles } from './export-files.ts';
import { type ExportService } from './export.service.ts';
import { exportsRouter } from './exports.router.ts';

const home = mkdtempSync(path.join(tmpdir(), 'exports-'));
const person = (userId: string): Asker => ({ userId, name: userId, email: '', studies: [] });
let server: Server;
let base = '';
/** What the service is doing for the request under way. */
let write: (desk: {
  folder: string;
  signal: AbortSignal;
  onStep: (step: { done: number; of: number; name: string }) => void;
}) => Promise<void>;

beforeAll(async () => {
  const exports = {
    exporterOf: ({ asker }: { asker: Asker }) => {
      if (asker.userId === 'stranger') throw withoutRight('exportRecords');
    },
    make: async (_: unknown, __: string, ___: unknown, desk: Parameters<typeof write>[0]) => {
      await write(desk);
      return { files: [], patients: 3 };
    },
  } as unknown as ExportService;
  const app = express();
  const askerOf = ({ headers }: { headers: Record<string, unknown> }) =>
    Promise.resolve(person(String(headers['x-user'])));
  app.use(express.text({ type: () => true }));
  app.use('/api', exportsRouter({ exports, files: new ExportFiles(home), askerOf }));
  app.use(answerErrors);
  server = app.listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/studies/S/exports`;
});

afterAll(() => {
  server.close();
  rmSync(home, { recursive: true });
});

const asked = { format: 'csv', language: 'en', filter: null, snapshot: null, isIdentified: false, reason: null };

function order(user: string, body: object = asked, signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-user': user };
  return fetch(base, { method: 'POST', headers, body: JSON.stringify(body), ...(signal && { signal }) });
}

async function messages(answer: Response): Promise<ExportMessage[]> {
  return (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ExportMessage);
}

const get = (user: string, id: string, at = base) => fetch(`${at}/${id}`, { headers: { 'x-user': user } });
const left = () => readdirSync(path.join(home, 'tmp'));

describe('an export', () => {
  it('tells how far it is, and waits as an archive that its maker fetches once', async () => {
    write = async ({ folder, onStep }) => {
      onStep({ done: 0, of: 1, name: 'analysis' });
      writeFileSync(path.join(folder, 'analysis.csv'), 'centre,patient\r\nA,P1\r\n');
      writeFileSync(path.join(folder, 'README.md'), '# S');
    };
    const [step, file] = await messages(await order('ada'));
    expect(step).toEqual({ kind: 'step', done: 0, of: 1, name: 'analysis' });
    if (file?.kind !== 'file') throw new Error('there is no file');
    expect(file).toMatchObject({ name: expect.stringMatching(/^S-csv-\d{4}-\d\d-\d\d\.zip$/) as string, rows: 3 });
    // Neither another person nor another study has it, and asking so does not use it up.
    expect((await get('bob', file.id)).status).toBe(404);
    expect((await get('ada', file.id, base.replace('/S/', '/T/'))).status).toBe(404);
    const answer = await get('ada', file.id);
    expect(answer.headers.get('content-disposition')).toContain(file.name);
    const archive = new AdmZip(Buffer.from(await answer.arrayBuffer()));
    const [readme, analysis] = archive.getEntries();
    expect([readme?.entryName, analysis?.entryName].map((name) => name?.split('/')[1])).toEqual([
      'README.md',
      'analysis.csv',
    ]);
    expect(analysis?.getData().toString()).toBe('centre,patient\r\nA,P1\r\n');
    expect((await get('ada', file.id)).status).toBe(404);
    await expect.poll(left).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled or fails', async () => {
    const leaving = new AbortController();
    let begun!: () => void;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    let ended!: (reason: unknown) => void;
    const hasEnded = new Promise((resolve) => (ended = resolve));
    write = ({ signal }) =>
      new Promise((_, reject) => {
        begun();
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
          ended(signal.reason);
        });
      });
    const answer = order('ada', asked, leaving.signal).then((got) => got.text());
    await hasBegun;
    leaving.abort();
    await expect(answer).rejects.toThrow();
    expect(await hasEnded).toMatchObject({ message: 'the client has gone' });
    write = () => Promise.reject(new Error('a secret of the database'));
    expect(await messages(await order('ada'))).toEqual([
      { kind: 'refused', code: 'INTERNAL_SERVER_ERROR', message: 'the export could not be made' },
    ]);
    await expect.poll(left).toEqual([]);
  });

  it('is not begun for those without the right, or without saying what is wanted', async () => {
    expect((await order('stranger')).status).toBe(403);
    const strange = await order('ada', { ...asked, format: 'pdf' });
    expect([strange.status, await strange.json()]).toEqual([
      400,
      expect.objectContaining({ message: expect.stringContaining('format') as string }),
    ]);
    const filter = await order('ada', { ...asked, filter: { variable: 'nobody', in: ['x'] } });
    expect([filter.status, ((await filter.json()) as { code: string }).code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});
