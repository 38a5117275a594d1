// @ts-check
/**
 * Renders an Answer: the assistant's few words, then the clause itself as a card, with the
 * sentence that answers marked inside its passage.
 */
import { fill, h, icon } from './dom.js';

/** @typedef {import('./api.js').Answer} Answer */
/** @typedef {import('./api.js').Citation} Citation */
/** @typedef {import('./chat.js').Words} Words */

/** Characters of the passage kept on each side of the sentence when it is folded … */
const CONTEXT = 110;
/** … which is done only where it hides at least so many. */
const WORTH_HIDING = 60;

/**
 * @param {Answer} answer
 * @param {Words} words
 * @returns {Node[]}
 */
export function renderAnswer(answer, words) {
  const { citations, verdict } = answer;
  /** @type {Node[]} */
  const parts = [h('p', { class: 'says', lang: answer.language, dir: 'auto' }, answer.text)];
  if (!citations.length) return parts;
  if (verdict !== 'answered') {
    const choices = citations.map((citation) => h('details', { class: 'choice' },
      h('summary', { lang: citation.language }, h('span', {}, pathOf(citation).at(-1) ?? ''), icon('down')),
      renderCitation(citation, answer.language, words)));
    return [...parts, h('div', { class: 'choices', role: 'group', 'aria-label': words.choose }, ...choices)];
  }
  const [first, ...others] = citations;
  parts.push(renderCitation(first, answer.language, words));
  if (others.length) {
    const label = others.length === 1 ? words.other_one : fill(words.other_many, { count: others.length });
    parts.push(h('details', { class: 'others' },
      h('summary', {}, h('span', {}, label), icon('down')),
      ...others.map((citation) => renderCitation(citation, answer.language, words))));
  }
  return parts;
}

/**
 * The answer as sentences to be read out.
 * @param {Answer} answer
 * @param {Words} words
 */
export function spokenAnswer(answer, words) {
  const says = fill(words.says_assistant, { text: answer.text });
  const [first] = answer.citations;
  if (!first) return says;
  if (answer.verdict === 'answered') {
    const section = pathOf(first).at(-1) ?? '';
    return `${says} ${fill(words.says_quote, { section, quote: first.quote })}`;
  }
  const sections = answer.citations.map((citation) => pathOf(citation).at(-1)).join(' ; ');
  return `${says} ${fill(words.says_sections, { sections })}`;
}

/**
 * @param {Citation} citation
 * @param {string} language of the answer
 * @param {Words} words
 */
function renderCitation(citation, language, words) {
  const link = webAddress(citation.url);
  const path = pathOf(citation);
  const steps = path.map((heading, index) => h(index === path.length - 1 ? 'b' : 'span', {}, heading));
  const { quote, fold } = renderPassage(citation, words);
  return h('figure', { class: 'clause', part: 'clause' },
    h('figcaption', { class: 'path', lang: citation.language, dir: 'auto' },
      ...steps.flatMap((step, index) => (index ? [' › ', step] : [step]))),
    h('blockquote', { lang: citation.language, dir: 'auto', cite: link }, quote),
    citation.language !== language && h('p', { class: 'note' }, fill(words.quoted_in, {
      language: new Intl.DisplayNames(language, { type: 'language' }).of(citation.language) ?? '',
    })),
    h('div', { class: 'below' }, fold,
      link && h('a', { class: 'source', href: link, target: '_blank', rel: 'noopener' },
        words.source, h('span', { class: 'unseen' }, ` ${words.new_tab}`), icon('out'))));
}

/**
 * The passage with its sentence marked, and the button that unfolds it where it is long.
 * @param {Citation} citation
 * @param {Words} words
 */
function renderPassage(citation, words) {
  // the service counts code points, JavaScript UTF-16 units
  const passage = [...citation.passage];
  const from = citation.start - citation.passage_start;
  const to = citation.end - citation.passage_start;
  const marked = h('mark', {}, citation.quote);
  if (passage.slice(from, to).join('') !== citation.quote) return { quote: h('p', {}, marked), fold: null };

  const before = passage.slice(0, from).join('');
  const after = passage.slice(to).join('');
  const [hiddenStart, shownStart] = cut(before, before.length - CONTEXT);
  const [shownEnd, hiddenEnd] = cut(after, CONTEXT);
  const quote = h('p', {});
  if (hiddenStart.length + hiddenEnd.length < WORTH_HIDING) {
    quote.append(before, marked, after);
    return { quote, fold: null };
  }
  let whole = false;
  const fold = h('button', { class: 'quiet', type: 'button', click: toggle });
  function draw() {
    fold.textContent = whole ? words.less : words.whole;
    fold.setAttribute('aria-expanded', String(whole));
    quote.replaceChildren(
      whole || !hiddenStart ? hiddenStart : omission(), shownStart, marked,
      shownEnd, whole || !hiddenEnd ? hiddenEnd : omission());
  }
  function toggle() {
    whole = !whole;
    draw();
  }
  draw();
  return { quote, fold };
}

/** Ours, not the statement's: the sign that something is left out. */
function omission() {
  return h('span', { class: 'omission' }, ' […] ');
}

/**
 * Cuts a text in two near a place, between words.
 * @param {string} text
 * @param {number} place
 * @returns {[string, string]}
 */
function cut(text, place) {
  if (place <= 0) return ['', text];
  if (place >= text.length) return [text, ''];
  const gap = text.slice(place).search(/\s/);
  const at = gap < 0 ? text.length : place + gap;
  return [text.slice(0, at), text.slice(at)];
}

/**
 * The headings above the sentence, without the document's title where there is more.
 * @param {Citation} citation
 */
function pathOf({ heading_path: path }) {
  return path.length > 1 ? path.slice(1) : path;
}

/** @param {string} url @returns {string | null} nothing but http(s): never a script */
function webAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
