// @ts-check
/** What an agent is told wherever they look: the title's count, notices, and, if they want, a window and a sound. */
import { fill, h } from '/widget/dom.js';
import { unreadOf } from './console_row.js';
import { common, counted, visitorName, words } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').Notice} Notice */
/** @typedef {import('./shapes.js').Summary} Summary */

const DESKTOP = 'clause.notify';
const SOUND = 'clause.sound';

export class Alerts {
  /** What was waiting or unread when it was looked at last. @type {Map<string, number> | null} */
  #known = null;
  #box;
  #announcer;
  /** @type {AudioContext | null} */
  #audio = null;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.box where notices are shown
   * @param {HTMLElement} parts.announcer
   * @param {HTMLInputElement} parts.desktop
   * @param {HTMLInputElement} parts.sound
   * @param {HTMLElement} parts.denied said where the browser does not allow windows
   * @param {(id: string) => void} open
   */
  constructor({ box, announcer, desktop, sound, denied }, open) {
    this.#box = box;
    this.#announcer = announcer;
    this.open = open;
    const allowed = () => 'Notification' in window && Notification.permission === 'granted';
    desktop.checked = localStorage.getItem(DESKTOP) === 'on' && allowed();
    sound.checked = localStorage.getItem(SOUND) === 'on';
    desktop.addEventListener('change', async () => {
      // asked for on a click only: browsers refuse it otherwise, and so would people
      if (desktop.checked && 'Notification' in window) await Notification.requestPermission();
      denied.hidden = !desktop.checked || allowed();
      desktop.checked = desktop.checked && allowed();
      localStorage.setItem(DESKTOP, desktop.checked ? 'on' : 'off');
    });
    sound.addEventListener('change', () => {
      localStorage.setItem(SOUND, sound.checked ? 'on' : 'off');
      if (sound.checked) this.#ring();
    });
  }

  /** @param {Summary[]} all */
  update(all) {
    const waiting = all.filter(({ state }) => state === 'waiting').length;
    const name = waiting ? fill(words.title_waiting, { n: waiting }) : words.title;
    document.title = `${name} · ${common.product}`;
    /** @type {Map<string, number>} */
    const now = new Map();
    for (const one of all) if (one.state === 'waiting' || unreadOf(one)) now.set(one.id, unreadOf(one));
    const before = this.#known;
    this.#known = now;
    if (!before) return;
    const fresh = all.filter(({ id, state }) => now.has(id) && (state === 'waiting' ? !before.has(id)
      : document.hidden && (now.get(id) ?? 0) > (before.get(id) ?? 0)));
    if (!fresh.length) return;
    if (fresh.some(({ state }) => state === 'waiting')) this.#announcer.textContent = counted(words.announce_waiting, waiting);
    for (const one of fresh) {
      const say = one.state === 'waiting' ? words.notify.waits : words.notify.wrote;
      this.#call(fill(say, { visitor: visitorName(one.id) }), one.visitor_preview, one.id);
    }
  }

  /** @param {Notice} notice */
  tell({ kind, by, conversation_id: id }) {
    const text = fill(words.notices[kind], { name: by ?? words.colleague, visitor: visitorName(id) });
    const node = h('div', { class: 'toast' }, icon(kind === 'reassigned_to_you' ? 'hand' : 'panel'), h('p', {}, text),
      h('button', { class: 'link', type: 'button', click: () => { node.remove(); this.open(id); } }, words.notices.open),
      h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': common.close, click: () => node.remove() },
        icon('close')));
    this.#box.append(node);
    this.#call(text, '', id);
  }

  /**
   * @param {string} title
   * @param {string} body
   * @param {string} id
   */
  #call(title, body, id) {
    if (localStorage.getItem(SOUND) === 'on') this.#ring();
    if (localStorage.getItem(DESKTOP) !== 'on' || !document.hidden && document.hasFocus()) return;
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    const shown = new Notification(title, { body, tag: id, lang: document.documentElement.lang });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      this.open(id);
    });
  }

  /** Two soft tones; no file to load. */
  #ring() {
    this.#audio ??= new AudioContext();
    const { currentTime: now, destination } = this.#audio;
    this.#audio.resume();
    for (const [at, pitch] of [[0, 660], [0.14, 880]]) {
      const tone = this.#audio.createOscillator();
      const volume = this.#audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, now + at);
      volume.gain.exponentialRampToValueAtTime(0.12, now + at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, now + at + 0.3);
      tone.connect(volume).connect(destination);
      tone.start(now + at);
      tone.stop(now + at + 0.32);
    }
  }
}
