// @ts-check
/**
 * The shapes of the console's JSON API, for the type check only.
 *
 * @typedef {'bot' | 'waiting' | 'agent' | 'closed'} State
 * @typedef {import('./given.js').Person} Person
 * @typedef {'access' | 'rectification' | 'erasure' | 'portability' | 'objection' | 'withdrawal'} Right
 * @typedef {'done' | 'refused' | 'withdrawn' | 'not_a_request'} Outcome
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
 * @property {{ text: string, label: string } | null} [curated] in the owner's words
 *
 * @typedef {object} Message
 * @property {'visitor' | 'assistant' | 'agent' | 'system'} author
 * @property {string | null} author_name
 * @property {string} text
 * @property {string | null} client_id
 * @property {number | null} reply_to
 * @property {Answer | null} answer
 * @property {Citation[]} citations what an agent cites
 *
 * @typedef {object} StateChange
 * @property {State} state
 * @property {string} action
 * @property {{ name: string } | null} agent
 * @property {{ name: string } | null} owner
 * @property {{ name: string } | null} previous
 *
 * @typedef {object} Event
 * @property {number} seq
 * @property {'message' | 'state' | 'rights' | 'offer' | 'rating'} type
 * @property {string} at
 * @property {Message} [message]
 * @property {StateChange} [state]
 * @property {{ right: Right, due_on: string }} [rights]
 * @property {{ reason: string, text: string, language: string }} [offer]
 * @property {{ stars: number, word: string }} [rating]
 *
 * @typedef {object} Note
 * @property {'note'} type
 * @property {number} number
 * @property {string} at
 * @property {{ author_id: number, author_name: string, text: string, client_id: string, after_seq: number }} note
 *
 * @typedef {object} Found
 * @property {number | null} seq
 * @property {string} author
 * @property {string} text
 * @property {[number, number][]} marks
 *
 * @typedef {object} Summary
 * @property {string} id
 * @property {State} state
 * @property {string} language
 * @property {Person | null} owner
 * @property {string} preview
 * @property {string} visitor_preview
 * @property {string | null} waiting_since
 * @property {string} updated_at
 * @property {number} last_seq
 * @property {number} unread
 * @property {Right | null} right
 * @property {string | null} due_on
 * @property {boolean} left
 * @property {string | null} verified name or address that the visitor's site has signed
 * @property {Found | null} found
 *
 * @typedef {object} Notice
 * @property {number} id
 * @property {'taken_over' | 'reassigned' | 'reassigned_to_you' | 'away'} kind
 * @property {string} conversation_id
 * @property {string | null} by
 *
 * @typedef {object} RightsRequest
 * @property {number} id
 * @property {string} conversation_id
 * @property {number} seq
 * @property {Right} right
 * @property {string} received_at
 * @property {string} due_on
 * @property {string} preview
 * @property {Person | null} owner
 * @property {string | null} closed_at
 * @property {string | null} closed_by
 * @property {Outcome | null} outcome
 * @property {string | null} note
 *
 * @typedef {object} CannedReply
 * @property {number} id
 * @property {string} shortcut
 * @property {string | null} language
 * @property {string} text
 *
 * @typedef {object} Colleague
 * @property {number} id
 * @property {string} name
 * @property {'online' | 'away' | 'offline'} status
 * @property {number} conversations
 *
 * @typedef {object} Conversation
 * @property {string} id
 * @property {State} state
 * @property {string} language
 * @property {Person | null} owner
 * @property {number} last_seq
 * @property {number} visitor_read
 * @property {number} my_read
 * @property {string} started_at
 * @property {string | null} waiting_since
 * @property {string | null} left_email
 * @property {{ email: string, name: string, site: string } | null} verified who the visitor's site says that they are
 * @property {string | null} page
 * @property {{ id: string, state: State, started_at: string, preview: string }[]} past
 * @property {Event[]} events
 * @property {Note[]} notes
 * @property {RightsRequest[]} rights_requests
 */
