import { resolve } from 'node:path';

/** A path relative to the user's working directory: commands run in the repository root. */
export function givenPath(path: string): string {
  return resolve(process.env['PORTAL_CWD'] ?? '.', path);
}
