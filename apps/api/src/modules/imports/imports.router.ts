import { type Request, Router } from 'express';
import { createReadStream } from 'node:fs';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { asEncoding } from '../../tables/index.ts';
import { withTemporaryFolder } from '../../temporary-folder.ts';
import { type ImportReport } from './import-report.ts';
import { type ImportService, mayImport } from './import.service.ts';
import { receiveUpload } from './receive-upload.ts';

export interface ImportsRouterOptions {
  readonly imports: ImportService;
  readonly askerOf: AskerOf;
  /** PORTAL_HOME: uploads lie below it while they are read. */
  readonly home: string;
}

/**
 * POST /{study}, multipart: `file` (CSV) and, where its headings are not the portal's own, `map` (JSON). In the query
 * `dryRun` (without dryRun=false nothing is kept), `encoding` where the file's is in doubt, and `blankEmpty=true` where
 * an empty cell is to clear what is stored. Answers with the import report, or with an error that states what is wrong.
 */
export function importsRouter({ imports, askerOf, home }: ImportsRouterOptions): Router {
  async function answer(req: Request<{ study: string }>): Promise<ImportReport> {
    const asker = await signedIn(askerOf, req);
    const { study } = req.params;
    // Before any of the file is received: someone who may not import should not send 200 MB.
    mayImport(asker, study);
    const { dryRun, encoding, blankEmpty } = req.query;
    const options = {
      study,
      dryRun: dryRun !== 'false',
      encoding: typeof encoding === 'string' ? asEncoding(encoding) : null,
      blankEmpty: blankEmpty === 'true',
    };
    return withTemporaryFolder(home, 'import', async (folder) => {
      const { fileName, path, map } = await receiveUpload(req, folder);
      return imports.run(asker, { ...options, fileName, map, file: () => createReadStream(path) });
    });
  }

  const router = Router();
  router.post('/:study', async (req, res) => {
    res.json(await answer(req));
  });
  return router;
}
