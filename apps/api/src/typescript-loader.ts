import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** For `--import`: what a process of Node needs to run the portal's sources. */
export const typescriptLoader = pathToFileURL(path.resolve(import.meta.dirname, '../../../bin/typescript.mjs')).href;

/** Whether this is a source; in a bundle the server is compiled, and nothing has to be built or transformed. */
export const runsFromSource = import.meta.filename.endsWith('.ts');

/** Arguments of Node for another file of this server. */
export const loaderArguments: readonly string[] = runsFromSource ? ['--import', typescriptLoader] : [];
