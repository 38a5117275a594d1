// @ts-check
/** Our own icons, drawn in the text's colour. */

/** Our own icons: 24 × 24, one stroke. */
const PATHS = {
  close: ['m6.5 6.5 11 11', 'm17.5 6.5-11 11'],
  menu: ['M5.5 12h.01', 'M12 12h.01', 'M18.5 12h.01'],
  send: ['M12 19V5.5', 'm6 11 6-6 6 6'],
  out: ['M8.5 15.5 17 7', 'M9.5 7H17v7.5'],
  check: ['m5.5 12.5 4.5 4.5 8.5-10'],
  down: ['m7 10 5 5 5-5'],
  person: ['M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5Z',
    'M4.75 20c.5-3.4 3.4-5.5 7.25-5.5s6.75 2.1 7.25 5.5'],
  assistant: ['M6.5 4h11v16h-11Z', 'M9.5 8.5h5', 'M9.5 12h5', 'M9.5 15.5h2.5'],
};

/**
 * @param {keyof typeof PATHS} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', `icon icon-${name}`);
  for (const d of PATHS[name]) {
    drawing.appendChild(document.createElementNS(space, 'path')).setAttribute('d', d);
  }
  return drawing;
}
