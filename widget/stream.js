// @ts-check
/**
 * Server-Sent Events read with fetch, because EventSource can send no Authorization header; and
 * the patience of everything that tries again.
 */

/** Milliseconds without a byte after which a stream counts as dead (the service pings every 15 s). */
const SILENCE = 40_000;

/** A pause that can be cut short: by the network coming back, or by whoever does not want to wait. */
export function makePatience() {
  let tries = 0;
  let wake = () => {};
  return {
    /** Forgets the failures so far. */
    reset() { tries = 0; },
    /** Ends the pause now, if there is one. */
    wake() { wake(); },
    /**
     * Waits half a second, then twice as long each time, up to 20 s, each cut by chance to between
     * half and all of it, so that a thousand widgets do not come back at the same moment.
     * @param {number} [atLeast] seconds
     * @returns {Promise<void>}
     */
    pause(atLeast = 0) {
      const backoff = Math.min(20_000, 500 * 2 ** tries++) * (0.5 + Math.random() / 2);
      return new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.max(backoff, atLeast * 1000));
      });
    },
  };
}

/**
 * The `data` of each event of a stream, a list for each chunk that arrived, empty ones (pings) too.
 * Ours are one line each.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<string[]>}
 */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let watch;
  try {
    for (;;) {
      const silence = new Promise((_, reject) => { watch = setTimeout(reject, SILENCE, new TypeError('silence')); });
      const { done, value } = await Promise.race([reader.read(), silence]);
      clearTimeout(watch);
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      yield blocks.flatMap((block) => /^data: (.*)/m.exec(block)?.[1] ?? []);
    }
  } finally {
    clearTimeout(watch);
    reader.cancel().catch(() => {});
  }
}
