import { hash } from 'node:crypto';

const NEWLINE = 10;
const LANES = 4;

/**
 * Rows of a table as one number, whatever their order: the SHA-256 of each row's line of COPY, cut to 128 bits and added
 * up. Two tables with the same rows have the same number of rows and the same sum.
 */
export class RowDigest {
  private readonly lanes = new Uint32Array(LANES);
  rows = 0;

  /** @param lines - whole rows, each with its end of line; within a value COPY writes that as \n. */
  add(lines: Buffer): void {
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(NEWLINE, start);
      if (end === -1) throw new Error('a row without an end');
      const digest = hash('sha256', lines.subarray(start, end), 'buffer');
      for (let lane = 0; lane < LANES; lane += 1) {
        // Unsigned 32-bit numbers wrap around.
        this.lanes[lane] = (this.lanes[lane] ?? 0) + digest.readUInt32BE(lane * 4);
      }
      this.rows += 1;
      start = end + 1;
    }
  }

  get sum(): string {
    return Array.from(this.lanes, (lane) => lane.toString(16).padStart(8, '0')).join('');
  }
}
