/** The words of a code column, each numbered when it is first met. They are compared as bytes, never as strings. */
export class Words {
  readonly list: string[] = [];
  private readonly bytes: Buffer[] = [];
  private readonly hashes: number[] = [];
  /** Codes by hash, with open addressing; 0 is free. */
  private slots = new Uint32Array(64);

  constructor(known: readonly string[] = []) {
    for (const word of known) {
      const bytes = Buffer.from(word);
      this.codeOf(bytes, 0, bytes.length);
    }
  }

  /** 1 for the first word. */
  codeOf(buffer: Uint8Array, start: number, length: number): number {
    let hash = length;
    for (let i = start; i < start + length; i++) hash = (Math.imul(hash, 31) + (buffer[i] as number)) & 0x3fffffff;
    let slot = hash & (this.slots.length - 1);
    for (;;) {
      const code = this.slots[slot] as number;
      if (code === 0) return this.add(Buffer.from(buffer.subarray(start, start + length)), hash);
      if (this.hashes[code - 1] === hash && isSame(this.bytes[code - 1] as Buffer, buffer, start, length)) return code;
      slot = (slot + 1) & (this.slots.length - 1);
    }
  }

  private add(word: Buffer, hash: number): number {
    const code = this.list.push(word.toString('utf8'));
    this.bytes.push(word);
    this.hashes.push(hash);
    if (code * 2 <= this.slots.length) this.place(code);
    else {
      this.slots = new Uint32Array(this.slots.length * 2);
      for (let one = 1; one <= code; one++) this.place(one);
    }
    return code;
  }

  private place(code: number): void {
    let slot = (this.hashes[code - 1] as number) & (this.slots.length - 1);
    while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
    this.slots[slot] = code;
  }
}

function isSame(word: Buffer, buffer: Uint8Array, start: number, length: number): boolean {
  if (word.length !== length) return false;
  for (let i = 0; i < length; i++) if (word[i] !== buffer[start + i]) return false;
  return true;
}

/** By code units, as the database orders text. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
