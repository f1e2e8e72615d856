import { type Asker, readableCentres, writableCentres } from '../../context/asker.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type UploadState } from '@haim/schema';
import { KEPT_MS } from './upload-store.ts';
import { type UploadTarget } from './upload-target.ts';

export interface UploadRow extends UploadTarget {
  readonly id: string;
  readonly study: string;
  readonly centre: string;
  readonly patientCode: string;
  readonly userId: string;
  readonly userName: string;
  readonly bytes: number;
  readonly sha256Expected: string | null;
  readonly sha256: string | null;
  readonly state: UploadState;
  readonly attempts: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const uploadSql = `
  select u.id, u.centre_id as "centreId", u.patient_id as "patientId", u.slide_id as "slideId", u.barcode,
    u.evaluation_set as "evaluationSet", t.code as study, c.code as centre, p.code as "patientCode",
    u.user_id as "userId", u.user_name as "userName", u.bytes, u.sha256_expected as "sha256Expected", u.sha256, u.state,
    u.attempts, u.error_code as code, u.error_message as message, u.created_at as "createdAt", u.expires_at as "expiresAt"
  from portal.slide_upload u
  join portal.patient p on p.centre_id = u.centre_id and p.id = u.patient_id
  join portal.centre c on c.id = u.centre_id
  join portal.study t on t.id = c.study_id`;

/** What is known of uploads apart from their bytes. */
export class UploadRows {
  constructor(private readonly db: StudyDb) {}

  async add(asker: Asker, upload: UploadTarget & Pick<UploadRow, 'id' | 'bytes' | 'sha256Expected'>): Promise<void> {
    const { id, centreId, patientId, slideId, barcode, evaluationSet, bytes, sha256Expected } = upload;
    await this.db.write(asker, null, (tx) =>
      tx.rows(
        `insert into portal.slide_upload (id, centre_id, patient_id, slide_id, barcode, evaluation_set, user_id, user_name,
           bytes, sha256_expected, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + $11 * interval '1 millisecond')`,
        [
          id,
          centreId,
          patientId,
          slideId,
          barcode,
          evaluationSet,
          asker.userId,
          asker.name,
          bytes,
          sha256Expected,
          KEPT_MS,
        ],
      ),
    );
  }

  /** An upload of the asker's own, into a centre that is still open for writing; null for any other. */
  async ownOf(asker: Asker, id: string): Promise<UploadRow | null> {
    const [row] = await this.read(asker, 'where u.centre_id = any($1) and u.id = $2 and u.user_id = $3', [
      writableCentres(asker),
      id,
      asker.userId,
    ]);
    return row ?? null;
  }

  /** The asker's own uploads, newest first. */
  ownIn(asker: Asker, study: string): Promise<UploadRow[]> {
    return this.read(
      asker,
      'where u.centre_id = any($1) and u.user_id = $2 and t.code = $3 order by u.created_at desc, u.id',
      [writableCentres(asker), asker.userId, study],
    );
  }

  async one(asker: Asker, id: string): Promise<UploadRow | null> {
    const [row] = await this.read(asker, 'where u.centre_id = any($1) and u.id = $2', [readableCentres(asker), id]);
    return row ?? null;
  }

  /** Everybody's, as far as the asker may read; oldest first. */
  all(asker: Asker): Promise<UploadRow[]> {
    return this.read(asker, 'where u.centre_id = any($1) order by u.created_at, u.id', [readableCentres(asker)]);
  }

  /** @returns whether the upload was in `from`, and is now in `to`. */
  async move(asker: Asker, id: string, from: UploadState, to: UploadState): Promise<boolean> {
    return this.update(asker, `state = $4 where id = $1 and centre_id = any($2) and state = $3`, [
      id,
      writableCentres(asker),
      from,
      to,
    ]);
  }

  /** @param by - 1 before a check, -1 where it was the portal that stopped it. */
  async countAttempt(asker: Asker, id: string, by: 1 | -1): Promise<boolean> {
    return this.update(asker, `attempts = attempts + $3 where id = $1 and centre_id = any($2)`, [
      id,
      writableCentres(asker),
      by,
    ]);
  }

  /** The end of a check: attached to a slide, or refused; either may carry a message. */
  async finish(
    asker: Asker,
    id: string,
    end:
      | (Pick<UploadRow, 'slideId' | 'code' | 'message'> & { state: 'attached'; sha256: string })
      | (Pick<UploadRow, 'sha256'> & { state: 'refused'; code: string; message: string }),
  ): Promise<boolean> {
    return this.update(
      asker,
      `state = $3, slide_id = coalesce($4, slide_id), sha256 = $5, error_code = $6, error_message = $7, finished_at = now(),
         expires_at = now() + $8 * interval '1 millisecond'
       where id = $1 and centre_id = any($2) and state = 'checking'`,
      [
        id,
        writableCentres(asker),
        end.state,
        end.state === 'attached' ? end.slideId : null,
        end.sha256,
        end.code,
        end.message,
        KEPT_MS,
      ],
    );
  }

  async remove(asker: Asker, id: string): Promise<void> {
    await this.db.write(asker, null, (tx) =>
      tx.rows('delete from portal.slide_upload where id = $1 and centre_id = any($2)', [id, writableCentres(asker)]),
    );
  }

  private read(asker: Asker, where: string, values: readonly unknown[]): Promise<UploadRow[]> {
    return this.db.read(asker, (tx) => tx.rows<UploadRow>(`${uploadSql} ${where}`, values));
  }

  private async update(asker: Asker, set: string, values: readonly unknown[]): Promise<boolean> {
    const changed = await this.db.write(asker, null, (tx) =>
      tx.rows(`with changed as (update portal.slide_upload set ${set} returning id) select id from changed`, values),
    );
    return changed.length > 0;
  }
}
