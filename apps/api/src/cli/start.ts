import type { Command } from 'commander';
import { readSettings, type Settings } from '../settings.ts';
import { runsFromSource } from '../typescript-loader.ts';

/** `portal start` and `portal dev`. */
export function add(program: Command): void {
  program
    .command('start')
    .description('start the portal: database, API, worker and pages')
    .option('--no-demonstration', 'without the synthetic study and its accounts')
    .action(({ demonstration }: { demonstration: boolean }) => run(readSettings(), false, demonstration));
  if (!runsFromSource) return;
  program
    .command('dev')
    .description('the same for developers: every part reloads when its source changes')
    .option('--no-demonstration', 'without the synthetic study and its accounts')
    .action(({ demonstration }: { demonstration: boolean }) => run(readSettings(), true, demonstration));
}

async function run(settings: Settings, isDevelopment: boolean, withDemonstration: boolean): Promise<void> {
  const { startPortal } = await import('../supervisor/start-portal.ts');
  const { StopList } = await import('../supervisor/stop-in-order.ts');
  const { demoAccounts } = await import('../modules/auth/demo-accounts.ts');
  const began = Date.now();
  const say = (line: string) => console.log(`  ${((Date.now() - began) / 1_000).toFixed(1).padStart(5)} s  ${line}`);
  const stops = new StopList();
  const asked = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (!asked.signal.aborted) say('Stopping');
        asked.abort();
        resolve();
      });
    }
  });

  console.log(`HAIM Portal${isDevelopment ? ' (development)' : ''}, data in ${settings.home}`);
  try {
    const portal = await startPortal({
      settings,
      isDevelopment,
      withDemonstration,
      say,
      signal: asked.signal,
      onStop: stops.add,
    });
    say('Ready');
    console.log(`\n  Open     ${portal.address}`);
    if (portal.demoPassword !== null) {
      console.log(`  Sign in  ${demoAccounts.map(({ email }) => email).join('\n           ')}`);
      console.log(
        `  Password ${settings.demoPassword === null ? portal.demoPassword : 'the one in PORTAL_DEMO_PASSWORD'}`,
      );
      console.log('\n  The demonstration study is synthetic: no row in it is a patient.');
    }
    if (portal.firstAdministrator !== null) {
      console.log(`  Nobody administers this portal yet. Whoever opens this link does: once, within a day.`);
      console.log(`  ${portal.firstAdministrator}\n`);
    }
    console.log('  For research use only. Stop with Ctrl-C.\n');
    await signalled;
  } catch (error) {
    // An aborted start ends as requested; any other error is reported after everything has stopped.
    if (!asked.signal.aborted) throw error;
  } finally {
    await stops.run((error) => console.error(`portal: ${error instanceof Error ? error.message : String(error)}`));
  }
  say('Stopped');
}
