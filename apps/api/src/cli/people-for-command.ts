import type { PortalContext } from '../context/portal-context.ts';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import type { PortalAuth } from '../modules/auth/create-auth.ts';
import { AccountDirectory } from '../modules/auth/index.ts';
import { InvitationService } from '../modules/people/invitation.service.ts';
import { type Member, PeopleService } from '../modules/people/people.service.ts';
import { operatorOf, StudyService } from '../modules/studies/index.ts';
import { SettingsError } from '../settings.ts';

interface PeopleOfStudy {
  /** The operator of the machine, who may do in the study what its administrator may. */
  readonly ctx: PortalContext;
  readonly people: PeopleService;
  readonly invitations: InvitationService;
}

/** The services that the pages use, over the owner's connection. @throws SettingsError for a study that does not exist. */
export async function withPeople(
  { auth, ownerUrl, study }: { auth: PortalAuth; ownerUrl: string; study: string },
  work: (people: PeopleOfStudy) => Promise<void>,
): Promise<void> {
  const dataSource = openDataSource(ownerUrl, 1);
  await dataSource.initialize();
  try {
    const asker = await operatorOf(dataSource, study, 'user');
    if (!asker) throw new SettingsError(`no study has the code ${study}: \`portal study list\` lists them.`);
    const db = new StudyDb(dataSource);
    const accounts = new AccountDirectory(auth);
    const people = new PeopleService(db, new StudyService(db), accounts);
    await work({ ctx: { asker, requestId: '' }, people, invitations: new InvitationService(db, people, accounts) });
  } finally {
    await dataSource.destroy();
  }
}

/** The one membership that is meant. @throws SettingsError naming what there is. */
export function memberOf(members: readonly Member[], email: string, from: string | undefined): Member {
  const own = members.filter(({ account }) => account?.email === email.toLowerCase());
  const [meant, ...others] = own.filter(({ role }) => from === undefined || role === from);
  if (meant && others.length === 0) return meant;
  const held = own.map(({ role, centre }) => (centre === null ? role : `${role} of ${centre}`)).join(', ');
  throw new SettingsError(
    own.length === 0
      ? `${email} is not a member of the study.`
      : `${email} is ${held}: name the membership with --from ROLE.`,
  );
}
