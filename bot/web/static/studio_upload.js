// @ts-check
/** The form that brings a text: dropping a file, what its name tells, and a refusal without losing it. */
import { fill } from '/widget/dom.js';

/** @template {HTMLElement} T @param {string} id @returns {T} */
function the(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/** @type {HTMLFormElement} */
const form = the('upload');
/** @type {HTMLInputElement} */
const file = the('file');
/** @type {HTMLSelectElement} */
const chosen = the('document');
/** @type {HTMLSelectElement} */
const language = the('language');
/** @type {HTMLButtonElement} */
const send = the('send');
const drop = the('drop');
const label = the('drop-label');
const newName = the('slug-field');
const problem = the('problem');
const said = /** @type {Record<string, string>} */ ({ ...form.dataset });
const largest = Number(said.largest);
const sendWords = send.textContent ?? '';
const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
/** What the owner chose by hand is not chosen again by a file's name. */
const byHand = new Set();

/** @param {number} bytes */
function size(bytes) {
  const small = bytes < 1e6;
  const n = small ? Math.ceil(bytes / 1e3) : (bytes / 1e6).toLocaleString(document.documentElement.lang, oneDigit);
  return fill(small ? said.kilobytes : said.megabytes, { n });
}

/** @param {string} reason */
function refuse(reason) {
  the('reason').textContent = reason;
  problem.hidden = !reason;
}

function nameNew() {
  const isNew = chosen.value === 'new';
  newName.hidden = !isNew;
  newName.querySelector('input')?.toggleAttribute('required', isNew);
}

function takeFile() {
  const taken = file.files?.[0];
  refuse('');
  drop.classList.toggle('drop-full', Boolean(taken));
  label.textContent = taken ? fill(said.chosen, { name: taken.name, size: size(taken.size) }) : said.drop;
  if (!taken) return;
  if (taken.size > largest) {
    refuse(fill(said.tooLarge, { name: taken.name }));
    return;
  }
  const parts = taken.name.toLowerCase().split(/[._ -]/).slice(0, -1);
  if (!byHand.has(chosen)) {
    const slugs = [...chosen.options].map((option) => option.value);
    const stem = taken.name.toLowerCase();
    const known = slugs.filter((slug) => slug && slug !== 'new' && stem.startsWith(slug)).sort((a, b) => b.length - a.length);
    chosen.value = known[0] ?? '';
    nameNew();
  }
  if (!byHand.has(language)) {
    const codes = [...language.options].map((option) => option.value).filter(Boolean);
    language.value = parts.length > 1 ? codes.find((code) => code === parts.at(-1)) ?? '' : '';
  }
}

/** @param {boolean} busy */
function sending(busy) {
  send.disabled = busy;
  send.textContent = busy ? said.sending : sendWords;
}

async function bring() {
  const taken = file.files?.[0];
  if (!taken) return refuse(said.noFile);
  if (taken.size > largest) return refuse(fill(said.tooLarge, { name: taken.name }));
  sending(true);
  refuse('');
  try {
    const response = await fetch(form.action, { method: 'POST', body: new FormData(form) });
    if (response.ok) {
      location.assign(response.url);
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const reason = page.getElementById('reason')?.textContent ?? page.querySelector('main p')?.textContent;
    refuse(reason?.trim() || said.offline);
  } catch {
    refuse(said.offline);
  }
  sending(false);
  problem.scrollIntoView({ block: 'nearest' });
}

file.addEventListener('change', takeFile);
for (const select of [chosen, language]) select.addEventListener('change', () => byHand.add(select));
chosen.addEventListener('change', nameNew);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  bring();
});

for (const type of ['dragenter', 'dragover']) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add('drop-over');
    label.textContent = said.dropNow;
  });
}
drop.addEventListener('dragleave', (event) => {
  if (drop.contains(/** @type {Node | null} */ (event.relatedTarget))) return;
  drop.classList.remove('drop-over');
  takeFile();
});
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('drop-over');
  const files = event.dataTransfer?.files;
  if (files?.length) file.files = files;
  takeFile();
});

if (chosen.value) byHand.add(chosen);
nameNew();
takeFile();
