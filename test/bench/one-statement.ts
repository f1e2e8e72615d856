import { createServer } from 'node:http';
import { Pool } from 'pg';

/**
 * What hardly anything that goes through Node and PostgreSQL can do with less: one prepared statement for each request,
 * which writes the whole answer. It knows nobody and refuses nothing, and serves a bench on the loopback alone.
 *
 * Takes `{ name, text, values }`; says its port to the process that forked it.
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
// The bench is gone: so is its server.
process.once('disconnect', () => process.exit());

export interface Statement {
  readonly name: string;
  /** Gives one row with one column, `answer`: the body as text. */
  readonly text: string;
  readonly values: readonly unknown[];
}
