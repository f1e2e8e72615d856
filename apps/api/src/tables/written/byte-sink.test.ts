import { expect, it } from 'vitest';
import { ByteSink } from './byte-sink.ts';

const four = (write: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(4);
  write(bytes);
  return bytes;
};

/** Each with how Node itself writes the same. */
const writers: readonly (readonly [name: string, write: (sink: ByteSink) => void, bytes: Buffer])[] = [
  ['bytes', (sink) => sink.byte(7), Buffer.from([7])],
  ['whole numbers', (sink) => sink.int32(-123_456), four((bytes) => bytes.writeInt32LE(-123_456))],
  ['numbers of the other order', (sink) => sink.int32be(-123_456), four((bytes) => bytes.writeInt32BE(-123_456))],
  ['short numbers', (sink) => (sink.int16(-2), sink.uint16(65_000)), Buffer.from([0xfe, 0xff, 0xe8, 0xfd])],
  ['short numbers of the other order', (sink) => sink.int16be(-2), Buffer.from([0xff, 0xfe])],
  ['long numbers', (sink) => sink.uint64(2 ** 40), Buffer.from([0, 0, 0, 0, 0, 1, 0, 0])],
  ['doubles', (sink) => sink.double(1), Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f])],
  ['texts', (sink) => sink.text('肝'), Buffer.from('肝')],
  ['texts that are filled up', (sink) => sink.padded('肝', 5, 0x20), Buffer.from('肝  ')],
  ['other bytes', (sink) => sink.bytes(Buffer.from('abc')), Buffer.from('abc')],
  ['one byte many times', (sink) => sink.fill(9, 3), Buffer.from([9, 9, 9])],
];

it.each(writers)('a sink keeps %s however many there are before it is emptied', (_, write, bytes) => {
  const sink = new ByteSink();
  const n = Math.ceil(300_000 / bytes.length);
  // An odd start: the end of what the sink has room for falls within a value.
  sink.byte(1);
  for (let i = 0; i < n; i++) write(sink);
  expect(sink.take().equals(Buffer.concat([Buffer.from([1]), ...Array.from({ length: n }, () => bytes)]))).toBe(true);
  expect(sink.total).toBe(1 + n * bytes.length);
});
