import { inflateSync } from 'node:zlib';
import { TableError } from '../table-error.ts';
import { type ByteReader, cutShort, littleEndian } from './byte-reader.ts';
import { type FileBytes, readRange } from './file-bytes.ts';
import { damaged, type SavHead } from './sav-head.ts';

const EIGHT = 8;
const [SKIP, END, LITERAL, BLANKS, MISSING] = [0, 252, 253, 254, 255] as const;
const SYSTEM_MISSING = -Number.MAX_VALUE;

/**
 * The cases of a file one after another, each eight bytes for every place of its dictionary. The bytes belong to the next
 * case as soon as that is asked for.
 *
 * @throws TableError where there are fewer cases than the file announces.
 */
export async function* savCases(file: FileBytes, reader: ByteReader, head: SavHead): AsyncGenerator<Buffer> {
  const width = EIGHT * head.variables.length;
  const pieces = head.compression === 2 ? inflated(file, reader, head) : reader.rest();
  const cases: CaseMaker = head.compression === 0 ? new PlainCases(width) : new CompressedCases(width, head);
  let count = 0;
  for await (const piece of pieces) {
    for (const one of cases.take(piece)) {
      if (count === head.cases) return;
      count += 1;
      yield one;
    }
    if (cases.hasEnded) break;
  }
  if (cases.isWithin || (head.cases !== null && count < head.cases)) {
    const of = head.cases === null ? '' : ` of ${head.cases}`;
    throw new TableError({
      en: `the file ends within case ${count + 1}${of}: it was cut off on its way here; save or send it again`,
      zh: `文件在第 ${count + 1} 例处中断${head.cases === null ? '' : `（共 ${head.cases} 例）`}：传输中被截断，请重新保存或发送`,
    });
  }
}

interface CaseMaker {
  readonly take: (piece: Buffer) => Iterable<Buffer>;
  /** Whether a case has begun and lacks its end. */
  readonly isWithin: boolean;
  readonly hasEnded: boolean;
}

class PlainCases implements CaseMaker {
  private rest: Buffer = Buffer.alloc(0);
  readonly hasEnded = false;

  constructor(private readonly width: number) {}

  get isWithin(): boolean {
    return this.rest.length > 0;
  }

  *take(piece: Buffer): Generator<Buffer> {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    let at = 0;
    for (; at + this.width <= bytes.length; at += this.width) yield bytes.subarray(at, at + this.width);
    this.rest = Buffer.from(bytes.subarray(at));
  }
}

/** Commands come eight at a time, each for eight bytes of a case; what one of them cannot say follows the eight. */
class CompressedCases implements CaseMaker {
  private rest: Buffer = Buffer.alloc(0);
  private readonly commands = Buffer.alloc(EIGHT);
  private command = EIGHT;
  private readonly one: Buffer;
  private filled = 0;
  hasEnded = false;

  constructor(
    width: number,
    private readonly head: SavHead,
  ) {
    this.one = Buffer.alloc(width);
  }

  get isWithin(): boolean {
    return this.filled > 0;
  }

  *take(piece: Buffer): Generator<Buffer> {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    let at = 0;
    for (;;) {
      if (this.command === EIGHT) {
        if (at + EIGHT > bytes.length) break;
        bytes.copy(this.commands, 0, at, at + EIGHT);
        at += EIGHT;
        this.command = 0;
      }
      const command = this.commands[this.command] ?? SKIP;
      if (command === LITERAL) {
        if (at + EIGHT > bytes.length) break;
        bytes.copy(this.one, this.filled, at, at + EIGHT);
        at += EIGHT;
        this.filled += EIGHT;
      } else if (command === END) {
        this.hasEnded = true;
        return;
      } else if (command === BLANKS) {
        this.one.fill(0x20, this.filled, this.filled + EIGHT);
        this.filled += EIGHT;
      } else if (command !== SKIP) this.number(command === MISSING ? SYSTEM_MISSING : command - this.head.bias);
      this.command += 1;
      if (this.filled === this.one.length) {
        this.filled = 0;
        yield this.one;
      }
    }
    this.rest = Buffer.from(bytes.subarray(at));
  }

  private number(value: number): void {
    if (this.head.numbers === littleEndian) this.one.writeDoubleLE(value, this.filled);
    else this.one.writeDoubleBE(value, this.filled);
    this.filled += EIGHT;
  }
}

const MOST_UNPACKED = 64 * 1024 * 1024;

/** The blocks of a .zsav file, as the list at its end names them. */
async function* inflated(file: FileBytes, reader: ByteReader, { numbers }: SavHead): AsyncGenerator<Buffer> {
  const { uint64, int32 } = numbers;
  const place = await reader.take(24);
  const trailerAt = uint64(place, 8);
  const trailer = await readRange(file, trailerAt, uint64(place, 16));
  if (trailer.length < 24 || trailer.length !== uint64(place, 16)) throw cutShort();
  const blocks = int32(trailer, 20);
  if (blocks < 0 || 24 + 24 * blocks > trailer.length) throw damaged('the list of its blocks', '数据块列表');
  for (let i = 0; i < blocks; i += 1) {
    const at = 24 + 24 * i;
    const packed = await readRange(file, uint64(trailer, at + 8), int32(trailer, at + 20));
    if (packed.length < int32(trailer, at + 20)) throw cutShort();
    try {
      yield inflateSync(packed, { maxOutputLength: MOST_UNPACKED });
    } catch {
      throw damaged(`block ${i + 1} of ${blocks}`, `第 ${i + 1} 个数据块（共 ${blocks} 个）`);
    }
  }
}
