import { isTokenScope, tokenScopeNames } from '@haim/schema';
import { isId } from '../../context/id.ts';
import { badInput, notFound } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { recordEventOfSignIn } from '../../events/record-event.ts';
import { type AccessTokenRow, type AccountDirectory, endAccessTokens, makeAccessToken } from '../auth/index.ts';

/** As long as somebody may forget that a script holds it. */
export const MOST_DAYS = 366;
/** A list that a person can still look through. */
const MOST_TOKENS = 50;
const LONGEST_NAME = 60;

export interface AskedToken {
  readonly name: string;
  readonly scopes: readonly string[];
  /** The code of the one study that it is for; null for all of its holder's. */
  readonly study: string | null;
  readonly days: number;
}

/** A token of the asker, with the code of the study that it is for. */
export type OwnToken = Omit<AccessTokenRow, 'studyId'> & { readonly study: string | null };

/** Access tokens, by which a program asks for the person who made them. */
export class AccessTokenService {
  constructor(private readonly accounts: AccountDirectory) {}

  /** Those that work now, the newest first. */
  async list(ctx: PortalContext): Promise<OwnToken[]> {
    return (await this.accounts.accessTokensOf(ctx.asker.userId)).map((row) => toOwnToken(ctx, row));
  }

  /**
   * Makes a token and its entry of the trail, or neither. @returns its text, this once.
   *
   * @throws BAD_USER_INPUT for a name, scope or time that it cannot have; NOT_FOUND for a study that is not the asker's.
   */
  async make(ctx: PortalContext, asked: AskedToken): Promise<OwnToken & { readonly token: string }> {
    const { asker } = ctx;
    const name = asked.name.trim();
    if (name.length < 1 || name.length > LONGEST_NAME) {
      throw badInput(`name must be of 1 to ${LONGEST_NAME} characters`);
    }
    const scopes = tokenScopeNames.filter((scope) => asked.scopes.includes(scope));
    const unknown = asked.scopes.find((scope) => !isTokenScope(scope));
    if (unknown !== undefined) throw badInput(`scopes must be of ${tokenScopeNames.join(', ')}`);
    if (!scopes.includes('read')) throw badInput('scopes must have read: nothing is written or run unseen');
    if (asked.days < 1 || asked.days > MOST_DAYS) throw badInput(`days must be from 1 to ${MOST_DAYS}`);
    const study = asker.studies.find(({ studyCode }) => studyCode === asked.study);
    if (asked.study !== null && !study) throw notFound('study');
    const studyId = study?.studyId ?? null;
    const { row, token } = await this.accounts.inTransaction(async (client) => {
      const made = await makeAccessToken(client, {
        userId: asker.userId,
        name,
        scopes,
        studyId,
        // Nobody for whom one is due has come this far.
        hasSecondFactor: !asker.secondFactorIsDue,
        days: asked.days,
      });
      await this.keepBelow(client, asker.userId);
      await recordEventOfSignIn(client, {
        ...eventOf(ctx, 'tokenMade'),
        studyId,
        details: { token: name, scopes, expires: made.row.expiresAt.toISOString() },
      });
      return made;
    });
    return { ...toOwnToken(ctx, row), token };
  }

  /** @throws NOT_FOUND for a token that has ended or is somebody else's. */
  async end(ctx: PortalContext, id: string): Promise<string> {
    if (!isId(id)) throw notFound('token');
    await this.accounts.inTransaction(async (client) => {
      const [name] = await endAccessTokens(client, ctx.asker.userId, id);
      if (name === undefined) throw notFound('token');
      await recordEventOfSignIn(client, { ...eventOf(ctx, 'tokenEnded'), details: { token: name } });
    });
    return id;
  }

  private async keepBelow(client: Parameters<typeof endAccessTokens>[0], userId: string): Promise<void> {
    const { rows } = await client.query<{ n: number }>(
      'select count(*)::int as n from access_token where user_id = $1 and ended_at is null and expires_at > now()',
      [userId],
    );
    if ((rows[0]?.n ?? 0) > MOST_TOKENS) {
      throw badInput(`an account has at most ${MOST_TOKENS} access tokens: end one that is not used`);
    }
  }
}

function eventOf({ asker, requestId }: PortalContext, kind: 'tokenMade' | 'tokenEnded') {
  return { kind, actor: { userId: asker.userId, name: asker.name }, requestId };
}

function toOwnToken({ asker }: PortalContext, { studyId, ...row }: AccessTokenRow): OwnToken {
  const study = asker.studies.find((one) => one.studyId === studyId)?.studyCode ?? null;
  return { ...row, study };
}
