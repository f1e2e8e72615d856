import { log } from '../log.ts';

const LOOK_MS = 10_000;
const LARGEST_STEP_MS = 5_000;

export interface Clocks {
  /** The clock of the machine, which may be set. */
  readonly wall: () => number;
  /** One that only goes forward. */
  readonly steady: () => number;
}

const ofMachine: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * Notices that the clock of the machine was set, by more than five seconds between two looks. Nothing is lost by it, since
 * sessions, codes and the trail take their time from the database; but times in the log before and after do not compare.
 */
export class ClockWatch {
  private before: { wall: number; steady: number };
  private last: { readonly at: Date; readonly seconds: number } | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly clocks: Clocks = ofMachine) {
    this.before = { wall: clocks.wall(), steady: clocks.steady() };
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  look(): void {
    const now = { wall: this.clocks.wall(), steady: this.clocks.steady() };
    const step = now.wall - this.before.wall - (now.steady - this.before.steady);
    this.before = now;
    if (Math.abs(step) < LARGEST_STEP_MS) return;
    const seconds = Math.round(step / 1_000);
    this.last = { at: new Date(now.wall), seconds };
    log('warn', 'clock: the clock of the machine was set', { seconds });
  }

  /** When it was last set, and by how much: forward is positive. */
  lastStep(): { readonly at: Date; readonly seconds: number } | null {
    return this.last;
  }

  close(): void {
    clearInterval(this.timer);
  }
}
