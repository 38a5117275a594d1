// @ts-check
/** Requests to the console's JSON API, and streams that come back by themselves. */
import { readEvents } from '/widget/stream.js';
import { told, words } from './given.js';

const BASE = '/api/console';
const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute('content') ?? '';
/** Milliseconds between two tries to connect: at first, and at most. */
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 4_000;

/** What the service refused, in the page's language; `status` 0 where it did not answer at all. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   * @param {Record<string, unknown>} [problem]
   */
  constructor(status, detail, problem = {}) {
    super(detail);
    this.status = status;
    this.problem = problem;
  }

  /** Whether the same request may well succeed a little later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export function post(path, body) {
  return send('POST', path, body);
}

/**
 * @param {'POST' | 'PUT' | 'DELETE'} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export function send(method, path, body) {
  return request(path, {
    method,
    headers: { 'X-CSRF-Token': csrf, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
export function get(path) {
  return request(path, {});
}

/**
 * @param {string} path
 * @param {RequestInit} options
 */
async function request(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, { ...options, credentials: 'same-origin' });
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new Refusal(0, words.offline);
  }
  throw await refusal(response);
}

/**
 * Does something; gives the service's reason where it refused, else ''.
 * @param {() => Promise<unknown>} doing
 */
export async function reasonAgainst(doing) {
  try {
    await doing();
    return '';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }
}

/** @param {Response} response */
async function refusal(response) {
  if (response.status === 401) signInAgain();
  const problem = await response.json().catch(() => ({}));
  const detail = typeof problem.detail === 'string' ? told(problem.detail) : words.offline;
  return new Refusal(response.status, detail, problem);
}

/** The session has ended: sign in, and come back to this very page. */
function signInAgain() {
  location.assign(`/console/login?next=${encodeURIComponent(location.pathname)}`);
}

/**
 * Follows a stream until it is stopped, through lost connections and restarts of the service.
 *
 * @param {() => string} path asked anew for each connection, so that it can name the last event seen
 * @param {object} on
 * @param {(data: any) => void} on.data
 * @param {(state: 'connecting' | 'live' | 'lost') => void} [on.state]
 * @param {(refusal: Refusal) => void} [on.refused] the service will not have it: nothing more comes
 * @returns {() => void} stops it
 */
export function follow(path, on) {
  const stopped = new AbortController();
  let pause = FIRST_PAUSE;
  /** @type {() => void} */
  let wake = () => {};
  addEventListener('online', () => wake(), { signal: stopped.signal });

  /** @param {string} data a mistake in what is done with it must not look like a lost connection */
  function hand(data) {
    try {
      on.data(JSON.parse(data));
    } catch (error) {
      reportError(error);
    }
  }

  async function connect() {
    const response = await fetch(BASE + path(), {
      headers: { Accept: 'text/event-stream' },
      credentials: 'same-origin',
      signal: stopped.signal,
    });
    if (!response.ok || !response.body) throw await refusal(response);
    on.state?.('live');
    for await (const chunk of readEvents(response.body)) {
      pause = FIRST_PAUSE;
      if (stopped.signal.aborted) return;
      for (const data of chunk) hand(data);
    }
  }

  async function run() {
    on.state?.('connecting');
    while (!stopped.signal.aborted) {
      try {
        await connect();
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (error instanceof Refusal && !error.passing) {
          on.refused?.(error);
          return;
        }
      }
      if (stopped.signal.aborted) return;
      on.state?.('lost');
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
        setTimeout(resolve, pause * (0.5 + Math.random() / 2));
      });
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  run();
  return () => {
    stopped.abort();
    wake();
  };
}
