// @ts-check
/** Corrects a text without leaving the page: what a form or a link brings is put in place of the old. */

/** Where both columns and the page stand. */
function places() {
  return [document.scrollingElement, ...document.querySelectorAll('.scroll')].map((one) => one?.scrollTop ?? 0);
}

/** @param {number[]} tops */
function restore(tops) {
  [document.scrollingElement, ...document.querySelectorAll('.scroll')].forEach((one, place) => {
    if (one) one.scrollTop = tops[place] ?? 0;
  });
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 */
async function bring(address, options) {
  const tops = places();
  const response = await fetch(address, { ...options, credentials: 'same-origin' });
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  const main = fresh.getElementById('text');
  if (!main) {
    // signed out, or on the way to a draft: that page is the one to see
    location.assign(response.url);
    return;
  }
  document.getElementById('text')?.replaceWith(document.importNode(main, true));
  const target = new URL(address, location.href).hash.slice(1) || new URL(response.url).hash.slice(1);
  restore(tops);
  showLine();
  return target;
}

/** @param {string | undefined} id */
function focusAt(id) {
  const place = id ? document.getElementById(id) : null;
  const first = /** @type {HTMLElement | null} */ (
    place?.querySelector('.tools button, .doubt button') ?? place?.querySelector('a') ?? document.getElementById('main')
  );
  first?.focus({ preventScroll: Boolean(place) });
  place?.scrollIntoView({ block: 'nearest' });
}

/** Marks in the file the line that the pointer or the keyboard is at. */
function showLine() {
  for (const piece of document.querySelectorAll('.piece[data-line]')) {
    for (const type of ['pointerenter', 'focusin']) {
      piece.addEventListener(type, () => {
        document.querySelector('.source .here')?.classList.remove('here');
        const line = document.getElementById(`l${piece.getAttribute('data-line')}`);
        const scroll = document.getElementById('source');
        if (!line || !scroll) return;
        line.classList.add('here');
        if (type === 'focusin') scroll.scrollTop = line.offsetTop - scroll.offsetTop - scroll.clientHeight / 3;
      });
    }
  }
}

document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.closest('#text')) return;
  event.preventDefault();
  const body = new FormData(form, /** @type {SubmitEvent} */ (event).submitter);
  const place = String(body.get('place') ?? '-1');
  bring(form.action, { method: 'POST', body: new URLSearchParams(/** @type {any} */ (body)) }).then((target) =>
    focusAt(body.get('do') === 'undo' ? 'corrections' : target || `p${place}`),
  );
});

document.addEventListener('click', (event) => {
  const link = /** @type {Element} */ (event.target).closest('a[data-stay]');
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  bring(link.href).then(focusAt);
});

showLine();
