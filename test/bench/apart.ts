import { fork } from 'node:child_process';
import path from 'node:path';

/**
 * Asks a program of this folder, which runs in a process that does nothing else, and waits for its one answer and its end.
 *
 * @throws where it ends without an answer.
 */
export function runApart<Asked extends object, Took>(program: string, asked: Asked): Promise<Took> {
  const child = fork(path.join(import.meta.dirname, program));
  return new Promise((resolve, reject) => {
    let took: Took | null = null;
    child.once('message', (message) => (took = message as Took));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (took === null) reject(new Error(`${program} ended with code ${code}`));
      else resolve(took);
    });
    child.send(asked);
  });
}
