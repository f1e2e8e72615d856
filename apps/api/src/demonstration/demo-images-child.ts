// A process of its own: drawing is arithmetic, and would stop the event loop of whoever waits for it.
import { drawDemoSlide, writeDemoModels } from '@haim/ml';
import { type DemoTask } from './demo-slides.ts';

// A parent that was killed waits for nothing any more.
process.once('disconnect', () => process.exit(1));

process.on('message', (task: DemoTask) => {
  const made = 'draw' in task ? drawDemoSlide(task.draw) : writeDemoModels(task.modelsDir);
  // What fails ends the process: the parent is told by that, and the reason stands in its log.
  void made.then(() => process.send?.('made'));
});
