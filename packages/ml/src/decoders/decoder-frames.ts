// The protocol between a decoder process and its parent: two lengths, JSON, then raw pixels. For a patch of 0.8 MB that
// takes half the time of Node's own messages, and the stream ends when the parent does.
import { type Readable, type Writable } from 'node:stream';

const LENGTHS_BYTES = 8;
/**
 * Far above any answer, so that a decoder compromised by a hostile slide cannot make its parent allocate without bound.
 */
const MAX_JSON_BYTES = 8e6;
const MAX_BODY_BYTES = 200e6;

/** @param value - any JSON value. */
export function writeFrame(stream: Writable, value: unknown, body: Uint8Array = new Uint8Array()): void {
  const json = Buffer.from(JSON.stringify(value));
  const lengths = Buffer.alloc(LENGTHS_BYTES);
  lengths.writeUInt32LE(json.length, 0);
  lengths.writeUInt32LE(body.length, 4);
  stream.write(Buffer.concat([lengths, json]));
  if (body.length > 0) stream.write(body);
}

/**
 * Calls back for every whole frame of a stream.
 *
 * @param onBroken - called once, when data that is not a frame arrives; nothing is read after that.
 */
export function readFrames(
  stream: Readable,
  onFrame: (value: unknown, body: Uint8Array<ArrayBuffer>) => void,
  onBroken: () => void,
): void {
  const parts = new FrameParts(onFrame);
  const onData = (chunk: Buffer): void => {
    try {
      parts.add(chunk);
    } catch {
      stream.off('data', onData);
      onBroken();
    }
  };
  stream.on('data', onData);
}

class FrameParts {
  private readonly onFrame: (value: unknown, body: Uint8Array<ArrayBuffer>) => void;
  private stage: 'lengths' | 'json' | 'body' = 'lengths';
  private part = new Uint8Array(LENGTHS_BYTES);
  private filled = 0;
  private bodyBytes = 0;
  private value: unknown = null;

  constructor(onFrame: (value: unknown, body: Uint8Array<ArrayBuffer>) => void) {
    this.onFrame = onFrame;
  }

  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      const count = Math.min(this.part.length - this.filled, chunk.length - at);
      this.part.set(chunk.subarray(at, at + count), this.filled);
      this.filled += count;
      at += count;
      if (this.filled === this.part.length) this.finishPart();
    }
  }

  private finishPart(): void {
    if (this.stage === 'lengths') {
      const lengths = Buffer.from(this.part.buffer);
      const jsonBytes = lengths.readUInt32LE(0);
      this.bodyBytes = lengths.readUInt32LE(4);
      if (jsonBytes === 0 || jsonBytes > MAX_JSON_BYTES || this.bodyBytes > MAX_BODY_BYTES) throw new Error('no frame');
      return this.expect('json', jsonBytes);
    }
    if (this.stage === 'json') {
      this.value = JSON.parse(Buffer.from(this.part.buffer).toString('utf8'));
      if (this.bodyBytes > 0) return this.expect('body', this.bodyBytes);
      this.part = new Uint8Array(0);
    }
    const body = this.part;
    this.expect('lengths', LENGTHS_BYTES);
    this.onFrame(this.value, body);
  }

  private expect(stage: FrameParts['stage'], bytes: number): void {
    this.stage = stage;
    this.part = new Uint8Array(bytes);
    this.filled = 0;
  }
}
