/** Attributes that name another element of the same drawing, as `#id`, `url(#id)` or ids between spaces. */
const naming = ['href', 'clip-path', 'mask', 'filter', 'fill', 'stroke', 'aria-labelledby', 'aria-describedby'];

/**
 * Gives the elements of a drawing ids by their place in it. The page's own count what was shown before, so that one figure
 * would be another file each time it is drawn.
 *
 * @param prefix - of every id; in a document that has several drawings each has its own.
 */
export function givePlainIds(drawing: Element, prefix = 'part'): void {
  const named = [...drawing.querySelectorAll('[id]')];
  if (drawing.id) named.unshift(drawing);
  const ids = [...new Set(named.map(({ id }) => id))];
  const plain = new Map(ids.map((id, i) => [id, `${prefix}-${i + 1}`]));
  const given = new Set<string>();
  const renamed = (id: string): string => plain.get(id) ?? id;
  for (const one of [drawing, ...drawing.querySelectorAll('*')]) {
    // A bar, its letters and its focus may all have the id of their row: what names it means the first.
    if (one.id && given.has(one.id)) one.removeAttribute('id');
    else if (one.id) {
      given.add(one.id);
      one.id = renamed(one.id);
    }
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
