import { randomBytes } from 'node:crypto';
import { type Issue } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type AccountDirectory } from '../auth/index.ts';
import { addStudy, type GivenSettings, refuse, studyIssues, tidied, withRules } from '../studies/index.ts';
import { hashOf } from './first-administrator.ts';
import { addressFrom, invitationDays } from './invitation.service.ts';
import { addInvitation } from './people.query.ts';

export interface NewStudy {
  readonly code: string;
  /** Of the invitation, where the named administrator has no account yet. Returned this once. */
  readonly token: string | null;
}

/** A study begins with its settings and with somebody who administers it, both or neither. */
export class NewStudyService {
  constructor(
    private readonly db: StudyDb,
    private readonly accounts: AccountDirectory,
  ) {}

  /** Whether somebody may make studies; also where there is no study yet of which they could be a member. */
  mayCreate({ asker }: PortalContext): Promise<boolean> {
    return this.db.read(asker, async ({ rows }) => {
      const [answer] = await rows<{ may: boolean }>(`select portal.asker_may('createStudies') as may`);
      return answer?.may ?? false;
    });
  }

  /**
   * @param administrator - the address of whoever administers the study, who is invited if it has no account; null for the
   *   maker.
   * @throws FORBIDDEN; BAD_USER_INPUT with the faulty settings, a code that is in use among them.
   */
  async create(ctx: PortalContext, given: GivenSettings, administrator: string | null): Promise<NewStudy> {
    const { asker } = ctx;
    if (!hasRight(asker, 'createStudies', null) && !(await this.mayCreate(ctx))) throw withoutRight('createStudies');
    const study = tidied(withRules(given, null));
    const email = administrator === null ? null : addressFrom(administrator);
    const account = email === null ? null : await this.accounts.byEmail(email);
    if (account?.isDisabled) refuse([issueOf('administrator', 'somebody whose account is open', '账户未停用的人员')]);
    return this.db.write(asker, null, async (tx) => {
      refuse(await studyIssues(tx, study, null));
      const studyId = await addStudy(tx, study, asker.name);
      if (studyId === null) {
        refuse([issueOf('code', `another code: ${study.code} is in use`, `其他代码：${study.code} 已被使用`)]);
        throw new Error('a study was not added');
      }
      const token = await giveTo(tx, {
        studyId,
        email,
        userId: email === null ? asker.userId : account?.id,
        by: asker.name,
      });
      return { code: study.code, token };
    });
  }
}

/** @returns the token of the invitation where there is no account. */
async function giveTo(
  tx: WriteTransaction,
  to: { studyId: number; email: string | null; userId: string | undefined; by: string },
): Promise<string | null> {
  const { studyId, email, userId, by } = to;
  const role = 'administrator';
  if (userId !== undefined || email === null) {
    await tx.rows('insert into portal.membership (user_id, study_id, role, updated_by) values ($1, $2, $3, $4)', [
      userId,
      studyId,
      role,
      by,
    ]);
    return null;
  }
  const token = randomBytes(32).toString('base64url');
  const invitation = { studyId, role, centreId: null, email, tokenSha256: hashOf(token), invitedBy: by } as const;
  await addInvitation(tx, { ...invitation, days: invitationDays });
  await recordEvent(tx, { kind: 'invited', studyId, details: { email, role } });
  return token;
}

const issueOf = (field: string, en: string, zh: string): Issue => ({
  field,
  problem: 'rule',
  severity: 'error',
  expected: { en, zh },
});
