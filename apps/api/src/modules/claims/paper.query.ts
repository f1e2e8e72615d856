import { type Claim, type Paper } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface StoredPaper extends Paper {
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = `name, citation, claims, version, updated_at as "updatedAt", updated_by as "updatedBy"`;

/** By name; without those that were removed. */
export async function readPapers({ rows }: StudyTransaction, studyId: number): Promise<StoredPaper[]> {
  const found = await rows<StoredPaper>(
    `select ${columns} from portal.paper where study_id = $1 and removed_at is null order by name`,
    [studyId],
  );
  return found.map((paper) => ({ ...paper, updatedAt: new Date(paper.updatedAt) }));
}

interface Written {
  readonly studyId: number;
  /** The one that was read; 0 where the study has no such paper. */
  readonly version: number;
  readonly by: string;
}

/** A removed paper of the name is written anew. @returns false where another version is stored, and nothing was changed. */
export async function storePaper(
  { rows }: WriteTransaction,
  { studyId, version, by }: Written,
  { name, citation, claims }: Paper,
): Promise<boolean> {
  const values = [studyId, name, citation, JSON.stringify(claims), by];
  const stored =
    version === 0
      ? await rows(
          `insert into portal.paper as p (study_id, name, citation, claims, updated_by) values ($1, $2, $3, $4, $5)
           on conflict (study_id, name) do update set citation = excluded.citation, claims = excluded.claims, removed_at = null,
             version = p.version + 1, updated_at = now(), updated_by = excluded.updated_by
           where p.removed_at is not null returning name`,
          values,
        )
      : await rows(
          `with written as (
             update portal.paper set citation = $3, claims = $4, version = version + 1, updated_at = now(), updated_by = $5
             where study_id = $1 and name = $2 and version = $6 and removed_at is null returning name
           ) select name from written`,
          [...values, version],
        );
  return stored.length > 0;
}

/** @returns as `storePaper`. */
export async function removePaper(
  { rows }: WriteTransaction,
  { studyId, version, by }: Written,
  name: string,
): Promise<boolean> {
  const removed = await rows(
    `with written as (
       update portal.paper set removed_at = now(), version = version + 1, updated_at = now(), updated_by = $4
       where study_id = $1 and name = $2 and version = $3 and removed_at is null returning name
     ) select name from written`,
    [studyId, name, version, by],
  );
  return removed.length > 0;
}

/** As a file that can be read again: a claim on each line. */
export function paperFile({ name, citation, claims }: Paper): string {
  const lines = claims.map((claim) => `    ${JSON.stringify(toFile(claim))}`).join(',\n');
  return `{\n  "name": ${JSON.stringify(name)},\n  "citation": ${JSON.stringify(citation)},\n  "claims": [\n${lines}\n  ]\n}\n`;
}

function toFile({ isBelow, of, rule, ...claim }: Claim) {
  return { ...claim, ...(isBelow ? { below: true } : {}), ...(of === null ? {} : { of }), rule };
}
