interface KeyPress {
  readonly key: string;
  readonly keyCode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly nativeEvent: { readonly isComposing: boolean };
}

/**
 * What an Enter means in a form. While an input method composes, Enter picks a word and means nothing here;
 * Safari reports it after the composition has ended, recognisable only by key code 229.
 */
export function enterMeans(press: KeyPress): 'next' | 'save' | 'saveAndGoOn' | null {
  if (press.key !== 'Enter' || press.nativeEvent.isComposing || press.keyCode === 229) return null;
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return press.shiftKey ? 'saveAndGoOn' : 'save';
  return press.shiftKey ? null : 'next';
}

/** Moves the focus to the next field that is asked; false if there is none. */
export function focusNextField(form: HTMLElement, from: Element): boolean {
  const fields = [...form.querySelectorAll<HTMLElement>('[data-field]')];
  // The innermost one: a field may hold another, as a choice does that asks for a value of its own.
  const at = fields.findLastIndex((field) => field.contains(from));
  const next = fields.slice(at + 1).find((field) => !('unasked' in field.dataset) && focusField(field));
  return next !== undefined;
}

/** Focuses the input of a field: the chosen radio button if there is one. */
export function focusField(field: HTMLElement): boolean {
  const target = field.querySelector<HTMLElement>('input:checked') ?? field.querySelector<HTMLElement>('input, select');
  target?.focus();
  if (target instanceof HTMLInputElement && target.type === 'text') target.select();
  return target !== null;
}
