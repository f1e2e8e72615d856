import { createInterface } from 'node:readline';
import { randomBytes } from 'node:crypto';
import { type Role, roleNames, roles, studyRoles } from '@haim/schema';
import { type Command, Option } from 'commander';
import type { PortalAuth } from '../modules/auth/create-auth.ts';
import { readSettings, type Settings, SettingsError } from '../settings.ts';

/** Opens sign-in and the owner's connection, runs `work` with both, and closes them. */
export async function withAccounts(
  work: (auth: PortalAuth, ownerUrl: string, settings: Settings) => Promise<void>,
): Promise<void> {
  const { withDatabase } = await import('../supervisor/database-for-command.ts');
  const { createAuth } = await import('../modules/auth/create-auth.ts');
  const { secretOf } = await import('../db/secrets.ts');
  const settings = readSettings();
  await withDatabase(settings, async (urls) => {
    const secret = secretOf(settings.home, 'session-signing');
    const auth = createAuth({ authUrl: urls.authUrl, secret, publicUrl: settings.publicUrl });
    try {
      await work(auth, urls.ownerUrl, settings);
    } finally {
      await auth.close();
    }
  });
}

/**
 * The password from standard input where one is piped in, so that it is not in the shell history; otherwise a new one.
 */
async function passwordGiven(): Promise<{ password: string; isNew: boolean }> {
  if (!process.stdin.isTTY) {
    for await (const line of createInterface({ input: process.stdin }))
      if (line) return { password: line, isNew: false };
  }
  return { password: randomBytes(12).toString('base64url'), isNew: true };
}

interface AddOptions {
  readonly name: string;
  readonly role: Role;
  readonly study?: string;
  readonly centre?: string;
}

async function addUser(email: string, { name, role, study, centre }: AddOptions): Promise<void> {
  const { reopenAccount, saveAccount } = await import('../modules/auth/accounts.ts');
  const { addMembership, addPortalAdministrator } = await import('../modules/studies/declare-study.ts');
  const ofPortal = roles[role].reach === 'portal';
  if (!ofPortal && study === undefined)
    throw new SettingsError(`the role ${role} is for one study: name it with --study CODE.`);
  if (roles[role].reach === 'centre' && centre === undefined)
    throw new SettingsError(`the role ${role} is for one centre: name it with --centre CODE.`);
  const { password, isNew } = await passwordGiven();
  let kept = false;
  await withAccounts(async (auth, ownerUrl) => {
    // An account that exists joins with the password that it has, unless another is given.
    const known = isNew ? await reopenAccount(auth, email) : null;
    kept = known !== null;
    const userId = known ?? (await saveAccount(auth, { email, name, password }));
    if (ofPortal) await addPortalAdministrator(ownerUrl, userId);
    else await addMembership(ownerUrl, { userId, study: study ?? '', role, centre: centre ?? null });
  });
  console.log(`${email} is ${role}${study && !ofPortal ? ` of ${study}` : ''}${centre ? `, centre ${centre}` : ''}.`);
  if (kept) console.log('The account existed and keeps its password.');
  else if (isNew) console.log(`Password: ${password}`);
}

