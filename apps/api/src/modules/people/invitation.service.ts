import { randomBytes } from 'node:crypto';
import { type Role } from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { recordEvent, recordEventOfSignIn } from '../../events/record-event.ts';
import { invitationLetter } from '../../mail/letters.ts';
import { type AccountDirectory, goodPassword, hashPassword, openAccount, passwordFault } from '../auth/index.ts';
import { firstAdministratorLink, hashOf } from './first-administrator.ts';
import { addInvitation, type InvitationRow, readInvitations } from './people.query.ts';
import { type Post } from './post.ts';
import { isNotBlind, type PeopleService, placed, type Placement, refuseNotBlind } from './people.service.ts';

/** How long a link can be used. */
export const invitationDays = 7;
const longestName = 200;
/** What an address looks like; whether it is somebody's is shown by who has the link. */
const address = /^[^@\s]{1,64}@[^@\s]{1,190}$/;

/** What the holder of a link is told of the invitation. One to run the portal names no study, no inviter and no address. */
export interface InvitationSeen {
  readonly study: string | null;
  readonly studyName: string | null;
  readonly role: Role;
  readonly centre: string | null;
  /** Null where the holder of the link names the own address. */
  readonly email: string | null;
  readonly invitedBy: string | null;
  readonly expiresAt: Date;
  /** Whether the address has an account: then its holder signs in instead of choosing a password. */
  readonly hasAccount: boolean;
}

interface StateRow extends Omit<InvitationSeen, 'hasAccount'> {
  readonly state: string;
}

/** An invitation of the printed link: to run the portal, for whatever address its holder names. */
const toRunThePortal = {
  study: null,
  studyName: null,
  role: 'portalAdministrator',
  centre: null,
  email: null,
  invitedBy: null,
} as const;

const acceptSql = {
  ofStudy: 'select auth.accept_invitation($1, $2, $3) as state',
  ofPortal: 'select auth.become_first_administrator($1, $2, $3) as state',
};
const acceptSqlOf = ({ study }: InvitationSeen): string => (study === null ? acceptSql.ofPortal : acceptSql.ofStudy);

/** @returns in lower case, as accounts have it. @throws BAD_USER_INPUT */
export function addressFrom(text: string): string {
  const given = text.trim().toLowerCase();
  if (!address.test(given)) throw badInput('email must be an address such as name@hospital.org');
  return given;
}

/**
 * Invitations to a study: a link that works once, for one address, for seven days. The link that the start of a portal
 * without administrators prints is looked at and accepted in the same way.
 */
export class InvitationService {
  constructor(
    private readonly db: StudyDb,
    private readonly people: PeopleService,
    private readonly accounts: AccountDirectory,
    private readonly post: Post | null = null,
  ) {}

  /** Those not yet accepted, the newest first. @throws as PeopleService.list. */
  async list(ctx: PortalContext, study: string): Promise<InvitationRow[]> {
    const { studyId } = this.people.managed(ctx, study);
    return this.db.read(ctx.asker, (tx) => readInvitations(tx, studyId));
  }

  /**
   * Invites the holder of an address. The token is returned this once; a hash of it is stored. Where there is a mail server,
   * the link is sent as well.
   *
   * @returns `isMailed` null without a mail server, false where it did not take the letter.
   * @throws as PeopleService.list; BAD_USER_INPUT for address, role or centre; CONFLICT where the address is a member in that
   *   role already, or it would take a reader's blindness.
   */
  async invite(
    ctx: PortalContext,
    study: string,
    email: string,
    placement: Placement,
  ): Promise<{ invitation: InvitationRow; token: string; isMailed: boolean | null }> {
    const { studyId } = this.people.managed(ctx, study);
    const to = addressFrom(email);
    const account = await this.accounts.byEmail(to);
    const token = randomBytes(32).toString('base64url');
    const invitation = await this.db
      .write(ctx.asker, null, async (tx) => {
        const { role, centreId } = await placed(tx, studyId, placement);
        const held = await tx.rows(
          `select from portal.membership where user_id = $1 and study_id = $2 and role = $3 and centre_id is not distinct from $4`,
          [account?.id ?? null, studyId, role, centreId],
        );
        if (held.length > 0) throw new PortalError('CONFLICT', `${to} already has that role`, { people: 'HAS_IT' });
        if (account) await tx.rows('select portal.refuse_not_blind($1, $2, $3, null)', [account.id, studyId, role]);
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
      })
      .catch(refuseNotBlind);
    return { invitation, token, isMailed: await this.send(invitation, token) };
  }

