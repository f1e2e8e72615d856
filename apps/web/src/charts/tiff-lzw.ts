const clear = 256;
const end = 257;
const firstFree = 258;
/** With this many entries the table is begun anew: codes have 12 bits at most. */
const full = 4094;

/** Bytes compressed as TIFF 6.0, section 13, describes: codes of 9 to 12 bits, highest bit first. */
export function lzwOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Bits(bytes.length);
  // For a known string and the byte after it, the code of both; 0 where they were not met yet.
  const codes = new Uint16Array((full + 1) * 256);
  let free = firstFree;
  let width = 9;

  /** Each code that is written makes an entry of the reader's table, so the width follows their number. */
  function write(code: number): void {
    out.write(code, width);
    free += 1;
    if (free > full) {
      out.write(clear, width);
      begin();
    } else if (free === 2 ** width) width += 1;
  }

  function begin(): void {
    codes.fill(0);
    free = firstFree;
    width = 9;
  }

  out.write(clear, width);
  if (bytes.length > 0) {
    let known = bytes[0] ?? 0;
    for (let i = 1; i < bytes.length; i += 1) {
      const byte = bytes[i] ?? 0;
      const place = known * 256 + byte;
      const longer = codes[place] ?? 0;
      if (longer > 0) known = longer;
      else {
        codes[place] = free;
        write(known);
        known = byte;
      }
    }
    write(known);
  }
  out.write(end, width);
  return out.bytes();
}

/** Numbers of a few bits behind each other. */
class Bits {
  private readonly buffer: Uint8Array<ArrayBuffer>;
  private length = 0;
  private held = 0;
  private heldBits = 0;

  /** @param inputBytes - each makes at most one code of 12 bits; beginnings and the end are few. */
  constructor(inputBytes: number) {
    this.buffer = new Uint8Array(Math.ceil(inputBytes * 1.6) + 16);
  }

  write(value: number, bits: number): void {
    this.held = (this.held << bits) | value;
    this.heldBits += bits;
    while (this.heldBits >= 8) {
      this.heldBits -= 8;
      this.buffer[this.length] = (this.held >>> this.heldBits) & 0xff;
      this.length += 1;
    }
    this.held &= 2 ** this.heldBits - 1;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    if (this.heldBits > 0) this.write(0, 8 - this.heldBits);
    return this.buffer.slice(0, this.length);
  }
}
