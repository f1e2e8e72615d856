import { ByteReader } from './byte-reader.ts';
import { type FileBytes } from './file-bytes.ts';
import { cutSas, damagedSas, type SasHead, type SasVariable, wide } from './sas-head.ts';
import { unpackPatterns, unpackRuns } from './sas-unpack.ts';
import { TableError } from '../table-error.ts';

/** What the pages of a data set say of its rows. */
export interface SasBody {
  readonly variables: readonly SasVariable[];
  readonly rowBytes: number;
  readonly rows: number;
  readonly unpack: ((packed: Buffer, length: number) => Buffer | null) | null;
  /** On a page that has definitions too. */
  readonly rowsOnMixed: number;
}

/** Kinds of pages by their number; a bit beside it says that rows of it were deleted. */
const [META, DATA, MIXED, AMENDED] = [0x0000, 0x0100, 0x0200, 0x0400] as const;
const [KIND, DELETED, PACKING] = [0x0f00, 0x0080, 0x9000] as const;
const [TRUNCATED, PACKED] = [1, 4] as const;

interface Part {
  readonly at: number;
  readonly bytes: number;
  readonly packing: number;
  readonly mayBeRow: boolean;
}

/** A page, with the places of its parts. */
class SasPage {
  private readonly start: number;
  private readonly step: number;
  readonly kind: number;
  readonly blocks: number;
  readonly parts: readonly Part[];

  constructor(
    private readonly head: SasHead,
    readonly bytes: Buffer,
  ) {
    [this.start, this.step] = head.isWide ? [32, 24] : [16, 12];
    const type = this.short(this.start);
    if ((type & DELETED) !== 0 && type !== PACKING) throw withDeleted();
    this.kind = (type & 0xf000) === PACKING ? -1 : type & KIND;
    this.blocks = this.short(this.start + 2);
    this.parts = this.kind === DATA || this.kind < 0 ? [] : this.partsOf(this.short(this.start + 4));
  }

  private partsOf(count: number): Part[] {
    return Array.from({ length: count }, (_, i): Part => {
      const place = this.start + 8 + i * this.step;
      if (place + this.step > this.bytes.length) throw damagedSas('a page', '页');
      const width = this.head.isWide ? 8 : 4;
      const [at, bytes] = [this.whole(place), this.whole(place + width)];
      if (at + bytes > this.bytes.length) throw damagedSas('a page', '页');
      return {
        at,
        bytes,
        packing: this.bytes[place + 2 * width] ?? 0,
        mayBeRow: this.bytes[place + 2 * width + 1] === 1,
      };
    });
  }

