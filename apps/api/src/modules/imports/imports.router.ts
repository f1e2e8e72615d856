import { cellKinds, type ImportLook } from '@haim/schema';
import { type Request, type Response, Router } from 'express';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Asker, type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput } from '../../context/portal-error.ts';
import { OfOneAccount } from '../../of-one-account.ts';
import { asEncoding, type Encoding, fileAt } from '../../tables/index.ts';
import { temporaryFolder, withTemporaryFolder } from '../../temporary-folder.ts';
import { CellSpool } from './checks/cell-spool.ts';
import { correctedFile } from './checks/corrected-file.ts';
import { type HeldCheck, HeldChecks } from './checks/held-checks.ts';
import { type ImportLookService } from './import-look.service.ts';
import { type ImportReport } from './import-report.ts';
import { type ImportService, mayImport } from './import.service.ts';
import { type ReceivedParts, receiveParts, receiveUpload } from './receive-upload.ts';

/** Of one person: one that is checked, one whose check has just been given up, and those of a second window. */
const MOST_OF_ONE = 4;

export interface ImportsRouterOptions {
  readonly imports: ImportService;
  readonly looks: ImportLookService;
  readonly askerOf: AskerOf;
  /** PORTAL_HOME: uploads lie below it while they are read. */
  readonly home: string;
}

type OfStudy = Request<{ study: string }>;
type OfCheck = Request<{ study: string; check: string }>;

/**
 * POST /{study}, multipart: `file` (a table in any format that is read here, or a ZIP archive of tables) and, where its headings are not the portal's own, `map` (JSON). In the query
 * `dryRun` (without dryRun=false nothing is kept), `encoding` where the file's is in doubt, and `blankEmpty=true` where
 * an empty cell is to clear what is stored, `remember=true` where the next file with these columns begins with the mapping. Answers with the import report, or with an error that states what is wrong;
 * TOO_MANY_REQUESTS while four files of the same person are read. Whoever closes the connection ends a dry run; an import of which the whole file has arrived is carried out.
 *
 * With `hold=true` a check holds the file for whoever sent it: the report names it (`check`), and POST /{study}/checks/{check} takes the same without `file`. `corrections` (JSON) are
 * cells to be imported with another text, and rows to be left out. GET …/cells?kind=&page= is a page of what the check found, GET …/corrected the file as it was corrected.
 */
