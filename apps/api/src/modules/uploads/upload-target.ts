import { checkRow, isError, slideForm } from '@haim/schema';
import { type Asker, needOpenStudy, readableCentres, writableCentres } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { alreadyThere } from './upload-error.ts';

/** What the sender states about an upload: tus metadata. Anything else, such as the file's name, is discarded. */
export type UploadMetadata = Readonly<Record<string, string | null>>;

export interface UploadTarget {
  readonly centreId: number;
  readonly patientId: string;
  /** Null: the record is added together with the file. */
  readonly slideId: string | null;
  readonly barcode: string;
  readonly evaluationSet: string | null;
}

interface FoundTarget extends Omit<UploadTarget, 'evaluationSet'> {
  /** Of the image that the slide has. */
  readonly sha256: string | null;
}

const slideTable = tableOf(slideForm);

const hash = /^[0-9a-f]{64}$/;
const longestText = 200;

/** @throws BAD_USER_INPUT where `sha256` is not a SHA-256. */
export function expectedSha256(metadata: UploadMetadata): string | null {
  const given = metadata['sha256']?.toLowerCase() ?? null;
  if (given !== null && !hash.test(given)) throw badInput('sha256 is the SHA-256 of the file: 64 hexadecimal digits');
  return given;
}

/**
 * The slide that an image is meant for, if the asker may write it and it has none: by `slide`, its id, or by `study`,
 * `centre`, `patient` and `barcode`, with `set` where a slide is added.
 *
 * @throws NOT_FOUND for what is absent or of a foreign centre, FORBIDDEN for what is open for reading only, CONFLICT for a
 *   slide that has another image and ALREADY_THERE for one that has this, BAD_USER_INPUT naming the metadata at fault.
 */
export async function findTarget(db: StudyDb, asker: Asker, metadata: UploadMetadata): Promise<UploadTarget> {
  const slideId = text(metadata, 'slide');
  const evaluationSet = text(metadata, 'set');
  const found = await db.read(asker, (tx) =>
    slideId === null ? byCodes(tx, asker, metadata) : bySlide(tx, asker, slideId),
  );
  needOpenStudy(asker, [found.centreId]);
  if (!writableCentres(asker).includes(found.centreId)) {
    throw new PortalError('FORBIDDEN', 'the slides of this centre are open to you for reading only');
  }
  const { sha256, ...target } = found;
  if (sha256 !== null && sha256 === expectedSha256(metadata)) throw alreadyThere();
  if (sha256 !== null) throw new PortalError('CONFLICT', 'the slide has an image already, and scores may refer to it');
  if (target.slideId === null) await checkNewSlide(db, asker, target, evaluationSet);
  return { ...target, evaluationSet };
}

function text(metadata: UploadMetadata, name: string): string | null {
  const value = metadata[name]?.trim().slice(0, longestText);
  return value ? value : null;
}

function required(metadata: UploadMetadata, name: string): string {
  const value = text(metadata, name);
  if (value !== null) return value;
  throw badInput(`the metadata lack ${name}: give slide, or study, centre, patient and barcode`);
}

async function bySlide(tx: StudyTransaction, asker: Asker, slideId: string): Promise<FoundTarget> {
  const [found] = isId(slideId)
    ? await tx.rows<FoundTarget>(
        `select s.centre_id as "centreId", s.patient_id as "patientId", s.id as "slideId", s.barcode,
           coalesce(f.sent_sha256, f.sha256) as sha256
         from portal.slide s left join portal.slide_file f on f.centre_id = s.centre_id and f.slide_id = s.id
         where s.centre_id = any($1) and s.id = $2`,
        [readableCentres(asker), slideId],
      )
    : [];
  if (!found) throw notFound('slide');
  return found;
}

async function byCodes(tx: StudyTransaction, asker: Asker, metadata: UploadMetadata): Promise<FoundTarget> {
  const names = ['study', 'centre', 'patient', 'barcode'] as const;
  const [study, centre, patient, barcode] = names.map((name) => required(metadata, name));
  const [found] = await tx.rows<FoundTarget & { readonly addsNoSlides: boolean }>(
    `select p.centre_id as "centreId", p.id as "patientId", s.id as "slideId", $5::text as barcode,
       coalesce(f.sent_sha256, f.sha256) as sha256,
       $6 = any (t.unused_forms) as "addsNoSlides"
     from portal.patient p
     join portal.centre c on c.id = p.centre_id
     join portal.study t on t.id = c.study_id
     left join portal.slide s on s.centre_id = p.centre_id and s.patient_id = p.id and s.barcode = $5
     left join portal.slide_file f on f.centre_id = s.centre_id and f.slide_id = s.id
     where p.centre_id = any($1) and t.code = $2 and c.code = $3 and p.code = $4
     order by f.id is null limit 1`,
    [readableCentres(asker), study, centre, patient, barcode, slideTable],
  );
  // Named in full: what is not found is a value that the sender gave.
  if (!found) throw notFound(`patient ${patient} of centre ${centre}`);
  const { addsNoSlides, ...target } = found;
  if (addsNoSlides && target.slideId === null) {
    throw badInput(
      `study ${study} does not use the form slide: an administrator may use it in the settings of the study`,
    );
  }
  return target;
}

/** A record that could not be added is refused before its file is sent. */
async function checkNewSlide(
  db: StudyDb,
  asker: Asker,
  { centreId, patientId, barcode }: Omit<UploadTarget, 'evaluationSet'>,
  evaluationSet: string | null,
): Promise<void> {
  const issues = checkRow(slideForm, { barcode, stain: null, takenOn: null, evaluationSet }, { arm: [] });
  const [issue] = issues.filter(isError);
  if (issue) {
    throw badInput(`${issue.field === 'evaluationSet' ? 'set' : issue.field} must be ${issue.expected.en}`, issues);
  }
  const [other] = await db.read(asker, (tx) =>
    tx.rows<{ code: string }>(
      `select p.code from portal.slide s join portal.patient p on p.centre_id = s.centre_id and p.id = s.patient_id
       where s.centre_id = $1 and s.barcode = $2 and s.patient_id <> $3 limit 1`,
      [centreId, barcode, patientId],
    ),
  );
  if (other) {
    throw new PortalError(
      'CONFLICT',
      `slide ${barcode} belongs to patient ${other.code}: check which patient is meant`,
    );
  }
}
