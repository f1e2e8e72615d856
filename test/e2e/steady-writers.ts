import { setTimeout as wait } from 'node:timers/promises';

/** Acceptable answers to an interrupted write; anything else is a fault. */
const inWords = /UNAVAILABLE/;
const broken = /fetch failed|ECONNREFUSED|ECONNRESET|other side closed|terminated/;

/** Adds patients one after the other all the while, as several people would, and remembers what was acknowledged. */
export class SteadyWriters {
  readonly acknowledged: string[] = [];
  /** Answers that neither confirmed nor explained a refusal. */
  readonly odd: string[] = [];
  private isOver = false;
  private readonly working: Promise<unknown>;
  private lastAt = Date.now();

  constructor(
    private readonly baseUrl: string,
    private readonly cookie: string,
    private readonly prefix: string,
    people = 4,
  ) {
    this.working = Promise.all(Array.from({ length: people }, (_, i) => this.work(i)));
  }

  /** Milliseconds from now until somebody's write is acknowledged that was begun from now on. */
  async untilOneIsTaken(withinMs: number): Promise<number> {
    const began = Date.now();
    while (this.lastAt < began) {
      if (Date.now() - began > withinMs) return Infinity;
      await wait(20);
    }
    return Date.now() - began;
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.working;
  }

  private async work(person: number): Promise<void> {
    for (let n = 0; !this.isOver; n += 1) {
      const code = `${this.prefix}-${person}-${n}`;
      const began = Date.now();
      const told = await this.add(code).catch((error: unknown) => `${String(error)} ${String((error as Error).cause)}`);
      if (told === null) {
        this.acknowledged.push(code);
        this.lastAt = Math.max(this.lastAt, began);
      } else if (!inWords.test(told) && !broken.test(told)) this.odd.push(told);
      await wait(told === null ? 20 : 100);
    }
  }

  /** @returns null if the patient was added, otherwise the answer. */
  private async add(code: string): Promise<string | null> {
    const answer = await fetch(`${this.baseUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie },
      body: JSON.stringify({
        query: `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code,
          demographics: { ageYears: 60, sex: "male" }) { id } }`,
        variables: { code },
      }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    return answer.ok && /"createPatient":\{"id":/.test(text) ? null : `${answer.status} ${text}`;
  }
}
