// @ts-check
/**
 * What is seldom needed, and loaded when it is: the two forms, the menu's last items, the guard against
 * secrets, what is said to who waits, votes; with the words and styles of these.
 */
import { leaveForm, ratingForm } from './forms.js';
import { loadSheet, loadWords } from './given.js';
import { chime, ownItems } from './own.js';
import { isDeserted, queueWords } from './queue.js';
import { guard } from './secrets.js';
import { vote } from './votes.js';

/** @param {string} language @param {URL} home */
async function dress(language, home) {
  const [words, sheet] = await Promise.all([loadWords(language, home), loadSheet('more.css', home)]);
  return { words, sheet };
}

export const more = { leaveForm, ratingForm, ownItems, chime, guard, isDeserted, queueWords, vote, dress };
