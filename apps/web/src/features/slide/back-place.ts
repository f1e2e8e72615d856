export interface BackPlace {
  readonly page: 'slides' | 'models';
  /** Below the study's own address. */
  readonly address: string;
}

/** Where a slide's page leads back to: one of two pages of its study with their settings, never elsewhere. */
export function backPlace(from: string | null): BackPlace {
  const [, page, query] = /^(slides|models)\?([^#]*)$/.exec(from ?? '') ?? [];
  if (page !== 'slides' && page !== 'models') return { page: 'slides', address: 'slides' };
  const settings = new URLSearchParams(query).toString();
  return { page, address: settings === '' ? page : `${page}?${settings}` };
}
