import busboy from 'busboy';
import { type Request, Router } from 'express';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { type AskerOf } from '../../context/create-context.ts';
import { badInput, PortalError } from '../../context/portal-error.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type ImportMap, readImportMap } from './import-map.ts';
import { ImportService } from './import.service.ts';

const LARGEST_FILE = 200 * 1024 * 1024;
const LARGEST_MAP = 1024 * 1024;

const statusOf: Partial<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
};

/**
 * POST /{study}?dryRun=true|false, multipart: `file` (CSV) and, where its headings are not the portal's own, `map` (JSON).
 * Without dryRun=false nothing is kept. Answers with the import report.
 */
export function importsRouter({ db, home, askerOf }: { db: StudyDb; home: string; askerOf: AskerOf }): Router {
  const imports = new ImportService(db);
  const router = Router();
  router.post('/:study', async (req, res, next) => {
    const folder = await temporaryFolder(home, 'import');
    try {
      const asker = await askerOf(req);
      if (!asker) throw new PortalError('UNAUTHENTICATED', 'sign in first');
      // To disk first: a slow line would else hold the transaction open for as long as it takes.
      const { fileName, path, map } = await receive(req, folder);
      const dryRun = req.query['dryRun'] !== 'false';
      const file = createReadStream(path);
      res.json(await imports.run(asker, { study: req.params.study, fileName, file, map, dryRun }));
    } catch (cause) {
      if (!(cause instanceof PortalError)) return next(cause);
      res.status(statusOf[cause.code] ?? 500).json({ error: { code: cause.code, message: cause.message } });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  return router;
}

interface Received {
  readonly fileName: string;
  readonly path: string;
  readonly map: ImportMap | null;
}

async function receive(req: Request, folder: string): Promise<Received> {
  let form: busboy.Busboy;
  try {
    form = busboy({ headers: req.headers, limits: { files: 2, fields: 0, fileSize: LARGEST_FILE } });
  } catch {
    throw badInput('send the file as multipart/form-data with a part named "file"');
  }
  const path = join(folder, 'file.csv');
  const work: Promise<void>[] = [];
  let fileName: string | null = null;
  let mapText: string | null = null;
  form.on('file', (part, stream, { filename }) => {
    if (part === 'file') {
      fileName = filename.slice(0, 120);
      stream.once('limit', () => stream.destroy(badInput(`the file is larger than ${LARGEST_FILE / 1024 / 1024} MB`)));
      work.push(pipeline(stream, createWriteStream(path)));
    } else if (part === 'map') {
      work.push(
        text(stream).then((json) => {
          if (json.length > LARGEST_MAP) throw badInput('the mapping is larger than 1 MB');
          mapText = json;
        }),
      );
    } else {
      stream.resume();
    }
  });
  // A part that fails must not go unheard while the rest still arrives.
  await pipeline(req, form).catch((cause: unknown) => {
    throw cause instanceof PortalError ? cause : badInput('the upload broke off; send it again');
  });
  await Promise.all(work);
  if (fileName === null) throw badInput('the upload has no part named "file"');
  return { fileName, path, map: mapText === null ? null : readImportMap(mapText) };
}
