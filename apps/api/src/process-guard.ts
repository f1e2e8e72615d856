import { log } from './log.ts';

/**
 * What no code has caught, in one place for each process.
 *
 * An unhandled rejection belongs to one piece of work that is over: it is logged and the process keeps running. An
 * uncaught error may have left anything half done: it is logged, the process shuts down in order (`leave`), and the
 * supervisor starts it again within seconds. The row is the truth, so nothing that was acknowledged is lost.
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