/** `portal user …`: accounts are made here or by invitation, never by signing up. */
export function add(program: Command): void {
  const user = program
    .command('user')
    .description('accounts and memberships: add, invite, role, remove, password, disable, list');

  user
    .command('add <email>')
    .description(
      'make an account, or join an existing one to a study; a password may be piped in, otherwise one is made',
    )
    .requiredOption('--name <name>', 'as it is shown to others')
    .addOption(
      new Option('--role <role>', 'what the account may do: see the page Who may do what')
        .choices(roleNames)
        .makeOptionMandatory(),
    )
    .option('--study <code>', 'the study; a portal administrator has none')
    .option('--centre <code>', 'the one centre whose rows it sees; without it, all of them')
    .action(addUser);

  const role = () => new Option('--role <role>', 'the role in the study').choices(studyRoles).makeOptionMandatory();
  user
    .command('invite <email>')
    .description('print a link by which the holder of the address joins a study: it works once, for seven days')
    .addOption(role())
    .requiredOption('--study <code>', 'the study')
    .option('--centre <code>', 'the one centre; without it, all of them')
    .action(async (email: string, { study, centre, role }: { study: string; centre?: string; role: Role }) => {
      const { withPeople } = await import('./people-for-command.ts');
      await withAccounts((auth, ownerUrl, { publicUrl }) =>
        withPeople({ auth, ownerUrl, study }, async ({ ctx, invitations }) => {
          const { token } = await invitations.invite(ctx, study, email, { role, centre: centre ?? null });
          console.log(`${publicUrl}/invitation/${token}`);
        }),
      );
    });

  user
    .command('role <email>')
    .description('give a member another role or centre, from the next request on')
    .addOption(role())
    .requiredOption('--study <code>', 'the study')
    .option('--centre <code>', 'the one centre; without it, all of them')
    .option('--from <role>', 'which membership, where there are several')
    .action(
      async (
        email: string,
        { study, centre, role, from }: { study: string; centre?: string; role: Role; from?: string },
      ) => {
        const { memberOf, withPeople } = await import('./people-for-command.ts');
        await withAccounts((auth, ownerUrl) =>
          withPeople({ auth, ownerUrl, study }, async ({ ctx, people }) => {
            const { id, version } = memberOf(await people.list(ctx, study), email, from);
            await people.change(ctx, id, version, { role, centre: centre ?? null });
          }),
        );
        console.log(`${email} is ${role} of ${study}${centre ? `, centre ${centre}` : ''}.`);
      },
    );

  user
    .command('remove <email>')
    .description('end a membership at once: the next request is refused, and what is under way ends')
    .requiredOption('--study <code>', 'the study')
    .option('--from <role>', 'which membership, where there are several')
    .action(async (email: string, { study, from }: { study: string; from?: string }) => {
      const { memberOf, withPeople } = await import('./people-for-command.ts');
      await withAccounts((auth, ownerUrl) =>
        withPeople({ auth, ownerUrl, study }, async ({ ctx, people }) => {
          const { id, version } = memberOf(await people.list(ctx, study), email, from);
          await people.end(ctx, id, version);
        }),
      );
      console.log(`${email} is not a member of ${study} any more.`);
    });

  user
    .command('password <email>')
    .description('give an account another password and end its sessions; it may be piped in, otherwise one is made')
    .action(async (email: string) => {
      const { changePassword } = await import('../modules/auth/accounts.ts');
      const { password, isNew } = await passwordGiven();
      await withAccounts((auth) => changePassword(auth, email, password));
      console.log(isNew ? `Password: ${password}` : `${email} has the new password.`);
    });

  user
    .command('reset <email>')
    .description('print a link by which the holder of an account chooses a new password: it works once, within a day')
    .action(async (email: string) => {
      const { offerPasswordReset } = await import('../modules/auth/accounts.ts');
      await withAccounts(async (auth, _ownerUrl, { publicUrl }) =>
        console.log(`${publicUrl}/new-password/${await offerPasswordReset(auth, email)}`),
      );
    });

  user
    .command('factor <email>')
    .description('take off the second factor of an account that has lost it, and end its sessions')
    .addOption(new Option('--off', 'so that nobody does it by mistake').makeOptionMandatory())
    .action(async (email: string) => {
      const { takeSecondFactorOff } = await import('../modules/auth/accounts.ts');
      await withAccounts(async (auth) => {
        const had = await takeSecondFactorOff(auth, email);
        console.log(had ? `${email} signs in without a second factor.` : `${email} has no second factor.`);
      });
    });

  user
    .command('provider <email>')
    .description('forget who an account belongs to at the hospital’s provider, and end its sessions')
    .addOption(new Option('--off', 'so that nobody does it by mistake').makeOptionMandatory())
    .action(async (email: string) => {
      const { forgetProvider } = await import('../modules/auth/accounts.ts');
      await withAccounts(async (auth) => {
        const had = await forgetProvider(auth, email);
        console.log(had ? `${email} is linked anew by the next sign-in.` : `${email} is not linked to the provider.`);
      });
    });

  user
    .command('disable <email>')
    .description('close an account at once: its sessions end and it cannot sign in')
    .action(async (email: string) => {
      const { disableAccount } = await import('../modules/auth/accounts.ts');
      await withAccounts((auth) => disableAccount(auth, email));
      console.log(`${email} is disabled.`);
    });

  user
    .command('list')
    .description('all accounts')
    .action(async () => {
      const { listAccounts } = await import('../modules/auth/accounts.ts');
      await withAccounts(async (auth) => {
        for (const { email, name, disabledAt } of await listAccounts(auth)) {
          console.log(
            [email, name, disabledAt === null ? 'active' : `disabled ${disabledAt.toISOString()}`].join('\t'),
          );
        }
      });
    });
}
