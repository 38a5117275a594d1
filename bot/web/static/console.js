// @ts-check
/** The console: puts list, conversation, keys and addresses together. */
import { follow } from './api.js';
import { OpenConversation, showNothingOpen } from './console_conversation.js';
import { listenToKeys } from './console_keys.js';
import { ConversationList } from './console_list.js';
import { fill } from '/widget/dom.js';
import { common, counted, opened, words } from './given.js';
import { refreshTimes } from './time.js';

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const main = part('main');
const pane = part('conversation');
const help = /** @type {HTMLDialogElement} */ (part('help'));
const list = new ConversationList(part('list'), part('filters'), (id) => go(id));

/** @type {OpenConversation | null} */
let current = null;
let waitingBefore = 0;

/**
 * Opens a conversation ('' for none) and remembers it in the address.
 * @param {string} id
 */
function go(id) {
  if (id === (current?.id ?? '') && main.dataset.pane === (id ? 'conversation' : 'list')) return;
  history.pushState(null, '', id ? `/console/c/${encodeURIComponent(id)}` : '/console');
  show(id);
}

/** @param {string} id */
function show(id) {
  current?.leave();
  current = null;
  main.dataset.pane = id ? 'conversation' : 'list';
  part('context').classList.remove('is-open');
  list.open = id;
  if (!id) {
    showNothingOpen(pane);
    title();
    return;
  }
  current = new OpenConversation(id, pane, part('context'), {
    back: () => {
      go('');
      list.focus();
    },
    seen: (conversation, seq) => list.markSeen(conversation, seq),
  });
}

function title() {
  const name = list.waiting ? fill(words.title_waiting, { n: list.waiting }) : words.title;
  document.title = `${name} · ${common.product}`;
}

/** @param {import('./shapes.js').Summary[]} conversations */
function listed(conversations) {
  list.update(conversations);
  title();
  if (list.waiting > waitingBefore) part('announcer').textContent = counted(words.announce_waiting, list.waiting);
  waitingBefore = list.waiting;
}

addEventListener('popstate', () => {
  const [, id = ''] = /^\/console\/c\/([^/]+)$/.exec(location.pathname) ?? [];
  show(decodeURIComponent(id));
});
part('help-open').addEventListener('click', () => help.showModal());

listenToKeys({
  j: () => list.move(1),
  k: () => list.move(-1),
  o: () => list.focused && go(list.focused),
  c: () => current?.claim(),
  r: () => current?.reply(),
  e: () => current?.askToClose(),
  '?': () => help.showModal(),
}, () => list.focus());

follow(() => '/events', {
  data: ({ conversations }) => conversations && listed(conversations),
  state: (state) => {
    const node = part('connection');
    node.dataset.state = state;
    node.textContent = words.connection[state];
  },
  refused: (refusal) => { part('connection').textContent = refusal.message; },
});
setInterval(refreshTimes, 5_000);
show(opened);
