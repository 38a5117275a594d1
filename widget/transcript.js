// @ts-check
/** What follows from the events of a conversation. `past`: those known without a gap, the last first. */

/** @typedef {import('./api.js').ChatEvent} ChatEvent */

/** Whether it is a person's turn. @param {string | undefined} state */
export const isPersonal = (state) => state === 'waiting' || state === 'agent';

/** The last change of state. @param {ChatEvent[]} past */
const lastChange = (past) => past.find(({ state }) => state)?.state;

/** Who answers now. @param {ChatEvent[]} past */
export const stateAfter = (past) => lastChange(past)?.state ?? 'bot';

/** The person who has the conversation. @param {ChatEvent[]} past */
export function agentAfter(past) {
  const last = lastChange(past);
  return last?.state === 'agent' ? last.owner ?? last.agent : null;
}

/** The last of the visitor's messages, if it was written to a person, or to whoever comes. @param {ChatEvent[]} past */
export function lastToPerson(past) {
  const at = past.findIndex(({ message }) => message?.author === 'visitor');
  return at >= 0 && isPersonal(stateAfter(past.slice(at))) ? past[at] : null;
}

/** Whether the conversation was closed and not rated since. @param {ChatEvent[]} past */
export const isUnrated = (past) => past.find(({ state, rating }) => state || rating)?.state?.state === 'closed';

/** Whether a question has reached the assistant and is not answered yet. @param {ChatEvent[]} past */
export function isThinking(past) {
  const answered = new Set();
  for (const { seq, message, state } of past) {
    // what was written to a person, or before one came, the assistant does not answer
    if (state && state.action !== 'reopen') break;
    answered.add(message?.reply_to);
    if (message?.author === 'visitor' && !answered.has(seq)) return stateAfter(past) === 'bot';
  }
  return false;
}
