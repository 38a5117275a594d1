// @ts-check
/** Loaded when the visitor first opens the chat: puts conversation, panel, words and styles together. */
import { apiOf } from './api.js';
import { makeConversation } from './conversation.js';
import { loadSheets, loadWords } from './given.js';
import { chime } from './own.js';
import { makePanel, SMALL } from './panel.js';
import { openStorage } from './storage.js';

/** The interface's words: one JSON file a language, which a translator can edit. @typedef {typeof import('./words/en.json')} Words */
/** @typedef {Awaited<ReturnType<typeof loadChat>>} Chat */

/**
 * @param {import('./clause-chat.js').ClauseChat} host
 * @param {() => void} onChange what the bubble shows may have changed
 */
export async function loadChat(host, onChange) {
  const root = /** @type {ShadowRoot} */ (host.shadowRoot);
  let { language } = host;
  const [given, sheet] = await Promise.all([loadWords(language), loadSheets(['theme.css', 'chat.css'])]);
  root.adoptedStyleSheets.push(sheet);
  /** @type {Words} */
  let words = { ...given, ...host.ownWords };
  const api = apiOf(host.server, host.hasAttribute('share-page'));
  const storage = openStorage(host.hasAttribute('memory') ? '' : `clause:${host.server}`);
  let listening = new AbortController();

  const conversation = makeConversation(api, storage, language, {
    event(event, fresh, first) {
      const { message, state } = event;
      if (panel.isFilled) panel.log.add(event, fresh);
      if (!fresh) return;
      const spoken = message && message.author !== 'visitor';
      if (chat.isOpen) seen();
      else if (spoken) chat.unread += 1;
      if (spoken && first && (!chat.isOpen || document.hidden) && storage.saved.sound) chime();
      if (message?.answer) tell('answer', { answer: message.answer });
      if (state && state.action !== 'reopen') tell('handoff', { ...state });
    },
    change: changed,
    vote: (helpful) => tell('vote', { helpful }),
    refused: () => panel.log.note(words.no_person),
    reload: () => panel.log.clear(false),
    erased() {
      chat.unread = 0;
      panel.log.clear(false);
      panel.log.note(words.erased);
      panel.focus();
      tell('erase');
    },
    restart() {
      panel.log.clear(true);
      panel.log.note(words.expired);
    },
  });

  /** What may be asked: what the site says, else what the statement answers. Nobody misses it. */
  async function suggest() {
    const own = host.getAttribute('suggestions')?.split('|');
    const asking = panel;
    asking.questions = own ? own.map((one) => ({ question: one.trim(), anchors: [] }))
      : await api.suggestions(language).catch(() => []);
    asking.update();
  }

  function newPanel() {
    const made = makePanel(words, language, host.languages, conversation, storage, () => chat.close(), async (code) => {
      storage.save({ language: code });
      await host.setLanguage(code);
      panel.chooseLanguage();
    });
    root.append(made.element);
    made.update();
    return made;
  }

  /** @param {boolean} focus */
  function show(focus) {
    chat.unread = 0;
    if (!panel.isFilled) suggest();
    panel.open(focus);
    storage.save({ open: true });
    seen();
    conversation.start();
    changed();
    tell('open');
  }

  function seen() {
    storage.save({ seen: Math.max(storage.saved.seen ?? 0, conversation.lastSeq) });
    if (!document.hidden) conversation.read();
  }

  function changed() {
    panel.update();
    if (!host.isConnected) return;
    // a closed chat that waits for nothing keeps no connection
    if (chat.isOpen || conversation.awaiting) conversation.start();
    else conversation.stop();
    onChange();
  }

  function listen() {
    listening.abort();
    listening = new AbortController();
    const { signal } = listening;
    addEventListener('online', conversation.check, { signal });
    addEventListener('offline', conversation.check, { signal });
    addEventListener('pageshow', (event) => event.persisted && changed(), { signal });
    // an open connection would keep the page out of the back-forward cache
    addEventListener('pagehide', conversation.stop, { signal });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return;
      conversation.hurry();
      if (chat.isOpen) conversation.read();
    }, { signal });
  }

  /** @param {'open' | 'close' | 'answer' | 'handoff' | 'erase' | 'vote'} name @param {object} [detail] */
  function tell(name, detail = {}) {
    host.dispatchEvent(new CustomEvent(`clause:${name}`, { detail, bubbles: true, composed: true }));
  }

  const chat = {
    /** Messages that came while the panel was closed. */
    unread: 0,

    get isOpen() { return panel.element.open; },

    /** What the bubble says besides its own words: that it closes, that so many are unread. */
    get bubbleWords() { return [words.close_chat, words.unread]; },

    open() {
      if (chat.isOpen) panel.focus();
      else show(true);
    },

    close() {
      if (!chat.isOpen) return;
      const inside = panel.element.contains(root.activeElement);
      panel.close();
      storage.save({ open: false });
      if (inside) /** @type {HTMLElement} */ (root.querySelector('.bubble')).focus();
      changed();
      tell('close');
    },

    /** @param {string} text */
    ask(text) {
      const question = text.trim();
      if (question) conversation.send(question);
    },

    identify: conversation.identify,

    /** After a page change. */
    restore() {
      // not by itself where it would cover the page
      if (storage.saved.open && !matchMedia(SMALL).matches) show(false);
      else conversation.start();
    },

    /** The element was taken off the page … */
    suspend() {
      listening.abort();
      conversation.suspend();
    },

    /** … and put on a page again. */
    resume() {
      listen();
      changed();
      panel.log.scrollToEnd();
    },

    /** @param {string} code */
    async setLanguage(code) {
      if (code === language) return;
      language = code;
      const other = await loadWords(code);
      if (code !== language) return; // changed again meanwhile
      words = { ...other, ...host.ownWords };
      conversation.language = code;
      const { isOpen } = chat;
      panel.close();
      panel.element.remove();
      panel = newPanel();
      if (isOpen) panel.open(false);
      changed();
      suggest();
    },
  };
  let panel = newPanel();
  listen();
  chat.identify(host.identity);
  return chat;
}
