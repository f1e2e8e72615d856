import { slideForm } from '@haim/schema';
import { type Asker, writableCentres } from '../../context/asker.ts';
import { notFound } from '../../context/portal-error.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { RecordService } from '../patients/index.ts';
import { operatorOf } from '../studies/index.ts';
import { attachSlideFile } from './attach-slide-file.ts';
import { type SlideFiles } from './slide-files.ts';

export interface NewSlide {
  readonly appUrl: string;
  readonly files: SlideFiles;
  readonly sourcePath: string;
  readonly study: string;
  readonly centre: string;
  readonly patient: string;
  readonly barcode: string;
  /** Evaluation set of a slide that is added; an existing slide keeps its own. */
  readonly set: string | null;
}

interface FoundSlide {
  readonly patientId: string;
  readonly slideId: string | null;
}

/**
 * Attaches a file to the slide of that barcode, for the operator of this machine; if there is no such slide, its record
 * is added together with the file or not at all.
 *
 * @returns the file's sha256.
 * @throws NOT_FOUND for study or patient; whatever attachSlideFile throws.
 */
export async function addSlide({ appUrl, files, sourcePath, ...slide }: NewSlide): Promise<string> {
  const dataSource = openDataSource(appUrl, 2);
  await dataSource.initialize();
  try {
    const operator = await operatorOf(dataSource, slide.study, 'slides add');
    if (!operator) throw notFound(`study ${slide.study}`);
    const db = new StudyDb(dataSource);
    const { patientId, slideId } = await findSlide(db, operator, slide);
    const addRecord = async (tx: WriteTransaction): Promise<string> => {
      const values = { barcode: slide.barcode, stain: null, takenOn: null, evaluationSet: slide.set };
      const ctx = { asker: operator, requestId: 'slides add' };
      return (await new RecordService(db).addTo(tx, ctx, slideForm, patientId, values)).id;
    };
    return await attachSlideFile({ db, files }, operator, {
      slide: slideId ?? addRecord,
      sourcePath,
      synthetic: false,
    });
  } finally {
    await dataSource.destroy();
  }
}

async function findSlide(
  db: StudyDb,
  asker: Asker,
  { centre, patient, barcode }: Pick<NewSlide, 'centre' | 'patient' | 'barcode'>,
): Promise<FoundSlide> {
  const [found] = await db.read(asker, (tx) =>
    tx.rows<FoundSlide>(
      `select p.id as "patientId", s.id as "slideId"
       from portal.patient p join portal.centre c on c.id = p.centre_id
       left join portal.slide s on s.centre_id = p.centre_id and s.patient_id = p.id and s.barcode = $4
       where p.centre_id = any($1) and c.code = $2 and p.code = $3`,
      [writableCentres(asker), centre, patient, barcode],
    ),
  );
  if (!found) throw notFound(`patient ${patient} of centre ${centre}`);
  return found;
}
