// A separate process: drawing is pure computation, and would block the event loop of its caller.
import { drawDemoSlide, writeDemoModels } from '@haim/ml';
import { type DemoTask } from './demo-slides.ts';

// After a killed parent there is nothing left to do.
process.once('disconnect', () => process.exit(1));

process.on('message', (task: DemoTask) => {
  const made = 'draw' in task ? drawDemoSlide(task.draw) : writeDemoModels(task.modelsDir);
  // An error ends the process, which notifies the parent; the reason is in its log.
  void made.then(() => process.send?.('made'));
});
