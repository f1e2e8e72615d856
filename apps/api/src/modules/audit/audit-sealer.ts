import { type AuditHead, type AuditHeads, portalChain } from './audit-heads.ts';

const INTERVAL_MS = 1_000;
/** Entries sealed in one transaction: a fraction of a second. */
const AT_ONCE = 10_000;
/** Batches registered in one transaction, and how many such between two rounds of sealing. */
const REGISTERED_AT_ONCE = 1;
const REGISTERED_A_ROUND = 4;

/** What sends a statement to the database: as the application or as the owner. */
export type Query = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** Chains all entries that are committed now; @returns how many. */
export async function sealEntries(query: Query): Promise<number> {
  let sealed = 0;
  for (;;) {
    const [batch] = await query<{ n: number }>('select portal.seal_audit($1) as n', [AT_ONCE]);
    sealed += batch?.n ?? 0;
    if ((batch?.n ?? 0) < AT_ONCE) return sealed;
  }
}

/** Registers the next batches of at most that many chains (`portal.audit_register`); @returns of how many. */
export async function registerEntries(query: Query, most = REGISTERED_AT_ONCE): Promise<number> {
  const [batch] = await query<{ n: number }>('select portal.register_audit($1) as n', [most]);
  return batch?.n ?? 0;
}

/** Where every chain ends now. */
export async function presentHeads(query: Query): Promise<AuditHead[]> {
  const rows = await query<{ study: string | null; sequence: string; hash: string }>(
    `select study, sequence, encode(hash, 'hex') as hash from portal.audit_heads()`,
  );
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  return rows.map(({ study, sequence, hash }) => ({
    study: study ?? portalChain,
    at,
    sequence: Number(sequence),
    hash,
  }));
}

/**
 * Chains and registers new entries of the audit trail every second, and writes the heads of the chains outside the database: once a
 * day for each, and when the portal stops.
 */
export class AuditSealer {
  private timer: NodeJS.Timeout | null = null;
  private underWay: Promise<void> = Promise.resolve();
  private isClosed = false;
  /** Of each chain, the last head that is in its file. */
  private readonly written = new Map<string, AuditHead>();
  private lookedOn = '';
  private isRegistered = false;

  constructor(
    private readonly query: Query,
    private readonly heads: AuditHeads,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  open(): void {
    this.plan(0);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.underWay;
    try {
      await sealEntries(this.query);
      await this.writeHeads(({ sequence }, last) => last?.sequence !== sequence);
    } catch (error) {
      this.onTrouble(error);
    }
  }

  private plan(afterMs: number): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      this.underWay = this.seal()
        .catch(this.onTrouble)
        .finally(() => this.plan(INTERVAL_MS));
    }, afterMs);
    this.timer.unref();
  }

  private async seal(): Promise<void> {
    const sealed = await sealEntries(this.query);
    if (sealed > 0 || !this.isRegistered) await this.register();
    const today = new Date().toISOString().slice(0, 10);
    if (sealed === 0 && today === this.lookedOn) return;
    await this.writeHeads((_, last) => last?.at.slice(0, 10) !== today);
    this.lookedOn = today;
  }

  /** A few batches at a time, so that entries that come meanwhile do not wait for their place in the chain. */
  private async register(): Promise<void> {
    this.isRegistered = false;
    for (let round = 0; round < REGISTERED_A_ROUND && !this.isRegistered && !this.isClosed; round += 1) {
      this.isRegistered = (await registerEntries(this.query)) === 0;
    }
  }

  private async writeHeads(isDue: (head: AuditHead, last: AuditHead | undefined) => boolean): Promise<void> {
    for (const head of await presentHeads(this.query)) {
      const last = this.written.get(head.study) ?? (await this.heads.read(head.study)).at(-1);
      if (isDue(head, last)) await this.heads.append(head);
      this.written.set(head.study, isDue(head, last) || !last ? head : last);
    }
  }
}
