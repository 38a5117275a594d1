// @ts-check
/** The upload form: a file may be dropped on it, and it says that it is busy. It works without this. */

const form = /** @type {HTMLFormElement} */ (document.getElementById('upload'));
const drop = /** @type {HTMLElement} */ (document.getElementById('drop'));
const file = /** @type {HTMLInputElement} */ (document.getElementById('file'));
const which = /** @type {HTMLSelectElement} */ (document.getElementById('document'));
const slug = /** @type {HTMLElement} */ (document.getElementById('slug-field'));
const busy = /** @type {HTMLElement} */ (document.getElementById('busy'));

const showSlug = () => { slug.hidden = which.value !== 'new'; };
which.addEventListener('change', showSlug);
showSlug();

for (const name of ['dragenter', 'dragover']) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('drop-here'); });
}
for (const name of ['dragleave', 'drop']) {
  drop.addEventListener(name, () => drop.classList.remove('drop-here'));
}
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
  if (files?.length) file.files = files;
});
form.addEventListener('submit', () => {
  busy.hidden = false;
  const button = form.querySelector('button');
  if (button) button.disabled = true;
});
window.addEventListener('pageshow', () => {  // back from the next page: it can be sent again
  busy.hidden = true;
  const button = form.querySelector('button');
  if (button) button.disabled = false;
});
