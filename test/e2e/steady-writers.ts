import { setTimeout as wait } from 'node:timers/promises';

/** Acceptable answers to an interrupted write; anything else is a fault. */
const inWords = /UNAVAILABLE/;
const broken = /fetch failed|ECONNREFUSED|ECONNRESET|other side closed|terminated/;

interface Stored {
  readonly id: string;
  readonly version: number;
}

/**
 * Adds patients with a baseline record and corrects it, one after the other all the while, as several people would, and
 * remembers what was acknowledged.
 */
export class SteadyWriters {
  /** Codes of the patients. */
  readonly acknowledged: string[] = [];
  /** Tumour sizes in the order in which they were acknowledged, by code. */
  readonly sizes = new Map<string, number[]>();
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
      const patient = await this.tried(() =>
        this.asked<{ createPatient: { id: string } }>(
          `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code,
            demographics: { ageYears: 60, sex: "male" }) { id } }`,
          { code },
        ),
      );
      if (patient === null) continue;
      this.acknowledged.push(code);
      const patientId = patient.createPatient.id;
      let stored: Stored | null = null;
      for (const tumourSizeMm of [60 + (n % 50), 120 + (n % 50)]) {
        const read: Stored | null = stored;
        const saved: { saveBaseline: Stored } | null = await this.tried(() => this.save(patientId, tumourSizeMm, read));
        if (saved === null) break;
        stored = saved.saveBaseline;
        this.sizes.set(code, [...(this.sizes.get(code) ?? []), tumourSizeMm]);
      }
    }
  }

  /** @returns what was acknowledged, null where it was not. */
  private async tried<Data>(write: () => Promise<Data>): Promise<Data | null> {
    const began = Date.now();
    try {
      const data = await write();
      this.lastAt = Math.max(this.lastAt, began);
      await wait(20);
      return data;
    } catch (error) {
      const told = `${String(error)} ${String((error as Error).cause)}`;
      if (!inWords.test(told) && !broken.test(told)) this.odd.push(told);
      await wait(100);
      return null;
    }
  }

  private save(patientId: string, tumourSizeMm: number, read: Stored | null): Promise<{ saveBaseline: Stored }> {
    return this.asked(
      `mutation ($patientId: ID!, $id: ID, $version: Int, $reason: String, $values: BaselineInput!) {
        saveBaseline(patientId: $patientId, id: $id, version: $version, reason: $reason, values: $values) { id version } }`,
      { patientId, ...read, reason: read && 'measured again', values: { tumourSizeMm } },
    );
  }

  /** @throws what was answered where it is not what was asked for. */
  private async asked<Data>(query: string, variables: object): Promise<Data> {
    const answer = await fetch(`${this.baseUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok || /"errors":/.test(text)) throw new Error(`${answer.status} ${text}`);
    return (JSON.parse(text) as { data: Data }).data;
  }
}
