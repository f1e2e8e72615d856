// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LocaleProvider } from '@/i18n/locale-provider.tsx';
import { messages } from '@/i18n/messages.ts';
import { attentionColour } from './attention-colours.ts';
import { type Heatmap } from './heatmap.ts';
import { HeatmapBar } from './heatmap-bar.tsx';
import { PatchGallery } from './patch-gallery.tsx';
import { PatchTable } from './patch-table.tsx';
import { PatchFinder } from './sensitivity-map.ts';

const map = { sizePx: 448, x: [0, 448], y: [0, 0], block: [0, 1], value: [0.25, 1.75] };
const heatmap: Heatmap = {
  ...{ kind: 'attention', map, scale: 0, percentile: [50, 100], positiveClass: '', negativeClass: '' },
  ...{ isSynthetic: false, signAt: () => null, hasLines: false, finder: new PatchFinder(map) },
  ...{ isShown: true, toggle: () => undefined, opacity: 0.6, setOpacity: () => undefined },
  ...{ isBeside: false, toggleBeside: () => undefined, chosen: null, target: null },
  ...{ goTo: () => undefined, step: () => undefined, colourAt: () => attentionColour(100) },
};

function look(element: ReactElement, locale: 'en' | 'zh'): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <LocaleProvider locale={locale} messages={messages[locale]}>
        {element}
      </LocaleProvider>
    </MantineProvider>,
  );
}

it('attention has a scale of ranks, and a switch where sensitivity is there too', () => {
  const choose = () => undefined;
  const alone = look(<HeatmapBar heatmap={heatmap} layers={{ heatmap, kinds: ['attention'], choose }} />, 'en');
  for (const text of ['least attention', 'most attention', '0 %', '75 %', '100 %']) expect(alone).toContain(text);
  expect(alone).not.toContain('role="radiogroup"');
  const both = { heatmap, kinds: ['sensitivity', 'attention'], choose } as const;
  expect(look(<HeatmapBar heatmap={heatmap} layers={both} />, 'en')).toContain('role="radiogroup"');
  expect(look(<HeatmapBar heatmap={heatmap} layers={both} />, 'zh')).toContain('注意力最高');
});

it('the patch with the most attention is named first, as a multiple of an even share', () => {
  const file = { widthPx: 896, heightPx: 448, tileSize: 256, overlap: 1, maxLevel: 10 };
  const gallery = look(<PatchGallery slideId="s" file={file} heatmap={heatmap} direction={1} />, 'en');
  expect(gallery).toContain('Number 1: attention 1.75× of an even share, x 448, y 0 px. Show on the slide');
  expect(gallery.indexOf('1.75×')).toBeLessThan(gallery.indexOf('0.25×'));
  const table = look(<PatchTable heatmap={heatmap} hasBlocks={false} />, 'zh');
  expect(table).toContain('相对平均份额');
  expect(table).toContain('1.75×');
  expect(table).not.toContain('趋向');
});
