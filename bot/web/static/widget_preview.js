// @ts-check
/**
 * The page in the configurator's frame: its chat stands open, without taking the focus, as one that was
 * left open on the page before. Comes before the chat's own script, which looks there.
 */
try {
  sessionStorage[`clause:${location.origin}/`] ??= '{"open":true}';
} catch {
  // no storage here: it stays closed until somebody opens it
}