  private async send({ email: to, studyName, role, invitedBy }: InvitationRow, token: string): Promise<boolean | null> {
    if (!this.post) return null;
    const link = `${this.post.publicUrl}/invitation/${token}`;
    return this.post.mailer.send(invitationLetter({ to, link, studyName, role, invitedBy, days: invitationDays }));
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
    if (!found) return this.lookAtPrinted(token);
    const { state, ...seen } = found;
    if (state !== 'open') throw unusable(state, seen.email);
    return { ...seen, hasAccount: seen.email !== null && (await this.accounts.byEmail(seen.email)) !== null };
  }

  private async lookAtPrinted(token: string): Promise<InvitationSeen> {
    const printed = await firstAdministratorLink(this.accounts, token);
    if (!printed) throw notFound('invitation');
    if (printed.state !== 'open') throw unusable(printed.state, null);
    return { ...toRunThePortal, expiresAt: printed.expiresAt, hasAccount: false };
  }

  /**
   * Opens an account for the invited address and makes it a member, both or neither.
   *
   * @param given - `email` is read where the invitation is for no address in particular.
   * @throws as `look`; BAD_USER_INPUT for address, name or password; CONFLICT where the address has an account.
   */
  async acceptAsNew(
    token: string,
    given: { email: string | null; name: string; password: string },
  ): Promise<{ email: string }> {
    const invitation = await this.look(token);
    const email = invitation.email ?? addressFrom(given.email ?? '');
    const name = given.name.trim();
    if (name === '' || name.length > longestName) throw badInput(`name must have 1 to ${longestName} characters`);
    const fault = await passwordFault(given.password, { email, name });
    if (fault !== null) throw badInput(`the password ${fault}: ${goodPassword}`);
    const passwordHash = await hashPassword(given.password);
    await this.accounts.inTransaction(async (client) => {
      const userId = await openAccount(client, { email, name, passwordHash });
      if (userId === null) throw unusable('hasAccount', email);
      const { rows } = await client.query<{ state: string }>(acceptSqlOf(invitation), [hashOf(token), userId, name]);
      if (rows[0]?.state !== 'open') throw unusable(rows[0]?.state, email);
      await recordEventOfSignIn(client, { kind: 'accountOpened', actor: { userId, name }, details: { email } });
    });
    return { email };
  }

  /** Makes somebody who is signed in a member, under the same account and password. @throws as `look`. */
  async acceptAs({ userId, name }: Asker, token: string): Promise<{ study: string | null }> {
    const invitation = await this.look(token);
    const [found] = await this.accounts
      .rows<{ state: string }>(acceptSqlOf(invitation), [hashOf(token), userId, name])
      .catch((cause: unknown) => {
        throw isNotBlind(cause) ? unusable('notBlind', invitation.email) : cause;
      });
    if (found?.state !== 'open') throw unusable(found?.state, invitation.email);
    return { study: invitation.study };
  }
}

const reasons: Readonly<Record<string, (email: string) => string>> = {
  taken: () => 'somebody administers this portal already: sign in, or ask to be invited',
  accepted: () => 'this invitation was accepted already: sign in, or ask for another one',
  revoked: () => 'this invitation was revoked: ask whoever invited you',
  expired: () => 'this invitation has expired: ask whoever invited you for another one',
  anotherAddress: (email) => `this invitation is for ${email}: sign in with that account`,
  notBlind: () =>
    'you read images of this study blind, or have entered its forms a second time, and nobody does both: ask whoever invited you',
  hasAccount: (email) => `${email} has an account: sign in, and open the link again`,
};

function unusable(state: string | undefined, email: string | null): PortalError {
  const reason = reasons[state ?? 'unknown'];
  if (!reason) return notFound('invitation');
  return new PortalError('CONFLICT', reason(email ?? 'this address'), { invitation: state });
}
