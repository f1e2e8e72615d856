import { createServer } from 'node:http';
import { Pool } from 'pg';

/**
 * A lower bound for anything that goes through Node and PostgreSQL: one prepared statement per request, which writes
 * the whole answer. It has no users and refuses nothing; it serves a benchmark on the loopback only.
 *
 * Takes `{ name, text, values }`; sends its port to the process that forked it.
 */
const pool = new Pool({ connectionString: process.env['BENCH_DATABASE'], max: 10 });
const server = createServer((req, res) => {
  const pieces: Buffer[] = [];
  req.on('data', (piece: Buffer) => pieces.push(piece));
  req.on('end', () => {
    const { name, text, values } = JSON.parse(Buffer.concat(pieces).toString()) as Statement;
    pool.query<{ answer: string }>({ name, text, values: [...values] }).then(
      ({ rows }) => res.end(rows[0]?.answer ?? 'null'),
      (error: unknown) => res.writeHead(500).end(String(error)),
    );
  });
});
server.on('error', (error) => {
  throw error;
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port));
// The server ends with the benchmark.
process.once('disconnect', () => process.exit());

export interface Statement {
  readonly name: string;
  /** Returns one row with one column, `answer`: the body as text. */
  readonly text: string;
  readonly values: readonly unknown[];
}
