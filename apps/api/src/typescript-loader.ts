import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** For `--import`: what a process of Node needs to run the portal's sources. */
export const typescriptLoader = pathToFileURL(path.resolve(import.meta.dirname, '../../../bin/typescript.mjs')).href;
