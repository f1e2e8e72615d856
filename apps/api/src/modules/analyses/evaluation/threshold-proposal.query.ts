import { type CohortFilter } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../../db/study-db.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { type ChosenByRule } from './threshold-rule.ts';

/** What is proposed, and the cases it was chosen on. */
export interface NewProposal extends ChosenByRule {
  readonly source: string;
  readonly threshold: number;
  readonly positiveClass: string;
  readonly set: EvaluationSetName;
  readonly selection: CohortFilter | null;
  readonly dataVersion: number;
  readonly n: number;
  readonly nPositive: number;
  readonly casesSha256: string;
  readonly reason: string;
}

export interface ThresholdProposal extends NewProposal {
  readonly id: string;
  readonly userId: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnReason: string | null;
  readonly version: number;
}

const columns = `id, source, threshold, rule, target, positive_class as "positiveClass", evaluation_set as "set", selection,
  data_version::int as "dataVersion", n, n_positive as "nPositive", cases_sha256 as "casesSha256", reason, user_id as "userId",
  proposed_by as "proposedBy", proposed_at as "proposedAt", withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy",
  withdrawn_reason as "withdrawnReason", version`;

/** Of a source, newest first, withdrawn ones too; policies leave out those whose cases are not all open to the asker. */
export async function readProposals(
  tx: StudyTransaction,
  studyId: number,
  source: string,
): Promise<ThresholdProposal[]> {
  const rows = await tx.rows<ThresholdProposal>(
    `select ${columns} from portal.threshold_proposal where study_id = $1 and source = $2 order by proposed_at desc, id`,
    [studyId, source],
  );
  return rows.map(withDates);
}

export async function findProposal(
  tx: StudyTransaction,
  studyId: number,
  id: string,
): Promise<ThresholdProposal | null> {
  const [row] = await tx.rows<ThresholdProposal>(
    `select ${columns} from portal.threshold_proposal where study_id = $1 and id = $2`,
    [studyId, id],
  );
  return row ? withDates(row) : null;
}

/** @param patientIds - of the cases, whose centres are stored. */
export async function insertProposal(
  tx: WriteTransaction,
  studyId: number,
  proposal: NewProposal,
  patientIds: readonly string[],
  by: string,
): Promise<string> {
  const [row] = await tx.rows<{ id: string }>(
    `insert into portal.threshold_proposal (study_id, source, threshold, rule, target, positive_class, evaluation_set, selection,
       data_version, n, n_positive, cases_sha256, case_centres, reason, proposed_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
       array(select distinct p.centre_id from portal.patient p where p.id = any($13)), $14, $15, $15) returning id`,
    [
      ...[studyId, proposal.source, proposal.threshold, proposal.rule, proposal.target, proposal.positiveClass],
      ...[proposal.set, proposal.selection && JSON.stringify(proposal.selection), proposal.dataVersion, proposal.n],
      ...[proposal.nPositive, proposal.casesSha256, patientIds, proposal.reason, by],
    ],
  );
  if (!row) throw new Error('the proposal was not stored');
  return row.id;
}

/** @returns false where another version is stored, or it was withdrawn already. */
export async function withdrawProposal(
  tx: WriteTransaction,
  { id, version }: { readonly id: string; readonly version: number },
  reason: string,
  by: string,
): Promise<boolean> {
  const rows = await tx.rows(
    `with written as (
       update portal.threshold_proposal set withdrawn_at = now(), withdrawn_by = $3, withdrawn_reason = $4, version = version + 1,
         updated_at = now(), updated_by = $3
       where id = $1 and version = $2 and withdrawn_at is null returning id
     ) select id from written`,
    [id, version, by, reason],
  );
  return rows.length > 0;
}

function withDates(row: ThresholdProposal): ThresholdProposal {
  const { proposedAt, withdrawnAt } = row;
  return { ...row, proposedAt: new Date(proposedAt), withdrawnAt: withdrawnAt && new Date(withdrawnAt) };
}
