import path from 'node:path';
import { holderOf, takeLock } from '../process-lock.ts';
import { SettingsError } from '../settings.ts';

const fileOf = (home: string): string => path.join(home, 'portal.lock');

/** The process id of the portal that holds `home` and lives, or null. */
export const lockHolder = (home: string): number | null => holderOf(fileOf(home));

/**
 * Takes `home` for this process. A lock whose holder was killed is taken over.
 * @throws SettingsError when a living portal holds it.
 */
export function lockHome(home: string): { release: () => void } {
  return takeLock(
    fileOf(home),
    (pid) =>
      new SettingsError(
        `PORTAL_HOME (${home}) is in use by the portal with process id ${pid}: stop that one, or start with another PORTAL_HOME.`,
      ),
  );
}
