// @ts-check
/** Notices what nobody should type into a chat, before it is sent. Nothing of it leaves the page. */

import { fill, h } from './dom.js';

/** Digits that may belong together, and an IBAN as it is written: country, check digits, the account. */
const CARD = /\b\d(?:[ -]?\d){12,18}\b/g;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}\b/gi;
/** 'my password is …', 'Passwort: …': the word, what joins, and what follows. */
const PASSWORD = /((?:pass(?:wor[dt]|code)|kennwort|mot de passe|mdp|contraseña|clave|palavra-passe|senha|wachtwoord|hasło|пароль|كلمة (?:المرور|السر))\s*(?:[:=]|\s(?:ist?|est?|è|é|to|це)\s)\s*)\S{4,}/giu;

/**
 * What warns before a text is sent that holds something secret; null where it holds nothing such.
 * @param {import('./chat.js').Words} words
 * @param {string} text
 * @param {(text: string) => void} send
 * @returns {[string, ...HTMLElement[]] | null} the warning, and the buttons: masked, and as it is
 */
export function guard(words, text, send) {
  const found = secretIn(text);
  if (!found) return null;
  const choice = (/** @type {string} */ label, /** @type {string} */ sent) =>
    h('button.quiet', { click: () => send(sent) }, label);
  return [fill(words.secret, { what: words[`secret_${found.kind}`] }),
    choice(words.mask, found.masked), choice(words.send_anyway, text)];
}

/**
 * What a text holds of the kind, and the text without it.
 * @param {string} text
 * @returns {{kind: 'card' | 'iban' | 'password', masked: string} | null}
 */
export function secretIn(text) {
  /** @type {any} */
  let kind = '';
  const mask = (/** @type {string} */ found) => found.replace(/[\p{L}\d](?=(?:.*[\p{L}\d]){4})/gu, '•');
  const masked = text
    .replace(PASSWORD, (_, before) => { kind = 'password'; return `${before}••••••`; })
    .replace(IBAN, (found) => (remainder(found) === 1 ? (kind = 'iban', mask(found)) : found))
    .replace(CARD, (found) => (luhn(found) ? (kind = 'card', mask(found)) : found));
  return kind && { kind, masked };
}

/** Whether the last digit fits the others (ISO/IEC 7812-1). @param {string} written */
function luhn(written) {
  const digits = [...written.replace(/\D/g, '')].reverse().map(Number);
  return digits.reduce((sum, digit, at) => sum + (at % 2 ? digit * 2 - (digit > 4 ? 9 : 0) : digit), 0) % 10 === 0
    && new Set(digits).size > 1;
}

/** An IBAN's is 1 (ISO 13616). @param {string} written */
function remainder(written) {
  const plain = written.replace(/ /g, '').toUpperCase();
  return [...plain.slice(4) + plain.slice(0, 4)].reduce((rest, one) =>
    Number(`${rest}${parseInt(one, 36)}`) % 97, 0);
}
