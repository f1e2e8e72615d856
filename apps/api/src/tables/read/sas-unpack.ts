/*
 * Rows of compressed data sets. SAS has published neither way; they are read as the free readers of R and Python do, and
 * compared with them (`read-sas7bdat.test.ts`).
 */

/** COMPRESS=CHAR (SASYZCRL): commands that copy bytes or repeat one. null where they do not give a row of this length. */
export function unpackRuns(packed: Buffer, length: number): Buffer | null {
  const row = Buffer.alloc(length);
  let [at, to] = [0, 0];
  const copy = (bytes: number): void => {
    packed.copy(row, to, at, at + bytes);
    if (at + bytes > packed.length) to = length + 1;
    at += bytes;
    to += bytes;
  };
  const fill = (bytes: number, value: number): void => {
    row.fill(value, Math.min(to, length), Math.min(to + bytes, length));
    to += bytes;
  };
  const next = () => packed[at++] ?? 0;
  while (at < packed.length && to <= length) {
    const command = next();
    const low = command & 0x0f;
    switch (command >> 4) {
      case 0x0:
        copy(low * 256 + next() + 64);
        break;
      case 0x1:
        copy(low * 256 + next() + 64 + 4096);
        break;
      case 0x2:
        copy(low + 96);
        break;
      case 0x4:
        fill(low * 256 + next() + 18, next());
        break;
      case 0x5:
        fill(low * 256 + next() + 17, AT);
        break;
      case 0x6:
        fill(low * 256 + next() + 17, SPACE);
        break;
      case 0x7:
        fill(low * 256 + next() + 17, 0);
        break;
      case 0x8:
      case 0x9:
      case 0xa:
      case 0xb:
        copy(low + 1 + 16 * ((command >> 4) - 8));
        break;
      case 0xc:
        fill(low + 3, next());
        break;
      case 0xd:
        fill(low + 2, AT);
        break;
      case 0xe:
        fill(low + 2, SPACE);
        break;
      case 0xf:
        fill(low + 2, 0);
        break;
      default:
        return null;
    }
  }
  return to === length ? row : null;
}

const [AT, SPACE] = [0x40, 0x20] as const;

/** COMPRESS=BINARY (SASYZCR2): single bytes, runs and repeated patterns, sixteen to a word of flags (Ross, 1992). */
export function unpackPatterns(packed: Buffer, length: number): Buffer | null {
  const row = Buffer.alloc(length);
  let [at, to, flags, flag] = [0, 0, 0, 0];
  const next = () => packed[at++] ?? 0;
  const fill = (bytes: number, value: number): void => {
    row.fill(value, Math.min(to, length), Math.min(to + bytes, length));
    to += bytes;
  };
  const again = (bytes: number, back: number): boolean => {
    if (back > to || to + bytes > length) return false;
    for (let i = 0; i < bytes; i += 1) row[to + i] = row[to + i - back] ?? 0;
    to += bytes;
    return true;
  };
  while (at < packed.length && to <= length) {
    flag >>= 1;
    if (flag === 0) {
      flags = next() * 256 + next();
      flag = 0x8000;
    }
    const first = next();
    if ((flags & flag) === 0) {
      if (at > packed.length) break;
      fill(1, first);
      continue;
    }
    const [command, low] = [first >> 4, first & 0x0f];
    if (command === 0) fill(low + 3, next());
    else if (command === 1) fill(low + 16 * next() + 19, next());
    else {
      const back = low + 3 + 16 * next();
      if (!again(command === 2 ? next() + 16 : command, back)) return null;
    }
  }
  return to === length ? row : null;
}
