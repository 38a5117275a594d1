// @ts-check
/**
 * The configurator: asks for its own page again while something is changed, takes from it what the server
 * says (verdict, problems, lines), and hands the chat in the frame what it is to look like.
 */

/** @typedef {{ attributes: Record<string, string>, style: Record<string, string> }} Looks */

/** Milliseconds after the last change. */
const PAUSE = 200;
/** Attributes that the chat follows by itself, and those that it reads when it is put on a page. */
const LIVE = ['lang', 'position', 'theme'];
const REREAD = ['words', 'suggestions'];

const form = /** @type {HTMLFormElement} */ (document.getElementById('choices'));
const frame = /** @type {HTMLIFrameElement} */ (document.getElementById('preview'));
const colour = /** @type {HTMLInputElement} */ (document.getElementById('colour'));
const picked = /** @type {HTMLInputElement} */ (document.getElementById('picked'));
let timer = 0;
let asking = new AbortController();

/** What is not empty, as an address has it. */
function query() {
  const chosen = [...new FormData(form)].filter(([, value]) => String(value).trim());
  return new URLSearchParams(/** @type {[string, string][]} */ (chosen)).toString();
}

async function update() {
  clearTimeout(timer);
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const address = `${form.getAttribute('action')}?${query()}`;
  try {
    const response = await fetch(address, { credentials: 'same-origin', signal });
    const told = new DOMParser().parseFromString(await response.text(), 'text/html');
    // signed out meanwhile, or something else that this page can't show
    if (!told.getElementById('looks')) return location.assign(address);
    history.replaceState(null, '', address);
    take(told);
  } catch (error) {
    if (!signal.aborted) timer = window.setTimeout(update, 10 * PAUSE);
  }
}

/** @param {Document} told the page as the server has it now */
function take(told) {
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = told.getElementById(part.id);
    // what says the same is left alone: nobody hears it twice
    if (!fresh || part.innerHTML === fresh.innerHTML) continue;
    if (part instanceof HTMLTextAreaElement) part.value = fresh.textContent ?? '';
    part.replaceChildren(...fresh.childNodes);
  }
  for (const field of form.querySelectorAll('.input[id]')) {
    const fresh = told.getElementById(field.id);
    if (fresh?.hasAttribute('aria-invalid')) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    if (field instanceof HTMLInputElement) field.placeholder = fresh?.getAttribute('placeholder') ?? '';
  }
  const looks = told.getElementById('looks')?.dataset.looks ?? '{}';
  /** @type {HTMLElement} */ (document.getElementById('looks')).dataset.looks = looks;
  show();
}

/** Hands the chat in the frame what was chosen. */
function show() {
  /** @type {Looks} */
  const { attributes, style } = JSON.parse(document.getElementById('looks')?.dataset.looks ?? '{}');
  const chat = /** @type {HTMLElement | null | undefined} */ (frame.contentDocument?.querySelector('clause-chat'));
  if (!chat) return; // not there yet
  const kept = (/** @type {string} */ name) => (chat.getAttribute(name) ?? '') === (attributes[name] ?? '');
  if (!REREAD.every(kept)) frame.contentWindow?.location.replace(`${location.pathname}/preview${location.search}`);
  for (const name of LIVE) {
    if (name in attributes) chat.setAttribute(name, attributes[name]);
    else chat.removeAttribute(name);
  }
  for (const name of ['--clause-accent', '--clause-z']) {
    if (name in style) chat.style.setProperty(name, style[name]);
    else chat.style.removeProperty(name);
  }
}

form.addEventListener('input', (event) => {
  if (event.target === picked) colour.value = picked.value;
  if (event.target === colour && /^#[0-9a-f]{6}$/i.test(colour.value)) picked.value = colour.value;
  clearTimeout(timer);
  timer = window.setTimeout(update, PAUSE);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  update();
});
picked.hidden = false;
/** @type {HTMLElement} */ (document.getElementById('show')).hidden = true;
frame.addEventListener('load', show);
show();
