import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where a chain of the trail ended at some time, as written outside the database. */
export interface AuditHead {
  /** The study's code, or `portalChain`. */
  readonly study: string;
  readonly at: string;
  readonly sequence: number;
  /** Of the entry with that sequence number, in hexadecimal. */
  readonly hash: string;
}

/** The chain of what belongs to no study, such as sign-ins. No study has a code that begins with `_`. */
export const portalChain = '_portal';

const line = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (\S+) (\d+) ([0-9a-f]{64})$/;

/**
 * One file for each study, to which a line is added each day and when the portal stops: whoever rewrites the trail in the
 * database would have to rewrite these files too. They may be on another machine.
 */
export class AuditHeads {
  constructor(readonly folder: string) {}

  /** The studies of which there is a file. */
  async studies(): Promise<string[]> {
    const names = await readdir(this.folder).catch(absent([]));
    return names.filter((name) => name.endsWith('.log')).map((name) => name.slice(0, -'.log'.length));
  }

  /**
   * The heads of a study, oldest first.
   * @throws naming file and line where one is not a head.
   */
  async read(study: string): Promise<AuditHead[]> {
    const text = await readFile(this.fileOf(study), 'utf8').catch(absent(''));
    return text.split('\n').flatMap((written, i) => {
      if (written === '') return [];
      const [, at, code, sequence, hash] = line.exec(written) ?? [];
      if (at === undefined || code !== study || hash === undefined) {
        throw new Error(
          `line ${i + 1} of ${this.fileOf(study)} is not a head of ${study}: TIME ${study} SEQUENCE HASH`,
        );
      }
      return [{ study, at, sequence: Number(sequence), hash }];
    });
  }

  /** Adds one line; it is on the disk when this returns. */
  async append({ study, at, sequence, hash }: AuditHead): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(this.fileOf(study), 'a', 0o600);
    try {
      await file.appendFile(`${at} ${study} ${sequence} ${hash}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private fileOf(study: string): string {
    return path.join(this.folder, `${study}.log`);
  }
}

function absent<T>(instead: T) {
  return (error: unknown): T => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
    throw error;
  };
}
