import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, statSync } from 'node:fs';

/** The operating-system account PostgreSQL runs as. Null: the one that runs the portal. */
export type PostgresAccount = { readonly name: string; readonly uid: number; readonly gid: number } | null;

function lookUp(name: string): PostgresAccount {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  const [uid, gid] = ids.map((answer) => (answer.status === 0 ? Number.parseInt(answer.stdout, 10) : NaN));
  return uid !== undefined && gid !== undefined && uid > 0 && Number.isInteger(gid) ? { name, uid, gid } : null;
}

function create(name: string): PostgresAccount {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
  return lookUp(name);
}

/**
 * PostgreSQL refuses to run as root, so root starts it as another account: the one that already owns the data,
 * otherwise `postgres`, which is created if the system has none, otherwise `nobody`.
 */
export function choosePostgresAccount(dataFolder: string): PostgresAccount {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder);
    if (uid !== 0) return { name: String(uid), uid, gid };
  }
  const account = lookUp('postgres') ?? create('postgres') ?? lookUp('nobody');
  if (account === null) {
    throw new Error(
      'PostgreSQL does not run as root, and this system has neither an account "postgres" nor the useradd to make one: start the portal as an ordinary user.',
    );
  }
  return account;
}

/** What `spawn` needs to become the account. */
export function as(account: PostgresAccount): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

export function giveTo(account: PostgresAccount, path: string): void {
  if (account !== null) chownSync(path, account.uid, account.gid);
}

/** Whether the account can run a program or enter a folder, asked of the system itself: modes, lists and all. */
export function canEnter(account: PostgresAccount, path: string): boolean {
  return account === null || spawnSync('test', ['-x', path], { ...as(account), cwd: '/' }).status === 0;
}
