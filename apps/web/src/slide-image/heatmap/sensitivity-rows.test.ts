import { expect, it } from 'vitest';
import { figureCsv } from '@/charts/figure-csv.ts';
import { sensitivityRows } from './sensitivity-rows.ts';

it('sensitivity rows contain every patch, the strongest first, each with its meaning', () => {
  const rows = sensitivityRows(
    { sizePx: 512, x: [0, 512, 1024], y: [0, 0, 512], block: [0, 1, 2], value: [0.0125, -0.25, 0] },
    {
      slide: 'B-01',
      inference: 'run-1',
      model: 'haim',
      modelSha256: 'abc',
      prps: 0.75,
      positiveClass: 'SD/PD',
      negativeClass: 'CR/PR',
      weights: 'demonstration weights, not a prediction',
      method: 'Change of PRPS.',
    },
  );
  const rest = 'B-01,run-1,haim,abc,0.75,"demonstration weights, not a prediction",Change of PRPS.';
  expect(figureCsv(rows).replace('\uFEFF', '').split('\r\n')).toEqual([
    'rank,x_px,y_px,side_px,prps_change,pushes_toward,block,slide,inference,model,model_sha256,prps,weights,method',
    `1,512,0,512,-0.25,CR/PR,1,${rest}`,
    `2,0,0,512,0.0125,SD/PD,0,${rest}`,
    `3,1024,512,512,0,,2,${rest}`,
    '',
  ]);
});
