import { notFound, badInput, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { recordEvent, recordEventOfSignIn } from '../../events/record-event.ts';
import { log } from '../../log.ts';
import { newPasswordLetter } from '../../mail/letters.ts';
import {
  type AccountDirectory,
  askedHours,
  goodPassword,
  hashPassword,
  offeredHours,
  passwordFault,
  type ResetRow,
} from '../auth/index.ts';
import { type PeopleService } from './people.service.ts';
import { type Post } from './post.ts';

/** Requests for a link to one address, and from one client, within a quarter of an hour. */
const askedAtMost = { address: 3, client: 30 };

/** New passwords for those who have lost theirs: by a link that works once, passed on or sent. A second factor stays. */
export class PasswordResetService {
  constructor(
    private readonly db: StudyDb,
    private readonly people: PeopleService,
    private readonly accounts: AccountDirectory,
    private readonly post: Post | null,
  ) {}

  /**
   * Makes a link for a member, and sends it where there is a mail server.
   *
   * @returns its token, this once, and whether it was sent; null where there is no mail server.
   * @throws as PeopleService.accountToChange; CONFLICT where the account is closed.
   */
  async offer(ctx: PortalContext, membershipId: string): Promise<{ token: string; isMailed: boolean | null }> {
    const { token, email } = await this.db.write(ctx.asker, null, async (tx) => {
      const { userId, studyId } = await this.people.accountToChange(tx, ctx, membershipId);
      const account = (await this.accounts.byIds([userId])).get(userId);
      if (!account || account.isDisabled)
        throw new PortalError('CONFLICT', 'this account is closed', { people: 'ACCOUNT_CLOSED' });
      await recordEvent(tx, { kind: 'passwordResetOffered', studyId, details: { user_id: userId } });
      const offeredBy = ctx.asker.userId;
      return {
        token: await this.accounts.offerReset({ userId, offeredBy, hours: offeredHours }),
        email: account.email,
      };
    });
    return { token, isMailed: await this.send(email, token, offeredHours) };
  }

  /**
   * For somebody who asks without being signed in. It is answered before anything is looked up, so that the answer tells
   * nothing of whether there is such an account, not even by the time it takes.
   */
  ask(email: string, client: string): void {
    void this.sendToHolder(email, client).catch((error: unknown) =>
      log('error', 'people: a link for a new password was not sent', { error }),
    );
  }

  private async sendToHolder(email: string, client: string): Promise<void> {
    if (!this.post) return;
    if (!(await this.accounts.mayTry(`reset from ${client}`, askedAtMost.client))) return;
    if (!(await this.accounts.mayTry(`reset of ${email}`, askedAtMost.address))) return;
    const account = await this.accounts.byEmail(email.trim());
    if (!account || account.isDisabled) return;
    const { id: userId, email: to } = account;
    const token = await this.accounts.inTransaction(async (client) => {
      // Who asks is not known; the address of the account is where the link goes.
      await recordEventOfSignIn(client, { kind: 'passwordResetOffered', actor: null, details: { user_id: userId } });
      return this.accounts.offerReset({ userId, offeredBy: null, hours: askedHours });
    });
    await this.send(to, token, askedHours);
  }

  private async send(to: string, token: string, hours: number): Promise<boolean | null> {
    if (!this.post) return null;
    return this.post.mailer.send(
      newPasswordLetter({ to, hours, link: `${this.post.publicUrl}/new-password/${token}` }),
    );
  }

  /** Whose link it is. @throws NOT_FOUND for an unknown one, CONFLICT for one that can no longer be used. */
  async look(token: string): Promise<Pick<ResetRow, 'email' | 'expiresAt'>> {
    const { email, expiresAt } = usable(await this.accounts.readReset(token));
    return { email, expiresAt };
  }

  /** Sets the password and ends every session, once. @throws as `look`; BAD_USER_INPUT for a weak password. */
  async use(token: string, password: string): Promise<{ email: string }> {
    const seen = usable(await this.accounts.readReset(token));
    const fault = await passwordFault(password, seen);
    if (fault !== null) throw badInput(`the password ${fault}: ${goodPassword}`);
    const hash = await hashPassword(password);
    await this.accounts.inTransaction(async (client) => {
      const { userId, name } = usable(await this.accounts.readReset(token, client));
      await this.accounts.storePassword(client, userId, hash);
      await recordEventOfSignIn(client, { kind: 'passwordChanged', actor: { userId, name } });
    });
    return { email: seen.email };
  }
}

const reasons: Readonly<Record<string, string>> = {
  used: 'this link was used already: sign in, or ask for another one',
  expired: 'this link has expired: ask for another one',
  withdrawn: 'this link does not count any more: ask an administrator',
};

function usable(found: ResetRow | null): ResetRow {
  if (!found) throw notFound('link');
  if (found.state !== 'open') throw new PortalError('CONFLICT', reasons[found.state] ?? '', { link: found.state });
  return found;
}
