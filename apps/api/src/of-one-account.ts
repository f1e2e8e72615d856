import { PortalError } from './context/portal-error.ts';

/** Costly work of which one account may have so much under way, with what waits. */
export class OfOneAccount {
  private readonly underWay = new Map<string, number>();

  /** @param refusal - the sentence for whoever asks for more. */
  constructor(
    private readonly most: number,
    private readonly refusal: string,
  ) {}

  /** Does the work. @throws as it does; TOO_MANY_REQUESTS where the account has as much under way as it may. */
  async during<Result>(userId: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.underWay.get(userId) ?? 0;
    if (before >= this.most) throw new PortalError('TOO_MANY_REQUESTS', this.refusal);
    this.underWay.set(userId, before + 1);
    try {
      return await work();
    } finally {
      const left = (this.underWay.get(userId) ?? 1) - 1;
      if (left > 0) this.underWay.set(userId, left);
      else this.underWay.delete(userId);
    }
  }
}
