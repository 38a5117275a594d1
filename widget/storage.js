// @ts-check
/**
 * What outlives a page: the conversation's key and what is not sent yet, in this tab only.
 * Where the browser allows no storage, nothing outlives the page, and all else works.
 *
 * @typedef {object} Pending
 * @property {string} clientId
 * @property {string} text
 * @property {boolean} [failed] given up until the visitor tries again
 *
 * @typedef {object} Saved
 * @property {string} [id]
 * @property {string} [token]
 * @property {{id: string, token: string}} [previous] the conversation before, which can't be opened any more
 * @property {Pending[]} [pending]
 * @property {'person' | 'cancel' | ''} [wish] not yet told to the service
 * @property {number} [seen] the last event that was shown with the panel open
 * @property {number} [last] the last event that ever came
 * @property {boolean} [open] the panel was open
 * @property {boolean} [live] a person is waited for or present
 * @property {string} [draft] typed, not sent
 * @property {string} [language] that the visitor chose
 * @property {boolean} [sound] wanted for what comes unseen
 * @property {Record<number, boolean>} [votes] whether an answer helped, by its number
 * @property {string} [address] of the visitor, as their site has signed it
 * @property {string} [left] the e-mail address that an answer goes to
 *
 * @typedef {ReturnType<typeof openStorage>} Storage
 */

/** @param {string} key under which it is kept; '': nothing outlives the page */
export function openStorage(key) {
  const storage = {
    /** @type {Saved} */
    saved: {},

    /** @param {Saved} changes */
    save(changes) {
      Object.assign(storage.saved, changes);
      try {
        if (key) sessionStorage.setItem(key, JSON.stringify(storage.saved));
      } catch {
        // full or forbidden: it stays in memory
      }
    },

    /** Forgets everything but how the visitor wants it. */
    clear() {
      const { language, sound, open } = storage.saved;
      storage.saved = {};
      storage.save({ language, sound, open });
    },
  };
  try {
    Object.assign(storage.saved, JSON.parse(sessionStorage.getItem(key) ?? '{}'));
  } catch {
    // none, or not ours: begin with nothing
  }
  return storage;
}
