import { createHash, randomBytes } from 'node:crypto';
import { type Asker } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { recordEvent, recordEventOfSignIn } from '../../events/record-event.ts';
import { type AccountDirectory, goodPassword, hashPassword, openAccount, passwordFault } from '../auth/index.ts';
import { addInvitation, type InvitationRow, readInvitations } from './people.query.ts';
import { type PeopleService, placed, type Placement } from './people.service.ts';

/** How long a link can be used. */
export const invitationDays = 7;
const longestName = 200;
/** What an address looks like; whether it is somebody's is shown by who has the link. */
const address = /^[^@\s]{1,64}@[^@\s]{1,190}$/;

/** What the holder of a link is told of the invitation. */
export interface InvitationSeen {
  readonly study: string;
  readonly studyName: string;
  readonly role: string;
  readonly centre: string | null;
  readonly email: string;
  readonly invitedBy: string;
  readonly expiresAt: Date;
  /** Whether the address has an account: then its holder signs in instead of choosing a password. */
  readonly hasAccount: boolean;
}

interface StateRow extends Omit<InvitationSeen, 'hasAccount'> {
  readonly state: string;
}

const acceptSql = 'select auth.accept_invitation($1, $2, $3) as state';
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Invitations to a study: a link that works once, for one address, for seven days. */
export class InvitationService {
  constructor(
    private readonly db: StudyDb,
    private readonly people: PeopleService,
    private readonly accounts: AccountDirectory,
  ) {}

  /** Those not yet accepted, the newest first. @throws as PeopleService.list. */
  async list(ctx: PortalContext, study: string): Promise<InvitationRow[]> {
    const { studyId } = this.people.managed(ctx, study);
    return this.db.read(ctx.asker, (tx) => readInvitations(tx, studyId));
  }

  /**
   * Invites the holder of an address. The token is returned this once; a hash of it is stored.
   *
   * @throws as PeopleService.list; BAD_USER_INPUT for address, role or centre; CONFLICT where the address is a member in that
   *   role already.
   */
  async invite(
    ctx: PortalContext,
    study: string,
    email: string,
    placement: Placement,
  ): Promise<{ invitation: InvitationRow; token: string }> {
    const { studyId } = this.people.managed(ctx, study);
    const to = email.trim().toLowerCase();
    if (!address.test(to)) throw badInput('email must be an address such as name@hospital.org');
    const account = await this.accounts.byEmail(to);
    const token = randomBytes(32).toString('base64url');
    const invitation = await this.db.write(ctx.asker, null, async (tx) => {
      const { role, centreId } = await placed(tx, studyId, placement);
      const held = await tx.rows(
        `select from portal.membership where user_id = $1 and study_id = $2 and role = $3 and centre_id is not distinct from $4`,
        [account?.id ?? null, studyId, role, centreId],
      );
      if (held.length > 0) throw new PortalError('CONFLICT', `${to} already has that role`, { people: 'HAS_IT' });
      const tokenSha256 = hashOf(token);
      const invitedBy = ctx.asker.name;
      const added = await addInvitation(tx, {
        studyId,
        role,
        centreId,
        email: to,
        tokenSha256,
        invitedBy,
        days: invitationDays,
      });
      await recordEvent(tx, { kind: 'invited', studyId, centreId, details: { email: to, role } });
      return added;
    });
    return { invitation, token };
  }

  /** Makes a link useless. Idempotent. @throws NOT_FOUND for one of a study that the asker does not manage, or an accepted one. */
  async revoke({ asker }: PortalContext, id: string): Promise<string> {
    return this.db.write(asker, null, async (tx) => {
      const [revoked] = await tx.rows<{ study_id: number; email: string; role: string }>(
        `with revoked as (
           update portal.invitation set revoked_at = coalesce(revoked_at, now()) where id = $1 and accepted_at is null
           returning study_id, email, role
         ) select * from revoked`,
        [isId(id) ? id : null],
      );
      if (!revoked) throw notFound('invitation');
      const { study_id: studyId, email, role } = revoked;
      await recordEvent(tx, { kind: 'invitationRevoked', studyId, details: { email, role } });
      return id;
    });
  }

  /** @throws NOT_FOUND for an unknown link, CONFLICT for one that can no longer be used. */
  async look(token: string): Promise<InvitationSeen> {
    const [found] = await this.accounts.rows<StateRow>(
      `select study, study_name as "studyName", role, centre, email, invited_by as "invitedBy", expires_at as "expiresAt", state
       from auth.invitation_of($1)`,
      [hashOf(token)],
    );
    if (!found) throw notFound('invitation');
    const { state, ...seen } = found;
    if (state !== 'open') throw unusable(state, seen.email);
    return { ...seen, hasAccount: (await this.accounts.byEmail(seen.email)) !== null };
  }

  /**
   * Opens an account for the invited address and makes it a member, both or neither.
   *
   * @throws as `look`; BAD_USER_INPUT for name or password; CONFLICT where the address has an account.
   */
  async acceptAsNew(token: string, given: { name: string; password: string }): Promise<{ email: string }> {
    const { email } = await this.look(token);
    const name = given.name.trim();
    if (name === '' || name.length > longestName) throw badInput(`name must have 1 to ${longestName} characters`);
    const fault = await passwordFault(given.password, { email, name });
    if (fault !== null) throw badInput(`the password ${fault}: ${goodPassword}`);
    const passwordHash = await hashPassword(given.password);
    await this.accounts.inTransaction(async (client) => {
      const userId = await openAccount(client, { email, name, passwordHash });
      if (userId === null) throw unusable('hasAccount', email);
      const { rows } = await client.query<{ state: string }>(acceptSql, [hashOf(token), userId, name]);
      if (rows[0]?.state !== 'open') throw unusable(rows[0]?.state, email);
      await recordEventOfSignIn(client, { kind: 'accountOpened', actor: { userId, name }, details: { email } });
    });
    return { email };
  }

  /** Makes somebody who is signed in a member, under the same account and password. @throws as `look`. */
  async acceptAs({ userId, name }: Asker, token: string): Promise<{ study: string }> {
    const { study, email } = await this.look(token);
    const [found] = await this.accounts.rows<{ state: string }>(acceptSql, [hashOf(token), userId, name]);
    if (found?.state !== 'open') throw unusable(found?.state, email);
    return { study };
  }
}

const reasons: Readonly<Record<string, (email: string) => string>> = {
  accepted: () => 'this invitation was accepted already: sign in, or ask for another one',
  revoked: () => 'this invitation was revoked: ask whoever invited you',
  expired: () => 'this invitation has expired: ask whoever invited you for another one',
  anotherAddress: (email) => `this invitation is for ${email}: sign in with that account`,
  hasAccount: (email) => `${email} has an account: sign in, and open the link again`,
};

function unusable(state: string | undefined, email: string): PortalError {
  const reason = reasons[state ?? 'unknown'];
  if (!reason) return notFound('invitation');
  return new PortalError('CONFLICT', reason(email), { invitation: state });
}
