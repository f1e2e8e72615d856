import { setTimeout as wait } from 'node:timers/promises';
import { apiProcess, type EventLoopDelay, watchEventLoop } from './event-loop.ts';
import { portalForBench } from './portal-for-bench.ts';
import { untilDrawn } from './until-drawn.ts';

export interface ApiDuringInference extends EventLoopDelay {
  readonly runs: number;
  readonly seconds: number;
}

interface Batch {
  readonly id: string;
  readonly done: number;
  readonly total: number;
  readonly finishedAt: string | null;
}

/** How long the API's event loop is held up while the worker scores a batch and a reader asks for curves. Aim: 50 ms. */
export async function benchApiDuringInference(): Promise<ApiDuringInference> {
  const portal = await portalForBench();
  try {
    const ask = async <Data>(query: string): Promise<Data> => {
      const answer = await fetch(`${portal.baseUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: portal.cookie },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await answer.json()) as { data: Data; errors?: readonly { message: string }[] };
      if (errors) throw new Error(errors[0]?.message);
      return data;
    };
    await untilDrawn(ask);
    const curves = '{ survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm") { curves { label n } } }';
    // What a process does only the first time (reading sources, compiling) is not a cost of the run.
    for (let i = 0; i < 10; i++) await ask(curves);
    await ask('{ batches(study: "HAIC-DEMO") { id } }');
    const fields = 'id done total finishedAt';
    const watch = await watchEventLoop(apiProcess(portal.home));
    const began = performance.now();
    let { runBatch: batch } = await ask<{ runBatch: Batch }>(
      `mutation { runBatch(study: "HAIC-DEMO", modelId: "haim", provider: cpu) { ${fields} } }`,
    );
    while (batch.finishedAt === null) {
      await ask(curves);
      await wait(250);
      ({ batch } = await ask<{ batch: Batch }>(`{ batch(id: "${batch.id}") { ${fields} } }`));
    }
    if (batch.done !== batch.total) throw new Error(`${batch.done} of ${batch.total} slides were scored`);
    return { ...(await watch.stop()), runs: batch.total, seconds: (performance.now() - began) / 1000 };
  } finally {
    await portal.stop();
  }
}
