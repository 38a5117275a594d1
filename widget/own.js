// @ts-check
/** What the menu has of the visitor's own: the language, a sound, the conversation as a file, and its end. */
import { h } from './dom.js';

/** @typedef {import('./chat.js').Words} Words */
/** @typedef {import('./conversation.js').Conversation} Conversation */

/**
 * @param {Words} words
 * @param {string} language
 * @param {string[]} languages
 * @param {Conversation} conversation
 * @param {(code: string) => void} onLanguage
 * @param {(text: string) => void} tell says a line in the transcript
 */
export function ownItems(words, language, languages, conversation, onLanguage, tell) {
  const select = h('select', { id: 'language', change: () => onLanguage(select.value) },
    ...languages.map((code) => h('option', { value: code, lang: code, selected: code === language },
      new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code)));
  const attempt = (/** @type {Promise<void>} */ work) => work.catch(() => tell(words.trouble));
  const save = async (/** @type {'html' | 'json'} */ form) => {
    const href = URL.createObjectURL(await conversation.file(form) ?? new Blob());
    h('a', { href, download: `${words.conversation}.${form}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 9999);
  };
  let sure = false;
  const erase = h('button', {
    type: 'button', class: 'erase', click: () => {
      if (sure) return attempt(conversation.erase());
      sure = true;
      erase.textContent = words.erase_sure;
      return undefined;
    },
    blur: () => { sure = false; erase.textContent = words.erase; },
  }, words.erase);
  const sound = h('input', {
    type: 'checkbox', checked: conversation.sound, change: () => {
      conversation.sound = sound.checked;
      if (sound.checked) chime(); // so that it is known, and that the browser lets us later
    },
  });
  return [
    h('div', { class: 'owned' },
      h('button', { type: 'button', click: () => attempt(save('html')) }, words.save_page),
      h('button', { type: 'button', click: () => attempt(save('json')) }, words.save_data), erase),
    h('label', {}, words.language, select),
    h('label', {}, words.sound, sound),
  ];
}

/** A short, soft tone. Nothing is loaded for it. */
export function chime() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const end = audio.currentTime + 0.4; // seconds
  tone.frequency.value = 660; // Hz
  volume.gain.value = 0.1;
  volume.gain.exponentialRampToValueAtTime(0.001, end);
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => audio.close();
  tone.start();
  tone.stop(end);
}
