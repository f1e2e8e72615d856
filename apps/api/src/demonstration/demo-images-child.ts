// A process of its own: drawing is arithmetic, and would stop the event loop of whoever waits for it.
import { drawDemoSlide, writeDemoModels } from '@haim/ml';
import { type DemoTask } from './demo-slides.ts';

// A parent that was killed waits for nothing any more.
process.once('disconnect', () => process.exit(1));

for (const task of JSON.parse(process.argv[2] ?? '') as DemoTask[]) {
  if ('draw' in task) await drawDemoSlide(task.draw);
  else await writeDemoModels(task.modelsDir);
}
process.exit(0);
