/** Attributes that name another element of the same drawing, as `#id`, `url(#id)` or ids between spaces. */
const naming = ['href', 'clip-path', 'mask', 'filter', 'fill', 'stroke', 'aria-labelledby', 'aria-describedby'];

/**
 * Gives the elements of a drawing ids by their place in it. The page's own count what was shown before, so that one figure
 * would be another file each time it is drawn.
 */
export function givePlainIds(drawing: Element): void {
  const named = [...drawing.querySelectorAll('[id]')];
  if (drawing.id) named.unshift(drawing);
  const plain = new Map(named.map(({ id }, i) => [id, `part-${i + 1}`]));
  const renamed = (id: string): string => plain.get(id) ?? id;
  for (const one of [drawing, ...drawing.querySelectorAll('*')]) {
    if (one.id) one.id = renamed(one.id);
    for (const name of naming) {
      const value = one.getAttribute(name);
      if (value === null) continue;
      const next = name.startsWith('aria-')
        ? value.split(' ').map(renamed).join(' ')
        : value.replaceAll(/#([^)"'\s]+)/g, (_, id: string) => `#${renamed(id)}`);
      if (next !== value) one.setAttribute(name, next);
    }
  }
}
