/** What is looked at, in the order in which it is shown. */
export const checkNames = [
  'database',
  'replica',
  'queue',
  'workers',
  'disk',
  'backup',
  'clock',
  'certificate',
] as const;
export type CheckName = (typeof checkNames)[number];

/** `failing` without which nobody can work, or data may be lost; `none` where there is nothing to look at. */
export const levels = ['none', 'ok', 'warning', 'failing'] as const;
export type Level = (typeof levels)[number];

/** What a look found: its words are the page's, by the reason. */
export interface Seen {
  readonly level: Level;
  readonly reason: Reason;
  /** How many, how much, or how long: bytes, seconds, runs, as the reason says. */
  readonly amount?: number;
  /** Of how much. */
  readonly of?: number;
  readonly at?: Date;
}

/** What each check may find: every reason has its sentence and what to do about it on the page. */
export const reasonsOf = {
  database: ['answers', 'slow', 'doesNotAnswer'],
  replica: ['follows', 'behind', 'doesNotAnswer', 'none'],
  queue: ['empty', 'moves', 'stuck', 'cannotBeRead'],
  workers: ['seen', 'elsewhere', 'fewer', 'nobodyWorks', 'cannotBeRead'],
  disk: ['enough', 'low', 'full', 'cannotBeRead'],
  backup: ['recent', 'old', 'never', 'failed', 'notSetUp', 'cannotBeRead'],
  clock: ['agrees', 'differs', 'wasSet', 'cannotBeRead'],
  certificate: ['valid', 'endsSoon', 'ended', 'noCertificate', 'notReached'],
} as const satisfies Readonly<Record<CheckName, readonly string[]>>;
export type Reason = (typeof reasonsOf)[CheckName][number];

export interface Checked extends Seen {
  readonly name: CheckName;
}

export type Checks = Readonly<Record<CheckName, () => Promise<Seen> | Seen>>;

/** Longer than a person would wait is as good as no answer. */
const LOOK_MS = 3_000;
/** A monitor that asks often, or a stranger, makes no more looks than this. */
const KEPT_MS = 2_000;

/** What a check is that did not end in time, or could not be made. */
const without: Readonly<Record<CheckName, Seen>> = {
  database: { level: 'failing', reason: 'doesNotAnswer' },
  replica: { level: 'warning', reason: 'doesNotAnswer' },
  queue: { level: 'failing', reason: 'cannotBeRead' },
  workers: { level: 'warning', reason: 'cannotBeRead' },
  disk: { level: 'warning', reason: 'cannotBeRead' },
  backup: { level: 'warning', reason: 'cannotBeRead' },
  clock: { level: 'warning', reason: 'cannotBeRead' },
  certificate: { level: 'warning', reason: 'notReached' },
};

/** Makes all checks beside each other and keeps what they found for a moment. */
export class Health {
  private kept: { readonly at: number; readonly checks: Promise<readonly Checked[]> } | null = null;

  constructor(
    private readonly checks: Checks,
    private readonly now: () => number = () => performance.now(),
  ) {}

  look(): Promise<readonly Checked[]> {
    const { kept } = this;
    if (kept && this.now() - kept.at < KEPT_MS) return kept.checks;
    const checks = Promise.all(checkNames.map(async (name) => ({ name, ...(await this.one(name)) })));
    this.kept = { at: this.now(), checks };
    return checks;
  }

  private async one(name: CheckName): Promise<Seen> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Seen>((resolve) => (timer = setTimeout(() => resolve(without[name]), LOOK_MS)));
    const looked = (async () => this.checks[name]())().catch(() => without[name]);
    return Promise.race([looked, late]).finally(() => clearTimeout(timer));
  }
}

/** Whether nothing is at this level or beyond it. */
export function isBelow(checks: readonly Pick<Seen, 'level'>[], level: 'warning' | 'failing'): boolean {
  return checks.every((one) => levels.indexOf(one.level) < levels.indexOf(level));
}
