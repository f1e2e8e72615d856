import { inBoth, say } from '@haim/schema';
import { isDicomFile, roiAreaMm2, roiLimits, type WrittenFormat } from '@haim/ml';
import { type Request, type Response, Router } from 'express';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput } from '../../context/portal-error.ts';
import { RequestRefused } from '../../http/refusal.ts';
import { asText, readBytes } from '../../http/request-bodies.ts';
import { type RoiImport } from './roi-import.ts';
import { type RoiService } from './roi.service.ts';

export interface RoisRouterOptions {
  readonly rois: RoiService;
  readonly askerOf: AskerOf;
}

const files: Readonly<Record<string, { format: WrittenFormat; type: string }>> = {
  'rois.asap.xml': { format: 'asap', type: 'application/xml' },
  'rois.imagescope.xml': { format: 'imagescope', type: 'application/xml' },
  'rois.ome.xml': { format: 'ome', type: 'application/xml' },
  'rois.dcm': { format: 'dicom', type: 'application/dicom' },
  'rois.sr.dcm': { format: 'dicom-report', type: 'application/dicom' },
  'rois.geojson': { format: 'qupath', type: 'application/geo+json' },
};

/**
 * Outlines as files of other programs, below a slide:
 *
 * GET `rois.asap.xml`, `rois.geojson`, `rois.imagescope.xml`, `rois.ome.xml`, `rois.dcm`, `rois.sr.dcm` returns the saved
 * ones; POST `rois` takes such a file. `?dryRun=false` adds what it holds, `&faulty=leaveOut` also where some of it is faulty.
 */
export function roisRouter({ rois, askerOf }: RoisRouterOptions): Router {
  const router = Router();
  router.get('/:id/:file', async (req: Request<{ id: string; file: string }>, res: Response, next) => {
    const file = Object.hasOwn(files, req.params.file) ? files[req.params.file] : undefined;
    if (!file) return next();
    const asker = await signedIn(askerOf, req);
    const { slide, contents } = await rois.exportFile(asker, req.params.id, file.format);
    const name = `${slide.synthetic ? 'synthetic-' : ''}${slide.barcode.replace(/[^\w.-]+/g, '_')}.${req.params.file}`;
    res.type(file.type).attachment(name).send(contents);
  });

  router.post('/:id/rois', async (req: Request<{ id: string }>, res: Response) => {
    // Before a byte of the body is read.
    const asker = await signedIn(askerOf, req);
    const bytes = await bodyOf(req as Request);
    const dryRun = req.query['dryRun'] !== 'false';
    const leaveOutFaulty = req.query['faulty'] === 'leaveOut';
    res.json(toReport(await rois.importFile({ asker }, req.params.id, bytes, { dryRun, leaveOutFaulty })));
  });
  return router;
}

async function bodyOf(req: Request): Promise<Buffer> {
  try {
    const bytes = await readBytes(req, roiLimits.fileBytes);
    // DICOM is bytes; everything else is text, in whatever encoding it was sent.
    return isDicomFile(bytes) ? bytes : Buffer.from(asText(bytes));
  } catch (error) {
    throw error instanceof RequestRefused ? badInput(error.message) : error;
  }
}

/** The coordinates themselves stay here: a preview names what would be added. */
function toReport({ shapes, micronsPerPixel, ...report }: RoiImport) {
  return {
    ...report,
    shapes: shapes.map(({ name, label, regions, warnings }) => ({
      name,
      label,
      // In English for older clients; the statements are in both languages.
      warnings: warnings.map((warning) => say(warning, 'en')),
      statements: warnings.map((warning) => ({ ...warning, ...inBoth(warning) })),
      regions: regions.length,
      holes: regions.reduce((sum, { holes }) => sum + holes.length, 0),
      points: regions.reduce((sum, { outline, holes }) => sum + outline.length + holes.flat().length, 0),
      areaMm2: roiAreaMm2(regions, micronsPerPixel),
    })),
  };
}
