/** Adds up the wall time of named stages. */
export interface StageTimer {
  <Result>(stage: string, work: () => Promise<Result>): Promise<Result>;
  seconds(stage: string): number;
}

/** @returns a timer at zero; call it around a stage. */
export function stageTimer(): StageTimer {
  const spent = new Map<string, number>();
  const timed = async <Result>(stage: string, work: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      spent.set(stage, (spent.get(stage) ?? 0) + (performance.now() - began) / 1000);
    }
  };
  return Object.assign(timed, { seconds: (stage: string) => spent.get(stage) ?? 0 });
}
