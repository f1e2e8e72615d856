import { userInfo } from 'node:os';

/** Who gave a command, for the audit trail: the command and the account of the machine that runs it. */
export function operatorName(command: string): string {
  return `${command} (${accountOfMachine()})`;
}

function accountOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
