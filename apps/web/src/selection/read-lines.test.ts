import { expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

function stream(...pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(sink) {
      for (const piece of pieces) sink.enqueue(piece);
      sink.close();
    },
  });
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function linesOf(of: ReadableStream<Uint8Array>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(of)) lines.push(line);
  return lines;
}

it('puts lines together that arrive in pieces, also within a letter', async () => {
  const chinese = bytes('{"name":"方法"}\n');
  const lines = await linesOf(
    stream(bytes('{"a":1}\n{"b"'), bytes(':2}\n\n'), chinese.slice(0, 10), chinese.slice(10), bytes('end')),
  );
  expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"name":"方法"}', 'end']);
});

it('reads nothing of an empty stream', async () => {
  expect(await linesOf(stream())).toEqual([]);
});
