import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type BackupKey } from '../backup/backup-key.ts';
import { type BackupOutcome, type BackupRequest, makeBackup } from '../backup/make-backup.ts';
import { openSlideFiles } from '../modules/slides/slide-place.ts';
import { repositoryRoot, type Settings } from '../settings.ts';

const portalVersion = (): string =>
  (JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as { version: string }).version;

export interface Wanted {
  readonly ownerUrl: string;
  readonly place: string;
  readonly key: BackupKey | null;
  readonly withSlides: boolean;
  readonly why: BackupRequest['why'];
  readonly signal?: AbortSignal;
}

/** A backup of the portal of these settings. */
export function makeBackupOf(
  { home, auditHeads }: Pick<Settings, 'home' | 'auditHeads'>,
  { withSlides, ...wanted }: Wanted,
): Promise<BackupOutcome> {
  const slides = withSlides ? openSlideFiles(path.join(home, 'slides')) : null;
  return makeBackup({
    ...wanted,
    home,
    auditHeads,
    openSlide: slides && ((name) => slides.findPath(name)),
    portalVersion: portalVersion(),
  });
}
