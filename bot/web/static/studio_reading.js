// @ts-check
/** Says how far a text is read, and goes on to it when it is done. */
import { fill } from '/widget/dom.js';

const EVERY = 500; // milliseconds
const place = /** @type {HTMLElement} */ (document.getElementById('reading'));
const bar = /** @type {HTMLProgressElement} */ (document.getElementById('bar'));
const line = /** @type {HTMLElement} */ (document.getElementById('said'));

/** @typedef {{ state: 'running' | 'done' | 'failed', done: number, of: number, where: string }} State */

async function look() {
  try {
    const response = await fetch(`${location.pathname}/state`, { headers: { Accept: 'application/json' } });
    if (!response.ok) {
      location.reload(); // the page says why
      return;
    }
    /** @type {State} */
    const now = await response.json();
    if (now.state === 'done') return location.replace(now.where);
    if (now.state === 'failed') return location.reload();
    if (now.of) {
      bar.max = now.of;
      bar.value = now.done;
      line.textContent = fill(place.dataset.progress ?? '', { done: now.done, of: now.of });
    }
  } catch {
    line.textContent = place.dataset.offline ?? '';
  }
  setTimeout(look, EVERY);
}

look();
