// @ts-check
/** Under an answer: did it help? It is sent, and what was missing may be added. */
import { h } from './dom.js';

/**
 * @param {import('./chat.js').Words} words
 * @param {import('./conversation.js').Conversation} conversation
 * @param {number} seq of the answer
 * @param {(text: string) => void} tell reads out
 */
export function voteBar(words, conversation, seq, tell) {
  const before = conversation.saved.votes?.[seq];
  const [yes, no] = [true, false].map((helpful) => h('button.quiet', {
    'aria-pressed': String(before === helpful), click: () => vote(helpful),
  }, helpful ? words.yes : words.no));
  const bar = h('div.votes', { role: 'group', 'aria-label': words.helped },
    h('span', { 'aria-hidden': 'true' }, words.helped), yes, no);

  /** Sends a vote; false where that did not work. @param {boolean} helpful @param {string} comment */
  const send = (helpful, comment) => conversation.vote(seq, helpful, comment).then(() => {
    tell(words.noted);
    return true;
  }, () => tell(words.trouble));

  /** @param {boolean} helpful */
  async function vote(helpful) {
    if (!await send(helpful, '')) return;
    bar.querySelector('form')?.remove();
    yes.ariaPressed = String(helpful);
    no.ariaPressed = String(!helpful);
    if (helpful) return;
    const id = `missing-${seq}`;
    const comment = h('input', { id, maxlength: 500, autocomplete: 'off' });
    const form = h('form.row', {
      submit: async (/** @type {Event} */ event) => {
        event.preventDefault();
        const text = comment.value.trim();
        if (text && !await send(false, text)) return;
        form.remove();
        no.focus();
      },
    }, h('label', { for: id }, words.missing), comment, h('button.main', { type: 'submit' }, words.send));
    bar.append(form);
    comment.focus();
  }
  return bar;
}
