import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Gives the unit tests one folder for what they share and what they leave; it is removed with the run. */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-unit-'));
  // Open to pass through: root's PostgreSQL runs as another account.
  chmodSync(folder, 0o711);
  process.env['PORTAL_TEST_SCRATCH'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
