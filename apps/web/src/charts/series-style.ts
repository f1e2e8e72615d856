export type Scheme = 'light' | 'dark';

/** How series are distinguished: always by colour and by dash, so that they stay distinct in greyscale print. */
export interface SeriesStyle {
  readonly stroke: string;
  /** For text in the colour of the series: darker, since text needs more contrast than a line. */
  readonly text: string;
  readonly dash: string | undefined;
}

type Tones = Readonly<Record<Scheme, Omit<SeriesStyle, 'dash'>>>;

const vermillion: Tones = {
  light: { stroke: '#D55E00', text: '#A84500' },
  dark: { stroke: '#E69F00', text: '#E69F00' },
};
const blue: Tones = { light: { stroke: '#0072B2', text: '#005A8E' }, dark: { stroke: '#56B4E9', text: '#56B4E9' } };
const green: Tones = { light: { stroke: '#008A64', text: '#006B4D' }, dark: { stroke: '#4CC9A0', text: '#4CC9A0' } };
const purple: Tones = { light: { stroke: '#A8508A', text: '#8A3A70' }, dark: { stroke: '#E3A5C7', text: '#E3A5C7' } };
const grey: Tones = { light: { stroke: '#595959', text: '#4A4A4A' }, dark: { stroke: '#C4C8CC', text: '#C4C8CC' } };
const olive: Tones = { light: { stroke: '#85691A', text: '#6B5310' }, dark: { stroke: '#D8C15A', text: '#D8C15A' } };

const dashes = ['6 3', undefined, '2 3', '10 3 2 3', '12 4', '4 2 1 2'] as const;

/** The arms of a study, in order of their codes: the same colour and dash in every figure. */
export function armStyle(index: number, scheme: Scheme): SeriesStyle {
  return styleOf([vermillion, blue, green, purple, olive, grey], dashes, index, scheme);
}

/** Any other grouping keeps clear of the two colours that mean an arm, as far as the number of groups permits. */
export function groupStyle(index: number, scheme: Scheme): SeriesStyle {
  return styleOf(
    [green, purple, olive, grey, vermillion, blue],
    [undefined, '6 3', '2 3', '10 3 2 3', '12 4', '4 2 1 2'],
    index,
    scheme,
  );
}

function styleOf(
  tones: readonly Tones[],
  dashOf: readonly (string | undefined)[],
  index: number,
  scheme: Scheme,
): SeriesStyle {
  const tone = tones[index % tones.length] ?? grey;
  return { ...tone[scheme], dash: dashOf[index % dashOf.length] };
}

/** Background, axes and text of every figure, as literal colours: a variable would be lost in an exported file. */
export const figureInk = {
  light: { ground: '#ffffff', text: '#333333', muted: '#8a9299', grid: '#e3e7ea', synthetic: '#6b4a00' },
  dark: { ground: '#1d1f22', text: '#d5d9dc', muted: '#7d858c', grid: '#33373c', synthetic: '#f3d488' },
} as const satisfies Record<Scheme, Record<string, string>>;

/** Arial metrics, as journals require; Chinese text falls back to the second family. */
export const figureFont = "Arimo, Arial, Helvetica, 'Noto Sans SC Variable', 'Noto Sans CJK SC', sans-serif";
