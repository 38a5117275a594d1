// @ts-check
/** The page of canned replies: what there is, and the window to write one. */
import { fill, h } from '/widget/dom.js';
import { get, post, reasonAgainst, Refusal, send } from './api.js';
import { ask } from './console_dialog.js';
import { languageName, replyWords as say } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').CannedReply} CannedReply */

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const problem = part('problem');
const done = part('done');

/** @param {string} text */
function tell(text) {
  done.textContent = text;
  done.hidden = false;
}

async function draw() {
  try {
    /** @type {{ replies: CannedReply[] }} */
    const { replies } = await get('/canned-replies');
    problem.hidden = true;
    part('replies').replaceChildren(replies.length
      ? h('ul', { class: 'replies' }, ...replies.map(renderReply))
      : h('div', { class: 'blank' }, icon('canned'), h('h2', {}, say.empty_title), h('p', {}, say.empty)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

/** @param {CannedReply} reply */
function renderReply(reply) {
  const name = h('h2', { class: 'reply-name' }, `/${reply.shortcut}`);
  return h('li', { class: 'reply' },
    h('div', { class: 'reply-head' }, name, reply.language && h('span', { class: 'chip' }, languageName(reply.language)),
      h('button', { class: 'button button-small', type: 'button', 'aria-label': fill(say.edit, { shortcut: reply.shortcut }), click: () => edit(reply) }, say.change),
      h('button', { class: 'button button-small button-quiet', type: 'button', 'aria-label': `${say.remove} /${reply.shortcut}`, click: () => remove(reply) }, say.remove)),
    h('p', { class: 'reply-text', lang: reply.language, dir: 'auto' }, ...variablesMarked(reply.text)));
}

/** @param {string} text */
function variablesMarked(text) {
  return text.split(/(\{[^{}]*\})/).map((piece) => (piece.startsWith('{') ? h('code', {}, piece) : piece));
}

/** @param {CannedReply | null} reply null for a new one */
async function edit(reply) {
  const form = document.importNode(/** @type {HTMLTemplateElement} */ (part('form')).content, true);
  for (const name of /** @type {const} */ (['shortcut', 'language', 'text'])) {
    const field = /** @type {HTMLInputElement} */ (form.querySelector(`[name="${name}"]`));
    field.value = reply?.[name] ?? '';
  }
  let shortcut = '';
  const saved = await ask({
    title: reply ? fill(say.edit, { shortcut: reply.shortcut }) : say.add,
    wide: true,
    confirm: say.save,
    body: [...form.children],
    act: (filled) => reasonAgainst(() => {
      shortcut = String(filled.get('shortcut'));
      const body = { shortcut, language: filled.get('language') || null, text: filled.get('text') };
      return reply ? send('PUT', `/canned-replies/${reply.id}`, body) : post('/canned-replies', body);
    }),
  });
  if (!saved) return;
  await draw();
  tell(fill(say.saved, { shortcut }));
}

/** @param {CannedReply} reply */
async function remove(reply) {
  const gone = await ask({
    title: fill(say.remove_title, { shortcut: reply.shortcut }),
    confirm: say.remove,
    body: [h('p', {}, say.remove_text)],
    act: () => reasonAgainst(() => send('DELETE', `/canned-replies/${reply.id}`)),
  });
  if (!gone) return;
  await draw();
  tell(fill(say.removed, { shortcut: reply.shortcut }));
  part('add').focus();
}

part('add').addEventListener('click', () => edit(null));
draw();
