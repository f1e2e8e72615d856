export interface RocInk {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly ground: string;
  readonly mark: string;
}

/** Literal colours: a variable would be lost where the figure leaves the page. */
export const rocInk: Readonly<Record<'light' | 'dark', RocInk>> = {
  light: { text: '#1f2328', muted: '#57606a', grid: '#e4e7eb', ground: '#ffffff', mark: '#1f2328' },
  dark: { text: '#e6e8eb', muted: '#a5adb8', grid: '#343a42', ground: '#1a1b1e', mark: '#f2f4f6' },
};

/** Dash and colour belong to a place in the list of sets, so that one set looks the same in every figure. */
export type RocStyle = 0 | 1 | 2 | 3;

interface RocStroke {
  readonly light: string;
  readonly dark: string;
  readonly dash: string | undefined;
}

/** Apart from the two arm colours, at least 3:1 on the ground of either scheme, and told apart by dash in grey. */
const strokes: Readonly<Record<RocStyle, RocStroke>> = {
  0: { light: '#3b4754', dark: '#c9d1d9', dash: undefined },
  1: { light: '#007a5a', dark: '#2fbf96', dash: '7 3' },
  2: { light: '#a3477f', dark: '#e08fbf', dash: '2 3' },
  3: { light: '#6b5b00', dark: '#d6c34a', dash: '9 3 2 3' },
};

export function rocStroke(style: RocStyle, scheme: 'light' | 'dark'): { stroke: string; dash: string | undefined } {
  return { stroke: strokes[style][scheme], dash: strokes[style].dash };
}