  short(at: number): number {
    return this.head.isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  long(at: number): number {
    return this.head.isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  whole(at: number): number {
    return this.head.isWide ? wide(this.bytes, at, this.head.isLittle) : this.long(at);
  }

  /** Where rows begin that are not parts: behind the places of the parts, on a mixed page at a multiple of eight. */
  get rowsAt(): number {
    const behind = this.start + 8 + this.parts.length * this.step;
    return this.kind === MIXED ? behind + (behind % 8) : behind;
  }

  /** The four bytes by which a part is known; of wide files in the second half where the first says nothing. */
  signature({ at }: Part): number {
    const first = this.long(at);
    if (!this.head.isWide) return first;
    const second = this.long(at + 4);
    return first === 0 || (first === signatures.names && second !== signatures.names) ? second : first;
  }
}

async function* pagesOf(file: FileBytes, head: SasHead): AsyncGenerator<SasPage> {
  const reader = new ByteReader(file.stream(head.headBytes));
  try {
    for (let i = 0; i < head.pages; i += 1) yield new SasPage(head, Buffer.from(await reader.take(head.pageBytes)));
  } finally {
    reader.close();
  }
}

const signatures = {
  rows: 0xf7f7f7f7,
  columns: 0xf6f6f6f6,
  text: 0xfffffffd,
  names: 0xffffffff,
  attributes: 0xfffffffc,
  formats: 0xfffffbfe,
  counts: 0xfffffc00,
  list: 0xfffffffe,
} as const;
const known: ReadonlySet<number> = new Set(Object.values(signatures));

/** What is no definition is a row, where rows are compressed: one that would not shrink is kept as it is. */
function isDefinition(page: SasPage, part: Part): boolean {
  return part.bytes > 0 && part.packing === 0 && (!part.mayBeRow || known.has(page.signature(part)));
}

/** Gathers the definitions that the pages of a file hold. */
export async function readSasBody(file: FileBytes, head: SasHead): Promise<SasBody> {
  const found = new Definitions(head);
  for await (const page of pagesOf(file, head)) {
    if (page.kind !== META && page.kind !== MIXED && page.kind !== AMENDED) continue;
    for (const part of page.parts) {
      if (isDefinition(page, part)) found.take(page, part, page.signature(part));
    }
  }
  return found.body();
}

class Definitions {
  private rowBytes = -1;
  private rows = 0;
  private rowsOnMixed = 0;
  private columns = 0;
  private readonly texts: Buffer[] = [];
  private readonly names: Buffer[] = [];
  private readonly places: { at: number; bytes: number; isText: boolean }[] = [];
  private readonly shown: { format: string; label: Buffer }[] = [];

  constructor(private readonly head: SasHead) {}

  take(page: SasPage, part: Part, signature: number): void {
    const width = this.head.isWide ? 8 : 4;
    const { at, bytes } = part;
    if (signature === signatures.rows) {
      this.rowBytes = page.whole(at + 5 * width);
      this.rows = page.whole(at + 6 * width);
      this.rowsOnMixed = page.whole(at + 15 * width);
    } else if (signature === signatures.columns) this.columns = page.whole(at + width);
    else if (signature === signatures.text) {
      this.texts.push(Buffer.from(page.bytes.subarray(at + width, at + width + page.short(at + width))));
    } else if (signature === signatures.names) {
      const count = Math.floor((bytes - 2 * width - 12) / 8);
      for (let i = 1; i <= count; i += 1) this.names.push(this.textAt(page, at + width + 8 * i));
    } else if (signature === signatures.attributes) {
      const count = Math.floor((bytes - 2 * width - 12) / (width + 8));
      for (let i = 0; i < count; i += 1) {
        const place = at + width + 8 + i * (width + 8);
        const isText = page.bytes[place + width + 6] === 2;
        this.places.push({ at: page.whole(place), bytes: page.long(place + width), isText });
      }
    } else if (signature === signatures.formats) {
      const format = this.textAt(page, at + 22 + 3 * width).toString('latin1').trim().toUpperCase(); // prettier-ignore
      this.shown.push({ format, label: this.textAt(page, at + 28 + 3 * width) });
    }
  }

  /** A text by the number of its block, its place in it and its length. */
  private textAt(page: SasPage, at: number): Buffer {
    const [block, from, bytes] = [page.short(at), page.short(at + 2), page.short(at + 4)];
    const text = this.texts[block];
    if (bytes === 0) return Buffer.alloc(0);
    if (text === undefined || from + bytes > text.length) throw damagedSas('a name or label', '变量名或标签');
    return text.subarray(from, from + bytes);
  }

  body(): SasBody {
    const { rowBytes, rows, rowsOnMixed, names, places, shown, columns } = this;
    const isWhole = names.length === columns && places.length === columns && shown.length === columns;
    if (rowBytes <= 0 || columns === 0 || !isWhole) throw damagedSas('the list of its variables', '变量列表');
    const variables = places.map((place, i): SasVariable => {
      if (place.at + place.bytes > rowBytes) throw damagedSas('the place of a variable', '变量位置');
      return { ...place, name: names[i] ?? Buffer.alloc(0), format: '', label: Buffer.alloc(0), ...shown[i] };
    });
    const [first = Buffer.alloc(0)] = this.texts;
    const unpack = first.includes('SASYZCRL') ? unpackRuns : first.includes('SASYZCR2') ? unpackPatterns : null;
    return { variables, rowBytes, rows, rowsOnMixed, unpack };
  }
}

/** The rows of a data set in their order. @throws TableError where there are not as many as it says. */
export async function* rowsOfSas(file: FileBytes, head: SasHead, body: SasBody): AsyncGenerator<Buffer> {
  const { rowBytes, rows, rowsOnMixed, unpack } = body;
  let left = rows;
  for await (const page of pagesOf(file, head)) {
    if (left === 0) break;
    if (page.kind === DATA || page.kind === MIXED) {
      const count = Math.min(left, page.kind === DATA ? page.blocks : rowsOnMixed);
      if (page.rowsAt + count * rowBytes > page.bytes.length) throw damagedSas('a page', '页');
      for (let i = 0; i < count; i += 1) {
        yield page.bytes.subarray(page.rowsAt + i * rowBytes, page.rowsAt + (i + 1) * rowBytes);
      }
      left -= count;
    }
    for (const part of page.parts) {
      const { at, bytes, packing } = part;
      if (!part.mayBeRow || unpack === null || bytes === 0 || packing === TRUNCATED || left === 0) continue;
      if (isDefinition(page, part)) continue;
      const packed = page.bytes.subarray(at, at + bytes);
      const row = packing === PACKED && bytes < rowBytes ? unpack(packed, rowBytes) : packed;
      if (row === null || row.length !== rowBytes) throw damagedSas('a compressed row', '压缩行');
      yield row;
      left -= 1;
    }
  }
  if (left > 0) throw cutSas();
}

function withDeleted(): TableError {
  return new TableError({
    en: 'the data set of SAS has observations that were deleted and are still in the file: make a copy of it in SAS (data new; set old; run;) and send that',
    zh: 'SAS 数据集中有已删除但仍留在文件中的观测：请在 SAS 中复制一份（data new; set old; run;）后发送',
  });
}
