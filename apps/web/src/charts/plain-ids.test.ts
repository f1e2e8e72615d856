// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { givePlainIds } from './plain-ids.ts';

const drawn = (first: string, second: string): string => {
  const place = document.createElement('div');
  place.innerHTML =
    `<svg aria-labelledby="${second}"><title id="${second}">Curve</title><defs><clipPath id="${first}"><rect/></clipPath></defs>` +
    `<g clip-path="url(#${first})"><path fill="#0072b2" stroke="url(#elsewhere)"/></g><use href="#${first}"/></svg>`;
  givePlainIds(place.firstElementChild!);
  return place.innerHTML;
};

it('a drawing is the same text whatever was drawn before it', () => {
  const text = drawn('clip-_r_5o_', '_r_55_');
  expect(text).toBe(drawn('clip-_r_7_', '_r_1_'));
  expect(text).toBe(
    '<svg aria-labelledby="part-1"><title id="part-1">Curve</title><defs><clipPath id="part-2"><rect></rect></clipPath></defs>' +
      '<g clip-path="url(#part-2)"><path fill="#0072b2" stroke="url(#elsewhere)"></path></g><use href="#part-2"></use></svg>',
  );
});

it('an id is given once, and each drawing of a document has its own', () => {
  const place = document.createElement('div');
  place.innerHTML =
    '<svg><g id="row:Fatigue"></g><text id="row:Fatigue">Fatigue</text><use href="#row:Fatigue"></use></svg>';
  givePlainIds(place.firstElementChild!, 'safety-0');
  expect(place.innerHTML).toBe('<svg><g id="safety-0-1"></g><text>Fatigue</text><use href="#safety-0-1"></use></svg>');
});
