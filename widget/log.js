// @ts-check
/**
 * The transcript, and what a screen reader says of it.
 *
 * Two elements, because a live region reads out all that is put into it, down to the name of every
 * button: the transcript has the role `log` and is not live itself; beside it an unseen live region,
 * there before any text, gets one full sentence for each new message, one at a time.
 */
import { renderAnswer, renderCitations, spokenAnswer, spokenQuote } from './answer.js';
import { dayWords, fill, h } from './dom.js';
import { icon } from './icons.js';
import { voteBar } from './votes.js';

/** @typedef {import('./api.js').ChatEvent} ChatEvent */
/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./storage.js').Pending} Pending */
/** @typedef {import('./chat.js').Words} Words */
/** @typedef {ReturnType<typeof makeLog>} Log */

/** Milliseconds between two announcements, and until the last is taken away. */
const BETWEEN = 700;
const LINGER = 6000;

/**
 * @param {Words} words
 * @param {string} language
 * @param {import('./conversation.js').Conversation} conversation
 * @param {() => void} retry
 * @param {() => void} askPerson
 * @param {HTMLElement} beginning what stands there as long as nothing was said
 * @param {HTMLElement} end what stands below everything
 */
export function makeLog(words, language, conversation, retry, askPerson, beginning, end) {
  const list = h('ol.messages', { role: 'list' });
  const busyWith = h('span');
  const busy = h('p.thinking', { hidden: true },
    h('span.dots', { 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), busyWith);
  /** Under the visitor's last message: whether it was read. */
  const status = h('p.status');
  const below = h('button.below-fold', { hidden: true, click: scrollToEnd }, words.new_below, icon('down'));
  const box = h('div.log', {
    part: 'log', role: 'log', 'aria-live': 'off', tabindex: '0',
    'aria-label': words.conversation, scroll: () => { if (isAtEnd()) below.hidden = true; },
  }, list, beginning, busy, end);
  const live = h('div.unseen', { 'aria-live': 'polite' });

  /** @type {Map<string, {item: HTMLLIElement, order: number, look: string}>} */
  const entries = new Map();
  /** The questions by sequence number. @type {Map<number, string>} */
  const questions = new Map();
  /** @type {string[]} */
  const toSay = [];
  let saying = false;

  /** Reads out one sentence after the other. @param {string} sentence */
  function announce(sentence) {
    toSay.push(sentence);
    speak();
  }

  /** Begins to read out what is waiting; what comes while the panel is closed waits until it opens. */
  function speak() {
    if (toSay[0] && !saying && live.offsetParent) sayNext();
  }

  function sayNext() {
    saying = true;
    // also before the first: the region must have been there, empty, for a moment
    setTimeout(() => {
      live.replaceChildren(h('p', {}, toSay.shift()));
      saying = toSay.length > 0;
      if (saying) return sayNext();
      setTimeout(() => { if (!saying) live.replaceChildren(); }, LINGER);
    }, BETWEEN);
  }

  const paragraph = (/** @type {string} */ kind, /** @type {string} */ text) => h(`p.${kind}`, { dir: 'auto' }, text);
  const notice = (/** @type {string} */ text) => h('li.notice', {}, text);
  const offerButton = () => h('button.offer', { click: askPerson }, icon('person'), words.ask_person);

  /** @param {string} text */
  const visitorItem = (text) =>
    h('li.message.visitor', {}, h('p.unseen', {}, `${words.you} :`), paragraph('text', text));

  /** @param {Message} message @param {number} seq */
  function render({ author, author_name: name, text, answer, citations, reply_to: asked }, seq) {
    if (author === 'visitor') return visitorItem(text);
    if (author === 'system') return notice(text);
    if (author === 'agent') {
      return h('li.message.agent', {}, h('p.who', {}, name ?? words.person), paragraph('text', text),
        ...renderCitations(citations ?? [], language, words));
    }
    // where other questions came between, an answer says which one it is to
    const apart = asked != null && [...questions.keys()].some((other) => other > asked && other < seq);
    return h('li.message.assistant', { part: 'answer' },
      h('p.unseen', {}, `${words.assistant} :`),
      apart && paragraph('asked', questions.get(asked) ?? ''),
      ...(answer ? renderAnswer(answer, words, language) : [paragraph('says', text)]),
      answer?.handoff_offered && offerButton(),
      (answer?.citations[0] || answer?.verdict === 'not_covered') && voteBar(words, conversation, seq, announce));
  }

  /** An event that is no message, in words. @param {ChatEvent} event */
  function told({ state, rights, rating }) {
    if (rights) {
      const date = dayWords(rights.due_on, language);
      return fill(words.rights, { right: words[`right_${rights.right}`], date });
    }
    if (rating) return fill(words.rated, { stars: fill(words.stars, { count: rating.stars }) });
    if (!state) return '';
    // who comes is named, or else who goes
    const person = state.owner ?? state.previous ?? state.agent;
    const action = state.action === 'reassign' ? 'take_over' : state.action;
    return fill(words[`event_${action}`], { name: person?.name ?? words.person });
  }

  /** @param {Message} message */
  function spoken({ author, author_name: name, text, answer, citations = [] }) {
    if (author === 'system') return text;
    if (author === 'agent') {
      const said = fill(words.says_person, { name: name ?? words.person, text });
      return [said, ...citations.map((cited) => spokenQuote(cited, words))].join(' ');
    }
    return answer ? spokenAnswer(answer, words) : fill(words.says_assistant, { text });
  }

  /**
   * Puts an item where its order wants it; what had the same key gives way.
   * @param {string} key
   * @param {HTMLLIElement} item
   * @param {number} order sequence number; Infinity for what is not sent yet
   * @param {string} [look] what the item was drawn from
   */
  function place(key, item, order, look = '') {
    entries.get(key)?.item.remove();
    entries.delete(key);
    const [next] = [...entries.values()].filter((entry) => entry.order > order).sort((a, b) => a.order - b.order);
    entries.set(key, { item, order, look });
    list.insertBefore(item, next?.item ?? null);
  }

  function isAtEnd() {
    return box.scrollHeight - box.scrollTop - box.clientHeight < 48;
  }

  /** To the end, as after opening. */
  function scrollToEnd() {
    box.scrollTop = box.scrollHeight;
  }

  return {
    shell: h('div.shell', {}, box, below, live),
    announce, speak, scrollToEnd,
    get atEnd() { return isAtEnd(); },

    /** Whether the newest entry leaves room for what stands below it. */
    get isShort() { return (list.lastElementChild?.scrollHeight ?? 0) < box.clientHeight - 180; },

    /** Empties the transcript down to its first line: that this is a machine. @param {boolean} aloud */
    clear(aloud) {
      entries.clear();
      questions.clear();
      list.replaceChildren();
      place('first', h('li.first', {}, icon('assistant'), h('p', {}, words.notice)), -1);
      if (aloud) announce(words.notice);
    },

    /** Adds a line of our own, about the conversation. @param {string} text */
    note(text) {
      place(`note-${entries.size}`, notice(text), conversation.lastSeq);
      announce(text);
      scrollToEnd();
    },

    /** @param {ChatEvent} event @param {boolean} fresh whether to read it out */
    add(event, fresh) {
      const { seq, message, state, offer } = event;
      const aloud = fresh && message?.author !== 'visitor';
      const stay = aloud && !isAtEnd();
      const key = message?.client_id ?? `seq-${seq}`;
      const text = message ? spoken(message) : offer?.text ?? told(event);
      if (!text) return;
      if (message?.author === 'visitor') questions.set(seq, message.text);
      const item = message ? render(message, seq)
        : offer ? h('li.message.assistant', {}, h('p.says', { lang: offer.language, dir: 'auto' }, text), offerButton())
          : state ? notice(text) : h('li.receipt', {}, icon('check'), h('p', {}, text));
      item.classList.toggle('fresh', fresh && !entries.has(key));
      place(key, item, seq);
      if (aloud) announce(text);
      if (stay) below.hidden = false;
      // a long answer is read from its beginning, with the last line of what stands above it
      else if (item.offsetHeight <= box.clientHeight - 96) scrollToEnd();
      else box.scrollTop = item.offsetTop - list.offsetTop - 72;
    },

    /** Shows what is not sent yet, in order, after all else. @param {Pending[]} pending @param {boolean} online */
    showPending(pending, online) {
      for (const [key, { order, item }] of entries) {
        if (order === Infinity && !pending.some((one) => one.clientId === key)) {
          entries.delete(key);
          item.remove();
        }
      }
      for (const { clientId, text, failed } of pending) {
        const look = `${failed} ${online}`;
        const known = entries.get(clientId);
        if (known?.look === look) continue; // else a button in it would lose the focus
        const item = visitorItem(text);
        item.classList.add('pending');
        if (failed) item.append(h('p.failed', {}, `${words.failed} `, h('button.quiet', { click: retry }, words.retry)));
        else if (!online) item.append(h('p.status', {}, words.queued));
        place(clientId, item, Infinity, look);
        if (!known) scrollToEnd();
      }
    },

    /** Shows that something is on its way. @param {string} text what; '' for nothing */
    showBusy(text) {
      const atEnd = isAtEnd();
      busy.hidden = !text;
      if (text) busyWith.textContent = text;
      if (atEnd) scrollToEnd();
    },

    /** Says below one of the visitor's messages what became of it. @param {ChatEvent | null} event @param {string} text */
    showStatus(event, text) {
      const item = entries.get(event?.message?.client_id ?? '')?.item;
      if (!item) return status.remove();
      const atEnd = isAtEnd();
      status.textContent = text;
      if (status.parentNode !== item) item.append(status);
      if (atEnd) scrollToEnd();
    },
  };
}
