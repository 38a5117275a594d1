// @ts-check
/** The panel: header with menu, transcript, state of the connection, and the box to write in. */
import { fill, h } from './dom.js';
import { leaveForm, ratingForm } from './forms.js';
import { icon } from './icons.js';
import { makeLog } from './log.js';
import { ownItems } from './own.js';
import { isDeserted, queueWords } from './queue.js';
import { guard } from './secrets.js';
import { isPersonal } from './transcript.js';

/** @typedef {import('./chat.js').Words} Words */
/** @typedef {ReturnType<typeof makePanel>} Panel */

/** The longest message the service takes, in characters; from NEAR on what is left is shown. */
const LONGEST = 2000;
const NEAR = 1800;
/** Where the panel takes the whole screen: phones, and desktops at 400 % zoom. */
export const SMALL = '(max-width: 30em), (max-height: 30em)';

/**
 * @param {Words} words
 * @param {string} language
 * @param {string[]} languages there is a choice of
 * @param {import('./conversation.js').Conversation} conversation
 * @param {import('./storage.js').Storage} storage keeps what is typed
 * @param {() => void} onClose the visitor closes the panel
 * @param {(code: string) => void} onLanguage the visitor chooses another
 */
export function makePanel(words, language, languages, conversation, storage, onClose, onLanguage) {
  const small = matchMedia(SMALL);
  let abort = new AbortController();
  let wasOnline = true;
  let wasOver = false;
  let wasQueue = '';
  /** Which form stands below the transcript. */
  let card = '';
  /** The visitor wants to correct the address that they left. */
  let correcting = false;
  /** Something was typed into it. */
  let filled = false;
  let suggested = '';

  const who = h('p.who-answers', { part: 'status' });
  const person = h('button', { click: fromMenu });
  const own = ownItems(words, language, languages, conversation, onLanguage, (text) => log.note(text));
  const menu = h('div.menu', { id: 'menu', hidden: true }, person, ...own);
  const menuButton = h('button.tool', {
    'aria-label': words.menu, 'aria-expanded': 'false', 'aria-controls': 'menu', click: () => toggleMenu(menu.hidden !== false),
  }, icon('menu'));

  const trouble = h('div.bar.trouble-bar', { hidden: true }, h('p', {}, words.offline),
    h('button.quiet', { click: conversation.hurry }, words.retry));
  const waitingFor = h('p');
  const waiting = h('div.bar.waiting-bar', { hidden: true }, waitingFor,
    h('button.quiet', { click: () => askPerson(false) }, words.stop_waiting));
  const suggestions = h('div.suggestions', { role: 'group', hidden: true });
  const secret = h('div.bar.secret', { hidden: true });
  const end = h('div.end', { input() { filled = true; } });
  const log = makeLog(words, language, conversation, () => { conversation.retry(); focus(); },
    () => askPerson(true), suggestions, end);

  const input = h('textarea', {
    id: 'input', rows: '1', 'aria-describedby': 'hint counter', enterkeyhint: 'send', autocomplete: 'off',
    input() {
      storage.save({ draft: input.value });
      secret.hidden = true;
      conversation.typing(input.value !== '');
      measure();
    },
    /** @param {KeyboardEvent} event */
    keydown(event) {
      // not while an input method composes a character: Enter then chooses it
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    },
  });
  input.value = storage.saved.draft ?? '';
  const label = h('label.unseen', { for: 'input' });
  const counter = h('span.counter', { id: 'counter' });
  const send = h('button.send', { part: 'send', type: 'submit', 'aria-label': words.send }, icon('send'));

  const element = h('dialog.panel', {
    part: 'panel', 'aria-labelledby': 'title', lang: language, dir: words.direction,
    keydown: escape,
    /** @param {Event} event */
    cancel(event) { event.preventDefault(); onClose(); },
    /** @param {FocusEvent} event */
    focusout({ relatedTarget }) {
      const to = /** @type {Node | null} */ (relatedTarget);
      if (!menu.hidden && !menu.contains(to) && !menuButton.contains(to)) toggleMenu(false);
    },
  },
  h('div.header', { part: 'header' }, h('div.names', {}, h('h2', { id: 'title' }, words.title), who),
    h('div.tools', {}, menuButton, h('button.tool', { 'aria-label': words.close, click: onClose }, icon('close'))), menu),
  log.shell, waiting, trouble, secret,
  h('form.composer', {
    part: 'composer', novalidate: true,
    /** @param {Event} event */
    submit(event) { event.preventDefault(); submit(); },
  }, label, h('div.box', {}, input, send), h('p.foot', {}, h('span', { id: 'hint' }, words.hint), counter)));

  function focus() {
    input.focus();
  }

  /** Brings everything but the transcript's events up to date. */
  function update() {
    const { state, agent, wish, pending, online, thinking, begun, now, toPerson } = conversation;
    const withPerson = state === 'agent';
    const waits = (state === 'waiting' && wish !== 'cancel') || wish === 'person';
    const queue = (state === 'waiting' && now.queue) || null;
    element.dataset.state = waits ? 'waiting' : state;
    who.textContent = withPerson ? agent?.name ?? words.person : waits ? words.waiting_label : words.assistant;
    waitingFor.textContent = state === 'waiting' ? queueWords(queue, words, language) : words.asking_person;
    showBar(waiting, waits);
    person.textContent = waits ? words.stop_waiting : words.ask_person;
    person.hidden = withPerson;
    own[0].hidden = !begun;
    showBar(trouble, !online);
    suggest(begun && !toPerson && state === 'bot' && !thinking, waits);
    label.textContent = isPersonal(state) ? words.message : words.question;
    const asks = isPersonal(state) ? words.write : words.ask;
    if (input.placeholder !== asks) {
      input.placeholder = asks;
      measure(); // it may be a line more
    }
    if (!panel.isFilled) return;
    log.showPending(pending, online);
    log.showBusy(thinking ? words.thinking : withPerson && now.typing?.agent ? fill(words.types, { name: now.typing.agent }) : '');
    log.showStatus(toPerson, toPerson && (now.read?.agent ?? 0) >= toPerson.seq ? words.read : words.delivered);
    // a new place in the queue is read out, not each new guess of the wait
    const told = waits && queue?.place != null ? `${isDeserted(queue) || queue.place} ${queue.opens_at}` : '';
    if (told && told !== wasQueue) log.announce(waitingFor.textContent);
    wasQueue = told;
    // a form that was begun stays, though somebody has come: nobody's words are taken away
    const kept = card.startsWith('left') || (card === 'leave' && filled);
    showCard(waits && (isDeserted(queue) || kept));
    if (online !== wasOnline) log.announce(online ? words.back : words.offline);
    wasOnline = online;
  }

  /**
   * Shows a few questions that are answered for sure: to begin with, and after an answer others than
   * were asked, from other sections.
   * @param {boolean} after an answer @param {boolean} waits for a person
   */
  function suggest(after, waits) {
    /** @type {Set<string | undefined>} */
    const known = new Set();
    let answered = false;
    for (const { message } of conversation.events.values()) {
      known.add(message?.text);
      message?.answer?.citations.forEach(({ anchor }) => known.add(anchor));
      answered = message?.answer?.verdict === 'answered';
    }
    const shown = waits || (conversation.begun && !(after && answered)) ? []
      : panel.questions.filter(({ question, anchors }) => !known.has(question) && !known.has(anchors[0]))
        .slice(0, after ? 2 : 3).map(({ question }) => question);
    const key = shown.join();
    if (key === suggested) return;
    suggested = key;
    const { atEnd } = log;
    suggestions.hidden = !key;
    suggestions.ariaLabel = after ? words.next : words.examples;
    suggestions.replaceChildren(...shown.map((text) =>
      h('button', { click: () => { conversation.send(text); focus(); } }, text)));
    if (atEnd && after && log.isShort) log.scrollToEnd();
  }

  /** Puts the form below the transcript that is due, and leaves it alone while it stays due. @param {boolean} deserted */
  function showCard(deserted) {
    const { left, address = '' } = conversation.saved;
    const thanks = left && fill(words.left, { email: left });
    const due = deserted ? (thanks && !correcting ? `left ${left}` : 'leave') : conversation.unrated ? 'rate' : '';
    if (due === card) return;
    const before = card;
    const hadFocus = end.matches(':focus-within');
    card = due;
    filled = false;
    const asked = [...conversation.events.values()].some(({ message }) => message?.author === 'visitor');
    end.replaceChildren(...(!due ? [] : [due === 'leave' ? leaveForm(words, asked, address, async (email, text) => {
      await conversation.leave(email, text);
      correcting = false;
      update();
    }) : due === 'rate' ? ratingForm(words, conversation.rate)
      : h('div.card', {}, h('p', {}, thanks), h('button.quiet', { click: correct }, words.correct))]));
    if (before === 'leave' && thanks) log.announce(thanks);
    if (hadFocus) focus();
    if (due) log.scrollToEnd();
  }

  function correct() {
    correcting = true;
    update();
    end.querySelector('input')?.focus();
  }

  /** @param {HTMLElement} bar @param {boolean} shown */
  function showBar(bar, shown) {
    const hadFocus = bar.matches(':focus-within');
    bar.hidden = !shown;
    if (hadFocus && !shown) focus();
  }

  function show() {
    const { activeElement } = /** @type {ShadowRoot} */ (element.getRootNode());
    element.close();
    // the whole screen: what is behind must not get the focus; else the page stays usable
    if (small.matches) element.showModal();
    else element.show();
    /** @type {HTMLElement | null} */ (activeElement)?.focus();
  }

  /** Keeps the panel above a phone's keyboard, which shrinks the visible part of the page only. */
  function fit() {
    const view = visualViewport;
    element.style.cssText = !view || view.scale > 1.01 ? ''
      : `--view-height: ${view.height}px; --view-top: ${view.offsetTop}px`;
  }

  /** Grows the box with its text and counts what is left. */
  function measure() {
    input.dir = input.value ? 'auto' : ''; // empty, it goes with the words around it
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
    const left = LONGEST - [...input.value.trim()].length;
    const over = left < 0;
    counter.textContent = left > LONGEST - NEAR ? ''
      : fill(over ? words.characters_over : words.characters_left, { count: Math.abs(left) });
    counter.classList.toggle('over', over);
    input.ariaInvalid = String(over);
    send.disabled = over || left === LONGEST;
    if (over && !wasOver) log.announce(counter.textContent);
    wasOver = over;
  }

  function submit() {
    const text = input.value.trim();
    measure();
    if (send.disabled) return;
    const found = guard(words, text, say);
    // asked once: who sends it again has read the warning
    if (!found || !secret.hidden) return say(text);
    const [warning, ...choices] = found;
    secret.replaceChildren(h('p', {}, warning), ...choices);
    secret.hidden = false;
    log.announce(warning);
    choices[0].focus();
  }

  /** @param {string} text */
  function say(text) {
    conversation.send(text);
    input.value = '';
    secret.hidden = true;
    storage.save({ draft: '' });
    measure();
    focus();
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    // the page sees keys as pressed on <clause-chat>, no input: its own shortcuts must not fire
    event.stopPropagation();
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (menu.hidden) return onClose();
    toggleMenu(false);
    menuButton.focus();
  }

  /** @param {boolean} open */
  function toggleMenu(open) {
    menu.hidden = !open;
    menuButton.ariaExpanded = String(open);
    if (!open) return;
    /** @type {NodeListOf<HTMLElement>} */
    const items = menu.querySelectorAll('button, select');
    [...items].find((item) => item.offsetParent)?.focus();
  }

  function fromMenu() {
    const wanted = element.dataset.state !== 'waiting';
    toggleMenu(false);
    askPerson(wanted);
  }

  /** @param {boolean} wanted */
  function askPerson(wanted) {
    conversation.askPerson(wanted);
    focus(); // the button that was pressed may be gone
  }

  const panel = {
    element, log, focus, update,
    isFilled: false,
    /** What may be asked. @type {import('./api.js').Suggestion[]} */
    questions: [],

    /** Shows the panel. @param {boolean} asked false after a page change: the page keeps the focus */
    open(asked) {
      const { signal } = abort;
      if (asked) show();
      else element.open = true;
      if (!panel.isFilled) {
        panel.isFilled = true;
        log.clear(asked);
        [...conversation.events.values()].sort((a, b) => a.seq - b.seq).forEach((event) => log.add(event, false));
        update();
      }
      log.speak();
      small.addEventListener('change', () => element.open && show(), { signal });
      visualViewport?.addEventListener('resize', fit, { signal });
      visualViewport?.addEventListener('scroll', fit, { signal });
      fit();
      measure();
      if (conversation.begun) log.scrollToEnd();
      if (asked) focus();
    },

    /** Opens the menu at the choice of a language, as it was before the last was made: arrow keys go on from there. */
    chooseLanguage() {
      toggleMenu(true);
      menu.querySelector('select')?.focus();
    },

    close() {
      abort.abort();
      abort = new AbortController();
      toggleMenu(false);
      element.close();
    },
  };
  return panel;
}
