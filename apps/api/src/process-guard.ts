import { log } from './log.ts';

/**
 * What no code has caught, in one place for each process.
 *
 * A rejection that nobody looked at belongs to one piece of work that is over: it is logged and the process goes on. An
 * error that reached nobody may have left anything half done: it is logged, the process ends in good order (`leave`), and
 * the supervisor starts it again within seconds. The row is the truth, so nothing that was acknowledged is lost.
 */
export function guardProcess(name: string, leave: () => void): void {
  process.on('unhandledRejection', (error) =>
    log('error', `${name}: a promise was rejected and nobody looked`, { error }),
  );
  process.on('uncaughtException', (error) => {
    log('error', `${name}: an error reached nobody; the process ends and is started again`, { error });
    process.exitCode = 70;
    leave();
  });
}
