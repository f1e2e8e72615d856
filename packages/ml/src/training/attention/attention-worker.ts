// Runs in a worker thread under plain Node: erasable TypeScript only, and no import of this project's code at run time.
import { open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import type { AttentionFault, AttentionStart, AttentionTask, BagRows } from './attention-threads.ts';

const start = workerData as AttentionStart;
const { width, bags, parts, shared, thread, threads } = start;
ort.env.logLevel = 'fatal'; // it writes to the process's stderr, including absolute paths

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const largest = bags.reduce((most, { rows }) => Math.max(most, rows), 0);
/** Holds a bag that is not kept in memory. Its pages are taken when a large bag first fills them. */
const scratch = new Float32Array(largest * width);

class Fault extends Error {
  readonly fault: AttentionFault;

  constructor(fault: AttentionFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

function bagAt(place: number): BagRows {
  const bag = bags[place];
  if (!bag) throw new RangeError(`there is no bag ${place}`);
  return bag;
}

/** Rows of a bag as they are stored, in memory that the next one overwrites. */
async function readRows(bag: number): Promise<Float32Array> {
  const { rows, source } = bagAt(bag);
  if (typeof source !== 'string') return source;
  const values = scratch.subarray(0, rows * width);
  const file = await open(source).catch(() => null);
  if (!file) throw new Fault({ kind: 'unreadable', bag });
  try {
    const bytes = new Uint8Array(values.buffer, 0, values.byteLength);
    const { size } = await file.stat();
    for (let at = 0; at < bytes.length && size === bytes.length;) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) throw new Fault({ kind: 'unreadable', bag });
      at += bytesRead;
    }
    if (size !== bytes.length) throw new Fault({ kind: 'unreadable', bag });
    if (!isLittleEndian) Buffer.from(bytes.buffer, 0, bytes.length).swap32();
  } finally {
    await file.close();
  }
  return values;
}

/** Mean and sum of squared deviations of each feature over the rows of a bag, one after the other. */
async function measure(bag: number): Promise<void> {
  const values = await readRows(bag);
  const { rows } = bagAt(bag);
  const means = shared.moments.subarray(2 * bag * width, (2 * bag + 1) * width);
  const squares = shared.moments.subarray((2 * bag + 1) * width, (2 * bag + 2) * width);
  means.fill(0);
  squares.fill(0);
  for (let at = 0, row = 0; row < rows; row++) {
    for (let j = 0; j < width; j++, at++) means[j] = (means[j] as number) + (values[at] as number);
  }
  for (let j = 0; j < width; j++) {
    // Also what is not finite in a row: nothing finite makes up for it.
    if (!Number.isFinite(means[j])) throw new Fault({ kind: 'notFinite', bag });
    means[j] = (means[j] as number) / rows;
  }
  for (let at = 0, row = 0; row < rows; row++) {
    for (let j = 0; j < width; j++, at++) {
      squares[j] = (squares[j] as number) + ((values[at] as number) - (means[j] as number)) ** 2;
    }
  }
}

/** As the written graph does it: subtracted and multiplied in float32. */
function standardise(values: Float32Array, into: Float32Array): void {
  const { centre, factor } = shared;
  for (let at = 0; at < into.length;) {
    for (let j = 0; j < width; j++, at++) {
      into[at] = Math.fround((values[at] as number) - (centre[j] as number)) * (factor[j] as number);
    }
  }
}

async function standardised(bag: number): Promise<ort.Tensor> {
  const dims = [bagAt(bag).rows, width];
  const kept = shared.kept[bag];
  if (kept) return new ort.Tensor('float32', kept, dims);
  const values = await readRows(bag);
  const own = scratch.subarray(0, values.length);
  standardise(values, own);
  return new ort.Tensor('float32', own, dims);
}

const options = {
  executionProviders: ['cpu'],
  // One thread for each bag: how a product is divided among threads would change its last digits.
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  // Sizes change from bag to bag, so that a plan of memory for one is of no use for the next.
  enableMemPattern: false,
};
const gradient = await ort.InferenceSession.create(start.gradientGraph, options);
const look = await ort.InferenceSession.create(start.lookGraph, options);

const parameters = Object.fromEntries(
  parts.map(({ name, dims, from, to }) => {
    return [name, new ort.Tensor('float32', shared.parameters.subarray(from, to), [...dims])];
  }),
);
const negativeTarget = new ort.Tensor('float32', [1, 0], [1, 2]);
const positiveTarget = new ort.Tensor('float32', [0, 1], [1, 2]);
const logits = new Float32Array(2);
const logitsOut = new ort.Tensor('float32', logits, [1, 2]);
/** The gradients are written where they are summed. */
const slots = shared.gradients.map((slot) => ({
  logits: logitsOut,
  ...Object.fromEntries(
    parts.map(({ name, dims, from, to }) => {
      return [`${name}:gradient`, new ort.Tensor('float32', slot.subarray(from, to), [...dims])];
    }),
  ),
}));

function keepMargin(bag: number): void {
  shared.margins[bag] = (logits[1] as number) - (logits[0] as number);
}

async function descend(bag: number, slot: number, share: number, positive: boolean): Promise<void> {
  const rows = await standardised(bag);
  const feeds = {
    rows,
    target: positive ? positiveTarget : negativeTarget,
    share: new ort.Tensor('float32', [share], [1]),
  };
  await gradient.run({ ...feeds, ...parameters }, slots[slot] ?? {});
  keepMargin(bag);
}

async function judge(bag: number): Promise<void> {
  await look.run({ rows: await standardised(bag), ...parameters }, { logits: logitsOut });
  keepMargin(bag);
}

/** Adam on this thread's share of the parameters; gradients are summed in the order of the slots. */
function step({ slots: used, rate, decay, power1, power2 }: Extract<AttentionTask, { kind: 'step' }>): void {
  const { gradients, first, second, parameters: values } = shared;
  const from = Math.floor((values.length * thread) / threads);
  const to = Math.floor((values.length * (thread + 1)) / threads);
  const own = gradients.slice(0, used);
  for (let k = from; k < to; k++) {
    const value = values[k] as number;
    let slope = decay * value;
    for (const slot of own) slope += slot[k] as number;
    const m = 0.9 * (first[k] as number) + (1 - 0.9) * slope;
    const v = 0.999 * (second[k] as number) + (1 - 0.999) * slope * slope;
    first[k] = m;
    second[k] = v;
    values[k] = value - (rate * (m / (1 - power1))) / (Math.sqrt(v / (1 - power2)) + 1e-8);
  }
}

async function perform(task: AttentionTask): Promise<void> {
  if (task.kind === 'step') return step(task);
  // Each thread takes the next bag that none has taken; what becomes of a bag does not depend on who took it.
  for (;;) {
    const next = Atomics.add(shared.taken, 0, 1);
    const bag = task.bags[next];
    if (bag === undefined || Atomics.load(shared.ended, 0) !== 0) return;
    if (task.kind === 'measure') await measure(bag);
    else if (task.kind === 'keep') {
      const kept = shared.kept[bag];
      if (kept) standardise(await readRows(bag), kept);
    } else if (task.kind === 'look') await judge(bag);
    else if (task.kind === 'descend') await descend(bag, next, task.shares[next] ?? 0, task.positive[next] === true);
  }
}

parentPort?.postMessage({ ready: true });
parentPort?.on('message', (task: AttentionTask | null) => {
  if (task === null || Atomics.load(shared.ended, 0) !== 0) return parentPort?.close();
  perform(task).then(
    () => parentPort?.postMessage({ done: true }),
    (error: unknown) => {
      const fault = error instanceof Fault ? error.fault : { kind: 'failed', message: String(error) };
      parentPort?.postMessage({ fault });
    },
  );
});
