/** The lines of a stream of text as they come; a last one without an end counts too, an empty one does not. */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let open = '';
  for (;;) {
    const { done, value } = await reader.read();
    open += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = open.split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
    if (done) break;
  }
  if (open !== '') yield open;
}
