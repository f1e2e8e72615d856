import { type Role } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';

export interface MemberRow {
  readonly id: string;
  readonly userId: string;
  readonly studyId: number;
  readonly study: string;
  readonly role: Role;
  /** Code; null for every centre of the study. */
  readonly centre: string | null;
  readonly version: number;
  readonly since: Date;
}

export interface InvitationRow {
  readonly id: string;
  readonly study: string;
  readonly studyName: string;
  readonly role: Role;
  readonly centre: string | null;
  readonly email: string;
  readonly invitedBy: string;
  readonly invitedAt: Date;
  readonly expiresAt: Date;
}

const memberSql = `
  select m.id, m.user_id as "userId", m.study_id as "studyId", s.code as study, m.role, c.code as centre, m.version,
    m.created_at as since
  from portal.membership m join portal.study s on s.id = m.study_id left join portal.centre c on c.id = m.centre_id`;

export function readMembers({ rows }: StudyTransaction, studyId: number): Promise<MemberRow[]> {
  return rows(`${memberSql} where m.study_id = $1`, [studyId]);
}

export async function readMember({ rows }: StudyTransaction, id: string): Promise<MemberRow | null> {
  return (await rows<MemberRow>(`${memberSql} where m.id = $1`, [id]))[0] ?? null;
}

const invitationSql = `
  select i.id, s.code as study, s.name as "studyName", i.role, c.code as centre, i.email, i.invited_by as "invitedBy", i.created_at as "invitedAt",
    i.expires_at as "expiresAt"
  from portal.invitation i join portal.study s on s.id = i.study_id left join portal.centre c on c.id = i.centre_id`;

/** Those that can still be accepted, and those that expired unused within a month. */
export function readInvitations({ rows }: StudyTransaction, studyId: number): Promise<InvitationRow[]> {
  return rows(
    `${invitationSql} where i.study_id = $1 and i.accepted_at is null and i.revoked_at is null
       and i.expires_at > now() - interval '30 days' order by i.created_at desc`,
    [studyId],
  );
}

export interface NewInvitation {
  readonly studyId: number;
  readonly role: Role;
  readonly centreId: number | null;
  readonly email: string;
  readonly tokenSha256: Buffer;
  readonly invitedBy: string;
  readonly days: number;
}

export async function addInvitation({ rows }: StudyTransaction, one: NewInvitation): Promise<InvitationRow> {
  const [added] = await rows<{ id: string }>(
    `insert into portal.invitation (study_id, role, centre_id, email, token_sha256, invited_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7)) returning id`,
    [one.studyId, one.role, one.centreId, one.email, one.tokenSha256, one.invitedBy, one.days],
  );
  const [row] = await rows<InvitationRow>(`${invitationSql} where i.id = $1`, [added?.id]);
  if (!row) throw new Error('an invitation was not added');
  return row;
}
