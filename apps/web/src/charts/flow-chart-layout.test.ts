import { describe, expect, it } from 'vitest';
import { type FlowBox, type FlowPicture, layoutFlow, wrapped } from './flow-chart-layout.ts';

const box = (key: string, lines = ['n = 10']): FlowBox => ({ key, title: key, lines, href: null, spoken: key });
const picture: FlowPicture = {
  common: [
    { box: box('Screened'), exit: box('Left', ['n = 2', 'Declined 1', 'Another reason of some length 1']) },
    { box: box('Enrolled'), exit: null },
  ],
  arms: ['HAIC', 'HTI'].map((key) => ({
    key,
    rows: [
      { box: box(`${key} treated`), exit: box(`${key} lost`) },
      { box: box(`${key} analysed`), exit: null },
    ],
  })),
};

describe('the places of a flow of patients', () => {
  it.each([320, 390, 800, 1200])('are within %s px, and no box covers another', (width) => {
    const { boxes, heightPx } = layoutFlow(picture, width);
    expect(boxes.map(({ box: { key } }) => key)).toHaveLength(9);
    for (const [i, a] of boxes.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThanOrEqual(heightPx);
      for (const b of boxes.slice(i + 1)) {
        const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart, `${a.box.key} and ${b.box.key}`).toBe(true);
      }
    }
  });

  it('are beside each other for the arms where there is room, and below each other on a phone', () => {
    const tops = (width: number) =>
      layoutFlow(picture, width)
        .boxes.filter(({ box: { key } }) => key.endsWith('treated'))
        .map(({ y }) => y);
    expect(tops(900)[0]).toBe(tops(900)[1]);
    expect(tops(390)[0]).toBeLessThan(tops(390)[1]!);
  });

  it('break a text between words, and Chinese between characters', () => {
    expect(wrapped('Lost to follow-up', 60)).toEqual(['Lost to', 'follow-up']);
    // Four characters of 12 px.
    expect(wrapped('不符合入排标准', 50)).toEqual(['不符合入', '排标准']);
  });
});