export function importsRouter({ imports, looks, askerOf, home }: ImportsRouterOptions): Router {
  const checks = new HeldChecks();
  const ofOne = new OfOneAccount(MOST_OF_ONE, 'files of yours are still being read: wait for them');

  async function answer(req: OfStudy, gone: AbortSignal): Promise<ImportReport> {
    const asker = await signedIn(askerOf, req);
    // Before any of the file is received: someone who may not import should not send 200 MB.
    mayImport(asker, req.params.study);
    return ofOne.during(asker.userId, () => read(req, asker, gone));
  }

  async function read(req: OfStudy, asker: Asker, gone: AbortSignal): Promise<ImportReport> {
    const { study } = req.params;
    if (req.query['hold'] !== 'true') {
      return withTemporaryFolder(home, 'import', async (folder) => {
        const { fileName, path, ...parts } = await receiveUpload(req, folder);
        return imports.run(asker, { ...asked(req), ...parts, gone, file: await fileAt(path, fileName) });
      });
    }
    const folder = await temporaryFolder(home, 'import');
    try {
      const { fileName, path, ...parts } = await receiveUpload(req, folder);
      const cells = await spoolIn(folder);
      const report = await imports.run(asker, {
        ...{ ...asked(req), ...parts, cells, gone },
        ...{ dryRun: true, file: await fileAt(path, fileName) },
      });
      const held = { userId: asker.userId, study, fileName, folder, path, cells, corrections: parts.corrections };
      return { ...report, check: await checks.hold({ ...held, encoding: asked(req).encoding }) };
    } catch (cause) {
      await rm(folder, { recursive: true, force: true });
      throw cause;
    }
  }

  /** The file is here already. */
  async function again(req: OfCheck, gone: AbortSignal): Promise<ImportReport> {
    const { asker, held } = await heldBy(req);
    return ofOne.during(asker.userId, () => readAgain(req, asker, held, gone));
  }

  async function readAgain(req: OfCheck, asker: Asker, held: HeldCheck, gone: AbortSignal): Promise<ImportReport> {
    const parts: ReceivedParts = await receiveParts(req);
    const request = { ...asked(req), ...parts, encoding: held.encoding, file: await fileAt(held.path, held.fileName) };
    if (!request.dryRun) {
      const report = await imports.run(asker, request);
      if (report.committed) await checks.release(held.id);
      return report;
    }
    const cells = await spoolIn(held.folder);
    const report = await imports.run(asker, { ...request, cells, gone });
    checks.renew(held, { cells, corrections: parts.corrections });
    return { ...report, check: held.id };
  }

  async function heldBy(req: OfCheck): Promise<{ asker: Asker; held: HeldCheck }> {
    const asker = await signedIn(askerOf, req);
    const { study, check } = req.params;
    mayImport(asker, study);
    return { asker, held: checks.of(asker.userId, study, check) };
  }

  async function look(req: OfStudy, gone: AbortSignal): Promise<ImportLook> {
    const asker = await signedIn(askerOf, req);
    const { study } = req.params;
    mayImport(asker, study);
    const encoding = namedBy(req.query['encoding']);
    return ofOne.during(asker.userId, () =>
      withTemporaryFolder(home, 'import', async (folder) => {
        const { fileName, path } = await receiveUpload(req, folder);
        return looks.look(asker, { study, encoding, gone, file: await fileAt(path, fileName) });
      }),
    );
  }

  const router = Router();
  router.post('/:study', async (req, res) => {
    res.json(await answer(req, goneFrom(res)));
  });
  // What the file holds, and a mapping to begin with: nothing is checked or written.
  router.post('/:study/look', async (req, res) => {
    res.json(await look(req, goneFrom(res)));
  });
  router.post('/:study/checks/:check', async (req: OfCheck, res: Response) => {
    res.json(await again(req, goneFrom(res)));
  });
  router.get('/:study/checks/:check/cells', async (req: OfCheck, res: Response) => {
    const { held } = await heldBy(req);
    const kind = cellKinds.find((known) => known === req.query['kind']);
    const page = Number(req.query['page'] ?? 0);
    if (!kind) throw badInput(`kind must be one of ${cellKinds.join(', ')}`);
    if (!Number.isSafeInteger(page) || page < 0) throw badInput('page must be a number from 0');
    res.set('cache-control', 'no-store').json(await held.cells.page(kind, page));
  });
  router.get('/:study/checks/:check/corrected', async (req: OfCheck, res: Response) => {
    const { held } = await heldBy(req);
    const file = await fileAt(held.path, held.fileName);
    const { name, type, content } = await correctedFile(file, held.encoding, held.corrections);
    res.set('cache-control', 'no-store').type(type).attachment(name);
    await pipeline(content, res).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });
  return router;
}

/** Aborted when the sender closes the connection before the answer. */
function goneFrom(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  return gone.signal;
}

function asked(req: Request<{ study: string }>) {
  const { dryRun, encoding, blankEmpty, remember } = req.query;
  return {
    study: req.params.study,
    dryRun: dryRun !== 'false',
    encoding: namedBy(encoding),
    blankEmpty: blankEmpty === 'true',
    remember: remember === 'true',
  };
}

async function spoolIn(folder: string): Promise<CellSpool> {
  return new CellSpool(await mkdtemp(join(folder, 'cells-')));
}

function namedBy(encoding: unknown): Encoding | null {
  return typeof encoding === 'string' ? asEncoding(encoding) : null;
}
