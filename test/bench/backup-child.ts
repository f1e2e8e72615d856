import { makeBackup } from '../../apps/api/src/backup/make-backup.ts';
import { verifyBackup } from '../../apps/api/src/backup/verify-backup.ts';
import { restoreBackup } from '../../apps/api/src/supervisor/restore-backup.ts';

/** What is done with a backup that is one file, not encrypted. */
export type AskedOfChild =
  | { readonly what: 'make'; readonly ownerUrl: string; readonly home: string; readonly file: string }
  | { readonly what: 'verify'; readonly file: string }
  | { readonly what: 'restore'; readonly file: string; readonly into: string };

export interface Backup {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** Does one of these as the commands do, in a process that does nothing else, and sends what that took. */
process.once('message', (asked: AskedOfChild) => {
  const [began, before] = [performance.now(), process.cpuUsage()];
  void rowsOf(asked).then((rows) => {
    const { user, system } = process.cpuUsage(before);
    const took: Backup = {
      rows,
      seconds: (performance.now() - began) / 1_000,
      cpuSeconds: (user + system) / 1e6,
      peakMb: process.resourceUsage().maxRSS / 1_024,
    };
    process.send?.(took);
    process.disconnect();
  });
});

async function rowsOf(asked: AskedOfChild): Promise<number> {
  switch (asked.what) {
    case 'make': {
      const { ownerUrl, home, file } = asked;
      const about = { auditHeads: `${home}/audit-heads`, key: null, openSlide: null, portalVersion: 'bench' };
      return (await makeBackup({ ...about, ownerUrl, home, place: file, why: 'asked' })).rows;
    }
    case 'verify': {
      const { manifest } = await verifyBackup(asked.file, null);
      return manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
    }
    case 'restore': {
      const { file, into } = asked;
      return (await restoreBackup({ file, into, key: null, databaseUrl: null, say: () => undefined })).rows;
    }
  }
}
