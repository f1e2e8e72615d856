import { createInterface } from 'node:readline';
import { randomBytes } from 'node:crypto';
import { type Role, studyRoles } from '@haim/schema';
import { type Command, Option } from 'commander';
import { type PortalAuth } from '../modules/auth/create-auth.ts';
import { readSettings } from '../settings.ts';

/** Opens sign-in and the owner's connection, runs `work` with both, and closes them. */
async function withAccounts(work: (auth: PortalAuth, ownerUrl: string) => Promise<void>): Promise<void> {
  const { withDatabase } = await import('../supervisor/database-for-command.ts');
  const { createAuth } = await import('../modules/auth/create-auth.ts');
  const { secretOf } = await import('../db/secrets.ts');
  const settings = readSettings();
  await withDatabase(settings, async (urls) => {
    const secret = secretOf(settings.home, 'session-signing');
    const auth = createAuth({ authUrl: urls.authUrl, secret, publicUrl: settings.publicUrl });
    try {
      await work(auth, urls.ownerUrl);
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
  readonly study: string;
  readonly centre?: string;
}

/** `portal user add | password | disable | list`: accounts are made here, never by signing up. */
export function add(program: Command): void {
  const user = program.command('user').description('accounts: add, password, disable, list');

  user
    .command('add <email>')
    .description('make an account, or join an existing one to a study; a password may be piped in, else one is made')
    .requiredOption('--name <name>', 'as it is shown to others')
    .addOption(
      new Option('--role <role>', 'what the account may do in the study').choices(studyRoles).makeOptionMandatory(),
    )
    .requiredOption('--study <code>', 'the study')
    .option('--centre <code>', 'the one centre whose rows it sees; without it, all of them')
    .action(async (email: string, { name, role, study, centre }: AddOptions) => {
      const { saveAccount } = await import('../modules/auth/accounts.ts');
      const { addMembership } = await import('../modules/studies/declare-study.ts');
      const { password, isNew } = await passwordGiven();
      await withAccounts(async (auth, ownerUrl) => {
        const userId = await saveAccount(auth, { email, name, password });
        await addMembership(ownerUrl, { userId, study, role, centre: centre ?? null });
      });
      console.log(`${email} is ${role} of ${study}${centre ? `, centre ${centre}` : ''}.`);
      if (isNew) console.log(`Password: ${password}`);
    });

  user
    .command('password <email>')
    .description('give an account another password and end its sessions; it may be piped in, else one is made')
    .action(async (email: string) => {
      const { changePassword } = await import('../modules/auth/accounts.ts');
      const { password, isNew } = await passwordGiven();
      await withAccounts((auth) => changePassword(auth, email, password));
      console.log(isNew ? `Password: ${password}` : `${email} has the new password.`);
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
