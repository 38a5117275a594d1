// @ts-check
/** Our own icons, drawn in the text's colour. */
import { h } from './dom.js';

/** 24 × 24, one stroke. */
const PATHS = {
  close: 'm6.5 6.5 11 11M17.5 6.5l-11 11',
  menu: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  send: 'M12 19V5.5M6 11l6-6 6 6',
  out: 'M8.5 15.5 17 7M9.5 7H17v7.5',
  check: 'm5.5 12.5 4.5 4.5 8.5-10',
  down: 'm7 10 5 5 5-5',
  person: 'M8 8a4 4 0 1 0 8 0 4 4 0 0 0-8 0ZM5 20c0-7 14-7 14 0',
  assistant: 'M6.5 4h11v16h-11ZM9.5 8.5h5M9.5 12h5M9.5 15.5h2.5',
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  return h(`svg.icon.icon-${name}`, { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, h('path', { d: PATHS[name] }));
}
