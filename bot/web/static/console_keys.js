// @ts-check
/** Single keys for agents who live here. They can be switched off (WCAG 2.1.4), and never act while typing. */

const SETTING = 'clause.keys';

/**
 * @param {Record<string, () => void>} actions by `KeyboardEvent.key`
 * @param {() => void} escape
 */
export function listenToKeys(actions, escape) {
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById('keys-on'));
  toggle.checked = localStorage.getItem(SETTING) !== 'off';
  toggle.addEventListener('change', () => localStorage.setItem(SETTING, toggle.checked ? 'on' : 'off'));

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]')) return;
    const target = /** @type {HTMLElement} */ (event.target);
    const writing = target.matches('input, textarea, select, [contenteditable]');
    if (event.key === 'Escape' && writing) {
      escape();
      return;
    }
    const action = writing || !toggle.checked ? undefined : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
