// @ts-check
/** Shows how far the asking of golden questions is, and then its result. */
import { fill } from '/widget/dom.js';

const LOOK_EVERY = 700; // milliseconds

const bar = /** @type {HTMLProgressElement} */ (document.getElementById('progress'));
const told = /** @type {HTMLElement} */ (document.getElementById('told'));

async function look() {
  try {
    const response = await fetch(String(bar.dataset.at));
    if (!response.ok) return location.reload(); // the page says what is wrong
    /** @type {{ done: number, of: number, ready: boolean }} */
    const now = await response.json();
    if (now.ready) return location.reload();
    bar.value = now.done;
    bar.max = now.of;
    told.textContent = fill(String(told.dataset.words), { done: now.done, of: now.of });
  } catch {
    // no connection: the next look may have one
  }
  setTimeout(look, LOOK_EVERY);
}

setTimeout(look, LOOK_EVERY);
