// @ts-check
/** What the menu has of the visitor's own: the language, a sound, the conversation as a file, and its end. */
import { h, languageName } from './dom.js';

/** @typedef {import('./chat.js').Words} Words */
/** @typedef {import('./conversation.js').Conversation} Conversation */

/**
 * The first of them is about a conversation, and shown once there is one.
 * @param {Words} words
 * @param {string} language
 * @param {string[]} languages
 * @param {Conversation} conversation
 * @param {(code: string) => void} onLanguage
 * @param {(text: string) => void} tell says a line in the transcript
 */
export function ownItems(words, language, languages, conversation, onLanguage, tell) {
  const select = h('select', { id: 'language', change: () => onLanguage(select.value) },
    ...languages.map((code) => h('option', { value: code, lang: code, selected: code === language }, languageName(code, code))));
  const attempt = (/** @type {Promise<void>} */ work) => work.catch(() => tell(words.trouble));
  const saver = (/** @type {string} */ label, /** @type {'html' | 'json'} */ form) => h('button', {
    click: () => attempt(conversation.own('GET', `/transcript?form=${form}`).then(async (response) => {
      const href = URL.createObjectURL(await response.blob());
      h('a', { href, download: `${words.conversation}.${form}` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 9999);
    })),
  }, label);
  let sure = false;
  const erase = h('button.erase', {
    click({ detail }) {
      if (sure && detail < 2) attempt(conversation.erase()); // the second of a double click asks nothing
      sure = true;
      erase.textContent = words.erase_sure;
    },
    blur() { sure = false; erase.textContent = words.erase; },
  }, words.erase);
  const sound = h('input', {
    type: 'checkbox', checked: conversation.saved.sound, change() {
      conversation.setSound(sound.checked);
      if (sound.checked) chime(); // so that it is known, and that the browser lets us later
    },
  });
  return [
    h('div.owned', {}, saver(words.save_page, 'html'), saver(words.save_data, 'json'), erase),
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
  volume.gain.value = 0.1;
  volume.gain.exponentialRampToValueAtTime(0.001, end);
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => audio.close();
  tone.start();
  tone.stop(end);
}
