import { importFile } from '../../apps/api/src/modules/imports/import-file.ts';
import { type ImportReport } from '../../apps/api/src/modules/imports/import-report.ts';

/** Imports one file as `portal import` does, in a process that does nothing else, and sends what that took. */
process.once('message', (file: Parameters<typeof importFile>[0]) => {
  const before = process.cpuUsage();
  void importFile(file).then(({ seconds, rows, problems, committed }) => {
    const { user, system } = process.cpuUsage(before);
    const { maxRSS } = process.resourceUsage();
    const took: Import = {
      seconds,
      rows,
      problems,
      committed,
      cpuSeconds: (user + system) / 1e6,
      peakMb: maxRSS / 1024,
    };
    process.send?.(took);
    process.disconnect();
  });
});

export interface Import extends Pick<ImportReport, 'seconds' | 'rows' | 'problems' | 'committed'> {
  readonly cpuSeconds: number;
  readonly peakMb: number;
}
