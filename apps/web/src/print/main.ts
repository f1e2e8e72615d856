import './document.ts';
import { inspect } from 'node:util';
import { type AskedOperation, type DrawingOrder, type FromDrawing, type ToDrawing } from '@haim/schema';
import { openDesk, Refused } from './desk.ts';
import { drawFigure } from './figures.ts';
import { drawReport } from './report/draw-report.ts';

/*
 * One order, then the end. The process that started this one sends the order and answers what is asked; it is the only
 * way to any data.
 */

const open = new Map<number, (result: unknown) => void>();
let asked = 0;

function send(message: FromDrawing): Promise<void> {
  return new Promise((done, failed) => {
    if (!process.send) return failed(new Error('print.mjs is started by the portal, which it asks for its data.'));
    process.send(message, undefined, {}, (error: Error | null) => (error ? failed(error) : done()));
  });
}

async function ask(operation: AskedOperation): Promise<unknown> {
  const id = (asked += 1);
  const answer = new Promise<unknown>((answered) => open.set(id, answered));
  await send({ kind: 'ask', id, operation });
  return answer;
}

async function carryOut(order: DrawingOrder): Promise<void> {
  try {
    const desk = await openDesk(ask, order, order.language);
    const files =
      order.kind === 'figure'
        ? await drawFigure(desk, order)
        : await drawReport(desk, order, (step) => void send({ kind: 'step', ...step }));
    await send({ kind: 'files', files });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await send({ kind: 'refused', message: error.message, code: error.code });
  }
  process.disconnect();
  process.exit(0);
}

process.on('message', (message: ToDrawing) => {
  if (message.kind === 'order') {
    carryOut(message.order).catch((error: unknown) => {
      process.stderr.write(`${inspect(error)}\n`);
      process.exit(1);
    });
    return;
  }
  open.get(message.id)?.(message.result);
  open.delete(message.id);
});
// Whoever wanted the drawing is gone.
process.on('disconnect', () => process.exit(0));
await send({ kind: 'ready' });
