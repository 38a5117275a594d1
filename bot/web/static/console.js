// @ts-check
/** The console: puts list, conversation, keys and addresses together. */
import { follow } from './api.js';
import { Alerts } from './console_alerts.js';
import { OpenConversation } from './console_conversation.js';
import { showNothingOpen } from './console_header.js';
import { listenToKeys } from './console_keys.js';
import { ConversationList } from './console_list.js';
import { opened, words } from './given.js';
import { refreshTimes } from './time.js';

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id @returns {HTMLInputElement} */
const field = (id) => /** @type {HTMLInputElement} */ (part(id));

const main = part('main');
const pane = part('conversation');
const help = /** @type {HTMLDialogElement} */ (part('help'));
const list = new ConversationList(part('list'), part('filters'), field('search'), (id, seq) => go(id, seq));
const alerts = new Alerts({
  box: part('notices'), announcer: part('announcer'), desktop: field('notify-on'), sound: field('sound-on'),
  denied: part('notify-denied'),
}, (id) => go(id));

/** @type {OpenConversation | null} */
let current = null;

/**
 * Opens a conversation ('' for none) and remembers it in the address.
 * @param {string} id
 * @param {number | null} [seq] a message to show
 */
function go(id, seq = null) {
  if (id === (current?.id ?? '') && main.dataset.pane === (id ? 'conversation' : 'list') && seq === null) return;
  const address = id ? `/console/c/${encodeURIComponent(id)}` : '/console';
  if (address !== location.pathname) history.pushState(null, '', address);
  show(id, seq);
}

/**
 * @param {string} id
 * @param {number | null} [seq]
 */
function show(id, seq = null) {
  current?.leave();
  current = null;
  main.dataset.pane = id ? 'conversation' : 'list';
  part('context').classList.remove('is-open');
  list.open = id;
  if (!id) {
    showNothingOpen(pane);
    return;
  }
  current = new OpenConversation(id, pane, part('context'), {
    back: () => {
      go('');
      list.focus();
    },
    seen: (conversation) => list.markSeen(conversation),
  }, seq);
}

addEventListener('popstate', () => {
  const [, id = ''] = /^\/console\/c\/([^/]+)$/.exec(location.pathname) ?? [];
  show(decodeURIComponent(id));
});
for (const name of ['help', 'settings']) {
  const dialog = /** @type {HTMLDialogElement} */ (part(name));
  part(`${name}-open`).addEventListener('click', () => dialog.showModal());
}

listenToKeys({
  j: () => list.move(1),
  k: () => list.move(-1),
  o: () => list.focused?.click(),
  c: () => current?.claim(),
  r: () => current?.reply(),
  n: () => current?.note(),
  e: () => current?.askToClose(),
  '/': () => {
    main.dataset.pane = matchMedia('(max-width: 767px)').matches ? 'list' : main.dataset.pane;
    part('search').focus();
  },
  '?': () => help.showModal(),
}, () => list.focus());

follow(() => '/events', {
  data: (told) => {
    if (told.kind) alerts.tell(told);
    if (!told.conversations) return;
    list.update(told.conversations);
    alerts.update(told.conversations);
  },
  state: (state) => {
    const node = part('connection');
    node.dataset.state = state;
    node.textContent = words.connection[state];
  },
  refused: (refusal) => { part('connection').textContent = refusal.message; },
});
setInterval(refreshTimes, 1_000);
show(opened);
