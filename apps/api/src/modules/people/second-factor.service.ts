import { type PortalContext } from '../../context/portal-context.ts';
import { PortalError } from '../../context/portal-error.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type AccountDirectory } from '../auth/index.ts';
import { type PeopleService } from './people.service.ts';

/** What others may do about a person's second factor, and what the person sees of it; setting it up is sign-in's. */
export class SecondFactorService {
  constructor(
    private readonly db: StudyDb,
    private readonly people: PeopleService,
    private readonly accounts: AccountDirectory,
  ) {}

  /** @returns null for somebody without a second factor. */
  recoveryCodesLeft({ asker }: PortalContext): Promise<number | null> {
    return this.accounts.recoveryCodesLeft(asker.userId);
  }

  /**
   * Takes the second factor of a member off who has lost it, and ends the sessions of the account.
   *
   * @throws as PeopleService.accountToChange; CONFLICT where there is no second factor.
   */
  async takeOff(ctx: PortalContext, membershipId: string): Promise<string> {
    return this.db.write(ctx.asker, null, async (tx) => {
      const { userId, studyId } = await this.people.accountToChange(tx, ctx, membershipId);
      const account = (await this.accounts.byIds([userId])).get(userId);
      if (!account?.hasSecondFactor)
        throw new PortalError('CONFLICT', 'this person has no second factor', { people: 'NO_SECOND_FACTOR' });
      await recordEvent(tx, { kind: 'secondFactorOff', studyId, details: { user_id: userId } });
      await this.accounts.dropSecondFactor(userId);
      await this.accounts.endSessions(userId, null);
      return membershipId;
    });
  }
}
