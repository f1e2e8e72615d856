import tls from 'node:tls';
import { type Seen } from './health.ts';

const DAY_MS = 24 * 3_600_000;
/** Long enough before its end for somebody to do something about it. */
const SOON_MS = 21 * DAY_MS;
/** A certificate lasts for months: it is looked at now and then. */
const LOOK_MS = 3_600_000;
/** One that could not be looked at is tried again sooner. */
const TRY_AGAIN_MS = 60_000;
const PATIENCE_MS = 2_500;

/**
 * Until when the certificate of the proxy in front is valid. The portal has none of its own: it connects to its own
 * address, as a browser does, and sends nothing. Where that address is not https there is nothing to look at.
 */
export class CertificateEnd {
  private kept: { readonly until: number; readonly seen: Promise<Seen> } | null = null;

  constructor(
    private readonly publicUrl: string,
    private readonly now: () => number = () => Date.now(),
  ) {}

  seen(): Promise<Seen> {
    const { kept } = this;
    if (kept && this.now() < kept.until) return kept.seen;
    const seen = this.look();
    this.kept = { until: this.now() + LOOK_MS, seen };
    void seen.then(({ reason }) => {
      if (reason === 'notReached') this.kept = { until: this.now() + TRY_AGAIN_MS, seen };
    });
    return seen;
  }

  private async look(): Promise<Seen> {
    const { protocol, hostname, port } = new URL(this.publicUrl);
    if (protocol !== 'https:') return { level: 'none', reason: 'noCertificate' };
    const end = await endOfCertificate(hostname.replace(/^\[|\]$/g, ''), Number(port || 443));
    if (end === null) return { level: 'warning', reason: 'notReached' };
    const left = end.getTime() - this.now();
    if (left <= 0) return { level: 'failing', reason: 'ended', at: end };
    return left < SOON_MS
      ? { level: 'warning', reason: 'endsSoon', at: end }
      : { level: 'ok', reason: 'valid', at: end };
  }
}

/** @returns null where nothing answers in time. One that has ended is read all the same: that is what is asked. */
function endOfCertificate(host: string, port: number): Promise<Date | null> {
  return new Promise((resolve) => {
    const servername = /^[\d.]+$|:/.test(host) ? undefined : host;
    const socket = tls.connect({ host, port, ...(servername && { servername }), rejectUnauthorized: false }, () => {
      const { valid_to: end } = socket.getPeerCertificate();
      socket.destroy();
      resolve(end ? new Date(end) : null);
    });
    const giveUp = (): void => {
      socket.destroy();
      resolve(null);
    };
    socket.setTimeout(PATIENCE_MS, giveUp);
    socket.on('error', giveUp);
  });
}
