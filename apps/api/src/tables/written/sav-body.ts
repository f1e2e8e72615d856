import { type ByteSink, SPACE } from './byte-sink.ts';
import { segmentsOf } from './sav-dictionary.ts';

const BIAS = 100;
const [END, LITERAL, BLANKS, MISSING] = [252, 253, 254, 255] as const;

/** The cases, byte-compressed: eight commands, then what they could not say in one byte. */
export class SavBody {
  private readonly commands = Buffer.alloc(8);
  private n = 0;
  private readonly literals = Buffer.alloc(64);
  private used = 0;

  constructor(private readonly sink: ByteSink) {}

  number(value: number | undefined): void {
    if (value === undefined) this.command(MISSING);
    else if (Number.isInteger(value) && value >= 1 - BIAS && value <= 251 - BIAS && !Object.is(value, -0)) {
      this.command(value + BIAS);
    } else {
      this.literals.writeDoubleLE(value, this.used);
      this.used += 8;
      this.command(LITERAL);
    }
  }

  text(value: string, width: number): void {
    const bytes = Buffer.from(value, 'utf8');
    if (bytes.length > width) throw new Error(`a text of ${bytes.length} bytes where ${width} were measured`);
    let from = 0;
    for (const segment of segmentsOf(width)) {
      // Each variable of a long text holds 255 bytes, and fills the last of its eights.
      const holds = width > 255 ? 255 : segment;
      const elements = Math.max(1, Math.ceil(segment / 8));
      for (let k = 0; k < elements; k++) {
        const start = from + k * 8;
        const end = Math.min(start + 8, from + holds, bytes.length);
        this.eight(bytes, start, Math.max(start, end));
      }
      from += holds;
    }
  }

  private eight(bytes: Buffer, start: number, end: number): void {
    if (start >= end) {
      this.command(BLANKS);
      return;
    }
    this.literals.fill(SPACE, this.used, this.used + 8);
    bytes.copy(this.literals, this.used, start, end);
    this.used += 8;
    this.command(LITERAL);
  }

  private command(value: number): void {
    this.commands[this.n++] = value;
    if (this.n === 8) this.flush();
  }

  private flush(): void {
    this.sink.bytes(this.commands);
    this.sink.bytes(this.literals.subarray(0, this.used));
    this.n = 0;
    this.used = 0;
  }

  end(): void {
    this.command(END);
    if (this.n === 0) return;
    this.commands.fill(0, this.n);
    this.n = 8;
    this.flush();
  }
}
