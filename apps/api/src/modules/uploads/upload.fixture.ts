// For tests: an API that accepts uploads, over a database with the demonstration, and the clients that send to it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { drawDemoSlide } from '@haim/ml';
import { type SlideUpload } from '@haim/schema';
import express from 'express';
import { type DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { answerErrors } from '../../http/refusal.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { RecordService } from '../patients/record.service.ts';
import { operatorOf, portalItself } from '../studies/membership.query.ts';
import { SlideFiles } from '../slides/index.ts';
import { uploadsRouter } from './upload.router.ts';
import { UploadService } from './upload.service.ts';

export interface OpenSlide {
  readonly id: string;
  readonly barcode: string;
  readonly patient: string;
  readonly centre: string;
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const encode = (metadata: Record<string, string>): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');

const idOf = (answer: Response): string => answer.headers.get('location')!.split('/').at(-1)!;

export const refusalOf = async (answer: Response): Promise<{ status: number; code: string; message: string }> => ({
  status: answer.status,
  ...((await answer.json()) as { code: string; message: string }),
});

/** One API with an empty home for each test of a file. `people` send by their name; `staff` and `colleague` are of NFH. */
export class UploadsUnderTest {
  db!: StudyDb;
  operator!: Asker;
  people!: Record<string, Asker>;
  /** People whose membership has ended by the time a file is to be attached. */
  readonly withdrawn = new Set<string>();
  /** The folder of the tests' own files. */
  folder!: string;
  /** Two valid slides. */
  drawn!: Buffer;
  other!: Buffer;
  /** Records without an image. */
  slides: OpenSlide[] = [];
  home!: string;
  private dataSource!: DataSource;
  private database!: Awaited<ReturnType<typeof openDatabaseForTests>>;
  private running: { readonly uploads: UploadService; readonly server: http.Server } | null = null;
  private reserveBytes = 0;

  constructor() {
    beforeAll(() => this.prepare());
    beforeEach(async () => {
      await this.forget();
      await this.open(await mkdtemp(join(this.folder, 'home-')));
    });
    afterEach(() => this.stop());
    afterAll(async () => {
      await this.dataSource?.destroy();
      await this.database?.close();
      if (this.folder) await rm(this.folder, { recursive: true, force: true });
    });
  }

  /** Starts the API over a home; a new process over the same one, if it is the same. */
  async open(home: string, { reserveBytes = 0 } = {}): Promise<void> {
    Object.assign(this, { home, reserveBytes });
    const uploads = new UploadService({
      db: this.db,
      records: new RecordService(this.db),
      home,
      slideFiles: new SlideFiles(join(home, 'slides')),
      reserveBytes,
      access: {
        portal: () => portalItself(this.dataSource, 'uploads'),
        person: async ({ userId }) => ({
          ...this.people[userId]!,
          ...(this.withdrawn.has(userId) ? { studies: [] } : {}),
        }),
      },
    });
    await uploads.open();
    const app = express();
    const askerOf = async ({ headers }: { headers: http.IncomingHttpHeaders }) =>
      this.people[String(headers['x-person'])] ?? null;
    app.use('/api/uploads', uploadsRouter({ uploads, askerOf })).use(answerErrors);
    const server = http.createServer({ keepAliveTimeout: 0 }, app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.running = { uploads, server };
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    const { uploads, server } = this.running;
    this.running = null;
    server.closeAllConnections();
    await uploads.close();
    await new Promise((resolve) => server.close(resolve));
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.open(this.home, { reserveBytes: this.reserveBytes });
  }

  base(): string {
    return `http://127.0.0.1:${(this.running!.server.address() as AddressInfo).port}/api/uploads`;
  }

  readonly ownSlide = (): OpenSlide => this.slides.find(({ centre }) => centre === 'NFH')!;
  readonly foreignSlide = (): OpenSlide => this.slides.find(({ centre }) => centre !== 'NFH')!;

  readonly call = (
    method: string,
    place: string,
    as: string | null,
    headers: Record<string, string> = {},
    body?: Buffer,
  ): Promise<Response> =>
    fetch(`${this.base()}${place}`, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...(as === null ? {} : { 'x-person': as }), ...headers },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });

  readonly begin = (as: string | null, bytes: number, metadata: Record<string, string>): Promise<Response> =>
    this.call('POST', '', as, { 'upload-length': String(bytes), 'upload-metadata': encode(metadata) });

  readonly patch = (as: string, id: string, offset: number, body: Buffer): Promise<Response> => {
    const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    return this.call('PATCH', `/${id}`, as, headers, body);
  };

  readonly started = async (as: string, bytes: number, metadata: Record<string, string>): Promise<string> => {
    const answer = await this.begin(as, bytes, metadata);
    expect(answer.status).toBe(201);
    return idOf(answer);
  };

  readonly ended = async (as: string, id: string): Promise<SlideUpload> => {
    for (const end = Date.now() + 20_000; ; await wait(50)) {
      const upload = (await (await this.call('GET', `/${id}`, as)).json()) as SlideUpload;
      if (upload.state === 'attached' || upload.state === 'refused') return upload;
      if (Date.now() > end) throw new Error(`still ${upload.state}`);
    }
  };

  readonly sent = async (as: string, file: Buffer, metadata: Record<string, string>): Promise<SlideUpload> => {
    const id = await this.started(as, file.length, metadata);
    expect((await this.patch(as, id, 0, file)).status).toBe(204);
    return this.ended(as, id);
  };

  readonly fileOf = async (slideId: string): Promise<{ sha256: string; updated_by: string } | undefined> => {
    const rows = await this.db.read(this.operator, (tx) =>
      tx.rows<{ sha256: string; updated_by: string }>(
        'select sha256, updated_by from portal.slide_file where slide_id = $1',
        [slideId],
      ),
    );
    return rows[0];
  };

  readonly waitingFiles = (): string[] => readdirSync(join(this.home, 'uploads'));

  private async prepare(): Promise<void> {
    this.database = await openDatabaseForTests();
    await loadDemonstration(this.database);
    this.dataSource = openDataSource(this.database.appUrl, 4);
    await this.dataSource.initialize();
    this.db = new StudyDb(this.dataSource);
    this.operator = (await operatorOf(this.dataSource, 'HAIC-DEMO', 'test'))!;
    this.folder = await mkdtemp(join(os.tmpdir(), 'portal-uploads-'));
    this.drawn = await this.draw(1);
    this.other = await this.draw(2);
    const centres: { id: number; code: string }[] = await this.dataSource.query('select id, code from portal.centre');
    const nfh = centres.find(({ code }) => code === 'NFH')!.id;
    const all = centres.map(({ id }) => id);
    const person = (userId: string, readCentres: number[], writeCentres: number[]): Asker => ({
      userId,
      name: userId,
      email: '',
      studies: [{ studyId: 1, studyCode: 'HAIC-DEMO', role: 'staff', readCentres, writeCentres }],
    });
    this.people = {
      staff: person('staff', [nfh], [nfh]),
      colleague: person('colleague', [nfh], [nfh]),
      reader: person('reader', all, []),
    };
  }

  private async draw(seed: number): Promise<Buffer> {
    const path = join(this.folder, `drawn-${seed}.tiff`);
    await drawDemoSlide({ path, seed, texture: 'sheet', widthPx: 640, heightPx: 512 });
    return readFileSync(path);
  }

  /** Removes the uploads of the previous test, and finds the records that have no image now. */
  private async forget(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `select set_config('app.user_id', 'test', true), set_config('app.read_centres', $1, true), set_config('app.write_centres', $1, true)`,
        [`{${this.operator.studies[0]!.readCentres.join(',')}}`],
      );
      await manager.query('delete from portal.slide_upload');
    });
    this.slides = await this.db.read(this.operator, (tx) =>
      tx.rows<OpenSlide>(
        `select s.id, s.barcode, p.code as patient, c.code as centre from portal.slide s
         join portal.patient p on p.id = s.patient_id join portal.centre c on c.id = s.centre_id
         left join portal.slide_file f on f.slide_id = s.id where f.id is null order by s.barcode`,
      ),
    );
  }
}
