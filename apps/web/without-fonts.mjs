/** Takes the fonts out of a style sheet that brings its own as `data:`, which the content policy refuses. */
export default function withoutFonts(css) {
  return css.replace(/@font-face\s*\{[^}]*\}/g, '');
}
