import { isRole, type Role, roles, studyRoles } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type AccountDirectory, type AccountRow } from '../auth/index.ts';
import { type StudyService } from '../studies/index.ts';
import { type MemberRow, readMember, readMembers } from './people.query.ts';

export interface Member extends MemberRow {
  /** Null where the account is gone. */
  readonly account: AccountRow | null;
}

/** A role and the centre it is for, as somebody asks for it. */
export interface Placement {
  readonly role: string;
  readonly centre: string | null;
}

/** The members of a study: who they are, and how their membership changes and ends. */
export class PeopleService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly accounts: AccountDirectory,
  ) {}

  /** By name. @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right. */
  async list(ctx: PortalContext, study: string): Promise<Member[]> {
    const { studyId } = this.managed(ctx, study);
    const members = await this.db.read(ctx.asker, (tx) => readMembers(tx, studyId));
    const accounts = await this.accounts.byIds([...new Set(members.map(({ userId }) => userId))]);
    return members
      .map((member) => ({ ...member, account: accounts.get(member.userId) ?? null }))
      .sort((a, b) => (a.account?.name ?? a.userId).localeCompare(b.account?.name ?? b.userId));
  }

  /**
   * The names of those who manage the people of a study, for every member: whom to ask for a right.
   *
   * @throws NOT_FOUND for a study that is not the asker's.
   */
  async managers({ asker }: PortalContext, study: string): Promise<string[]> {
    const { studyId } = this.studies.scope({ asker }, study);
    const ids = await this.db.read(asker, (tx) =>
      tx.rows<{ id: string }>('select user_id as id from portal.people_managers($1)', [studyId]),
    );
    const accounts = await this.accounts.byIds(ids.map(({ id }) => id));
    return [...accounts.values()]
      .filter(({ isDisabled }) => !isDisabled)
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b));
  }

  /**
   * Gives somebody who has an account a further role in a study. Repeating changes nothing.
   *
   * @throws as `list`; BAD_USER_INPUT for a role or centre that does not exist or do not go together; CONFLICT for one that
   *   would take a reader's blindness.
   */
  async add(ctx: PortalContext, study: string, userId: string, placement: Placement): Promise<void> {
    const { studyId } = this.managed(ctx, study);
    await this.db
      .write(ctx.asker, null, async (tx) => {
        const { role, centreId } = await placed(tx, studyId, placement);
        await tx.rows(
          `insert into portal.membership (user_id, study_id, role, centre_id, updated_by) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
          [userId, studyId, role, centreId, ctx.asker.name],
        );
      })
      .catch(refuseNotBlind);
  }

  /**
   * Gives a member another role or centre; what it opened before is closed with the next request.
   *
   * @throws NOT_FOUND for a membership of a study that the asker does not manage; BAD_USER_INPUT as `add`; CONFLICT if the
   *   membership was changed meanwhile, if the member has the other one already, if it would take a reader's blindness, or if
   *   nobody would manage the study's people.
   */
  async change(ctx: PortalContext, id: string, version: number, placement: Placement): Promise<Member> {
    await this.keepingAnAdministrator(ctx, async (tx) => {
      const member = await this.memberToChange(tx, ctx, id);
      const { role, centreId } = await placed(tx, member.studyId, placement);
      const changed = await tx
        .rows(
          `with changed as (
             update portal.membership set role = $3, centre_id = $4, version = version + 1, updated_at = now(), updated_by = $5
             where id = $1 and version = $2 returning id
           ) select id from changed`,
          [id, version, role, centreId, ctx.asker.name],
        )
        .catch((error: unknown) => {
          if ((error as { code?: unknown }).code !== uniqueViolation) throw error;
          throw new PortalError('CONFLICT', 'this person already has that role there: end one of the two memberships', {
            people: 'HAS_IT',
          });
        });
      if (changed.length === 0) throw changedMeanwhile(member);
    });
    const member = await this.db.read(ctx.asker, (tx) => readMember(tx, id));
    if (!member) throw notFound('membership');
    const accounts = await this.accounts.byIds([member.userId]);
    return { ...member, account: accounts.get(member.userId) ?? null };
  }

  /** Ends a membership at once. @throws as `change`. */
  async end(ctx: PortalContext, id: string, version: number): Promise<string> {
    await this.keepingAnAdministrator(ctx, async (tx) => {
      const member = await this.memberToChange(tx, ctx, id);
      const ended = await tx.rows(
        `with ended as (delete from portal.membership where id = $1 and version = $2 returning id) select id from ended`,
        [id, version],
      );
      if (ended.length === 0) throw changedMeanwhile(member);
    });
    return id;
  }

  /** Ends every session of a member: the person has to sign in again. @returns how many ended. */
  async endSessionsOf(ctx: PortalContext, id: string): Promise<number> {
    return this.db.write(ctx.asker, null, async (tx) => {
      const { userId, studyId } = await this.memberToChange(tx, ctx, id);
      const details = { user_id: userId };
      await recordEvent(tx, { kind: 'sessionsEnded', studyId, details });
      return this.accounts.endSessions(userId, null);
    });
  }

  /**
   * A member whose account, as a whole, is the asker's to change: its password and second factor open every study of it.
   *
   * @throws NOT_FOUND as `change`; FORBIDDEN where the account opens something whose people the asker does not manage.
   */
  async accountToChange(tx: StudyTransaction, ctx: PortalContext, id: string): Promise<MemberRow> {
    const member = await this.memberToChange(tx, ctx, id);
    const [found] = await tx.rows<{ may: boolean }>('select portal.manages_all_of($1, $2) as may', [
      ctx.asker.userId,
      member.userId,
    ]);
    if (!found?.may) {
      throw new PortalError(
        'FORBIDDEN',
        'this account also opens what you do not manage: ask a portal administrator, or the operator of the portal',
        { people: 'NOT_ALL_MANAGED' },
      );
    }
    return member;
  }

  /** @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right to manage its people. */
  managed({ asker }: PortalContext, study: string): { studyId: number } {
    const scope = this.studies.scope({ asker }, study);
    if (!hasRight(asker, 'managePeople', study)) throw withoutRight('managePeople');
    return scope;
  }

  /** Row-level security shows a person the own memberships too, which are not that person's to change. */
  private async memberToChange(tx: StudyTransaction, { asker }: PortalContext, id: string): Promise<MemberRow> {
    const member = isId(id) ? await readMember(tx, id) : null;
    if (!member) throw notFound('membership');
    if (!hasRight(asker, 'managePeople', member.study)) throw withoutRight('managePeople');
    return member;
  }

  private async keepingAnAdministrator(
    { asker }: PortalContext,
    work: (tx: StudyTransaction) => Promise<void>,
  ): Promise<void> {
    await this.db.write(asker, null, work).catch((error: unknown) => {
      if ((error as { constraint?: unknown }).constraint !== 'study_keeps_an_administrator') refuseNotBlind(error);
      throw new PortalError(
        'CONFLICT',
        'the study would be left without an administrator: make another member administrator first',
        { people: 'LAST_ADMINISTRATOR' },
      );
    });
  }
}

const uniqueViolation = '23505';

/** Whether the database refused a role because nobody reads images of a study blind and enters its forms a second time. */
export function isNotBlind(error: unknown): boolean {
  return (error as { constraint?: unknown }).constraint === 'readers_enter_nothing_again';
}

/** @throws CONFLICT where the person would read images blind and enter forms of one study a second time; anything else as it is. */
export function refuseNotBlind(error: unknown): never {
  if (!isNotBlind(error)) throw error;
  throw new PortalError(
    'CONFLICT',
    'whoever reads images of a study blind does not enter its forms a second time, nor has done so: their sources name the arm',
    { people: 'NOT_BLIND' },
  );
}

function changedMeanwhile({ version }: MemberRow): PortalError {
  return new PortalError('CONFLICT', 'this membership was changed meanwhile: look at it again', {
    people: 'CHANGED',
    currentVersion: version,
  });
}

/** The role and centre that were asked for. @throws BAD_USER_INPUT where they do not exist or do not go together. */
export async function placed(
  { rows }: StudyTransaction,
  studyId: number,
  { role, centre }: Placement,
): Promise<{ role: Role; centreId: number | null }> {
  if (!isRole(role) || !studyRoles.includes(role)) throw badInput(`role must be one of ${studyRoles.join(', ')}`);
  const { reach, label } = roles[role];
  const centres = await rows<{ id: number; code: string }>(
    'select id, code from portal.centre where study_id = $1 order by code',
    [studyId],
  );
  const codes = centres.map(({ code }) => code).join(', ');
  if (centre === null) {
    if (reach === 'centre')
      throw badInput(`centre is missing: the role ${label.en} is for one centre, one of ${codes}`);
    return { role, centreId: null };
  }
  if (reach === 'study')
    throw badInput(`centre must be left out: the role ${label.en} is for every centre of the study`);
  const found = centres.find(({ code }) => code === centre);
  if (!found) throw badInput(`centre must be one of ${codes}`);
  return { role, centreId: found.id };
}
