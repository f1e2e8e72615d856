import { existsSync } from 'node:fs';
import path from 'node:path';
import { portal } from './portal.fixture.ts';
import { repositoryRoot } from './start-portal.ts';

/** Whether the portal under test finds webR where `portal r install` or npm put it. */
export const hasWebr = [path.join(portal().home, 'webr'), path.join(repositoryRoot, 'node_modules/webr')].some(
  (folder) => existsSync(path.join(folder, 'dist/R.wasm')),
);
