// @ts-check
/** The demo page: asks the chat, copies the line, changes the language. */

const chat = /** @type {import('../../../widget/clause-chat.js').ClauseChat} */ (
  document.querySelector('clause-chat'));
const language = /** @type {HTMLButtonElement} */ (document.getElementById('language'));
const line = /** @type {HTMLElement} */ (document.getElementById('line'));
const copied = /** @type {HTMLElement} */ (document.getElementById('copied'));

for (const button of document.querySelectorAll('[data-ask]')) {
  button.addEventListener('click', () => chat.ask(button.textContent ?? ''));
}

language.addEventListener('click', () => speak(document.documentElement.lang === 'fr' ? 'en' : 'fr'));

document.getElementById('copy')?.addEventListener('click', async () => {
  const english = document.documentElement.lang === 'en';
  try {
    await navigator.clipboard.writeText(line.textContent ?? '');
    copied.textContent = english ? 'The line is copied.' : 'La ligne est copiée.';
    copied.classList.remove('unseen');
  } catch {
    // not allowed here: select it, so that the visitor can copy it
    getSelection()?.selectAllChildren(line);
  }
});

/** @param {string} code fr or en */
function speak(code) {
  document.documentElement.lang = code;
  for (const text of document.querySelectorAll('main [lang], header span[lang], footer [lang]')) {
    if (text instanceof HTMLElement) text.hidden = text.lang !== code;
  }
  language.textContent = code === 'fr' ? 'English' : 'Français';
  language.lang = code === 'fr' ? 'en' : 'fr';
  chat.lang = code;
}
