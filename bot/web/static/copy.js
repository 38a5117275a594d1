// @ts-check
/** Buttons that copy what stands in a field; without a script the field can still be selected. */

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const field = document.getElementById(button.dataset.copy ?? '');
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
  const before = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // it is selected: the keys for copying do it, too
    }
    button.textContent = button.dataset.copied ?? before;
    setTimeout(() => { button.textContent = before; }, 2_000);
  });
}
for (const field of document.querySelectorAll('[data-select]')) {
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.addEventListener('focus', () => field.select());
}
