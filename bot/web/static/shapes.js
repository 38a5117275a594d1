// @ts-check
/**
 * The shapes of the console's JSON API, for the type check only.
 *
 * @typedef {'bot' | 'waiting' | 'agent' | 'closed'} State
 * @typedef {import('./given.js').Person} Person
 *
 * @typedef {object} Citation
 * @property {string} document
 * @property {string} version
 * @property {string} language
 * @property {string} anchor
 * @property {string[]} heading_path
 * @property {string} quote
 * @property {number} start
 * @property {number} end
 * @property {string} passage
 * @property {number} passage_start
 * @property {string} url
 *
 * @typedef {object} Answer
 * @property {'answered' | 'unsure' | 'not_covered' | 'small_talk' | 'human'} verdict
 * @property {number} confidence
 * @property {string} language
 * @property {string} text
 * @property {Citation[]} citations
 *
 * @typedef {object} Message
 * @property {'visitor' | 'assistant' | 'agent' | 'system'} author
 * @property {string | null} author_name
 * @property {string} text
 * @property {string | null} client_id
 * @property {Answer | null} answer
 *
 * @typedef {object} StateChange
 * @property {State} state
 * @property {string} action
 * @property {{ name: string } | null} agent
 *
 * @typedef {object} Event
 * @property {number} seq
 * @property {'message' | 'state'} type
 * @property {string} at
 * @property {Message} [message]
 * @property {StateChange} [state]
 *
 * @typedef {object} Summary
 * @property {string} id
 * @property {State} state
 * @property {string} language
 * @property {Person | null} owner
 * @property {string} preview
 * @property {string | null} waiting_since
 * @property {string} updated_at
 * @property {number} last_seq
 *
 * @typedef {object} Conversation
 * @property {string} id
 * @property {State} state
 * @property {string} language
 * @property {Person | null} owner
 * @property {number} last_seq
 * @property {Event[]} events
 */
export {};
