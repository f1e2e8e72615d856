import path from 'node:path';
import { makeBackupOf } from '../supervisor/make-backup-of.ts';
import { openPlantedPortal } from './planted-portal.fixture.ts';

/*
 * Writes a backup of this version of the portal, with made-up rows in nearly every table, which later versions have to restore
 * and bring up to date (releases.test.ts). Once for each release, and never again for an earlier one:
 *
 * node --import ./bin/typescript.mjs apps/api/src/compose/write-release.fixture.ts test/fixtures/releases/VERSION.backup
 */

const place = process.argv[2];
if (place === undefined) throw new Error('the file is missing: test/fixtures/releases/VERSION.backup');
const { database, owner } = await openPlantedPortal();
const { home, ownerUrl } = database;
const settings = { home, auditHeads: path.join(home, 'audit-heads') };
await makeBackupOf(settings, { ownerUrl, place: path.resolve(place), key: null, withSlides: false, why: 'asked' });
await owner.end();
await database.close();
