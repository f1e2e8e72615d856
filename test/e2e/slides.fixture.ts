import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ask, type Email, portal, signIn } from './portal.fixture.ts';
import { processesOf } from './processes.ts';
import { environment, repositoryRoot } from './start-portal.ts';

export interface SlideUnderTest {
  readonly id: string;
  readonly centre: string;
  readonly patientCode: string;
  readonly file: {
    sha256: string;
    widthPx: number;
    heightPx: number;
    tileSize: number;
    overlap: number;
    maxLevel: number;
  };
}

export interface Run {
  readonly id: string;
  readonly status: string;
  readonly stage: string | null;
  readonly done: number | null;
  readonly prps: number | null;
  readonly attempts: number;
  readonly errorCode: string | null;
}

export const runFields = 'id status stage done prps attempts errorCode';
const drawingPatienceMs = 400_000;

/**
 * The slides of the demonstration by patient, once this many are drawn and the model is made: after the portal is
 * ready.
 */
async function untilDrawn(
  as: Email,
  expected: number,
  isWanted: (evaluationSet: string | null) => boolean,
): Promise<SlideUnderTest[]> {
  const query = `{ models { usable } slides(study: "HAIC-DEMO") {
    id centre patientCode evaluationSet file { sha256 widthPx heightPx tileSize overlap maxLevel synthetic } } }`;
  for (const end = Date.now() + drawingPatienceMs; ; await wait(1_000)) {
    const { data } = await ask<{
      models: { usable: boolean }[];
      slides: (SlideUnderTest & { evaluationSet: string | null; file: { synthetic: boolean } })[];
    }>(as, query);
    const drawn = data?.slides.filter(({ file, evaluationSet }) => file.synthetic && isWanted(evaluationSet)) ?? [];
    if (drawn.length >= expected && data?.models.some(({ usable }) => usable)) return drawn;
    if (Date.now() > end) throw new Error(`${drawn.length} of ${expected} slides are drawn`);
  }
}

/** Those of the test sets. */
export const drawnSlidesOf = (as: Email, expected = 8): Promise<SlideUnderTest[]> =>
  untilDrawn(as, expected, (evaluationSet) => evaluationSet !== 'training');

/** Those of the test sets and the sixteen of the training set. */
export const allDrawnSlides = (as: Email): Promise<SlideUnderTest[]> => untilDrawn(as, 24, () => true);

/** Asks for a run of the demonstration model on the CPU. */
export async function startRun(as: Email, slideId: string, modelId = 'haim'): Promise<Run> {
  const { data, errors } = await ask<{ runInference: Run }>(
    as,
    `mutation ($slideId: ID!, $modelId: ID!) { runInference(slideId: $slideId, modelId: $modelId, provider: cpu) { ${runFields} } }`,
    { slideId, modelId },
  );
  if (!data?.runInference) throw new Error(JSON.stringify(errors));
  return data.runInference;
}

/** What the portal sends about a run, event by event, until it reports that the run is over. */
export async function* follow(as: Email, id: string, fields = runFields): AsyncGenerator<Run, void> {
  for await (const { data, errors } of events(as, `subscription { inferenceProgress(id: "${id}") { ${fields} } }`)) {
    if (errors) throw new Error(JSON.stringify(errors));
    if (data) yield data.inferenceProgress;
  }
}

interface Event {
  readonly data?: { inferenceProgress: Run } | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

/** Server-sent events of one subscription. */
export async function* events(as: Email, query: string): AsyncGenerator<Event, void> {
  const leaving = new AbortController();
  const answer = await fetch(`${portal().baseUrl}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie: await signIn(as) },
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  });
  if (!answer.body) throw new Error(`no stream: ${answer.status}`);
  try {
    let rest = '';
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (block.startsWith('event: complete')) return;
        if (block.startsWith('event: next')) yield JSON.parse(block.slice(block.indexOf('data: ') + 6)) as Event;
      }
    }
  } finally {
    leaving.abort();
  }
}

/** Follows a run to its end. */
export async function lastOf(as: Email, id: string): Promise<Run> {
  let last: Run | null = null;
  for await (const run of follow(as, id)) last = run;
  if (!last) throw new Error('not a single event');
  return last;
}

/** Runs `portal …` beside the portal under test. */
export function portalCommand(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['bin/bootstrap.mjs', 'portal', ...args], {
    cwd: repositoryRoot,
    env: environment({ PORTAL_HOME: portal().home }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 1, out, err })));
}

export const workerFile = path.join(repositoryRoot, 'apps/api/src/worker.ts');

/** The process ids of the portal's workers; Linux only, none elsewhere. */
export function workers(): number[] {
  if (process.platform !== 'linux') return [];
  return processesOf(portal().home).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(workerFile);
    } catch {
      return false;
    }
  });
}
