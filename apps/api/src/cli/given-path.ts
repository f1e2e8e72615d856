import { resolve } from 'node:path';

/** A path as its writer meant it: commands run in the repository, people type from where they stand. */
export function givenPath(path: string): string {
  return resolve(process.env['PORTAL_CWD'] ?? '.', path);
}
