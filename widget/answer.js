// @ts-check
/**
 * Renders an Answer: the assistant's few words, then the clause itself as a card, with the
 * sentence that answers marked inside its passage.
 */
import { dayWords, fill, h } from './dom.js';
import { icon } from './icons.js';

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
  const { citations, language } = answer;
  const says = h('p', { class: 'says', lang: language, dir: 'auto' }, answer.text);
  if (answer.verdict !== 'answered' && citations.length) {
    const choices = groups(citations, ({ anchor }) => anchor).map((cited) => h('details', { class: 'choice' },
      h('summary', { lang: cited[0].language }, h('span', {}, sectionOf(cited[0])), icon('down')),
      ...renderCitations(cited, language, words)));
    return [says, h('div', { class: 'choices', role: 'group', 'aria-label': words.choose }, ...choices)];
  }
  const [first, ...others] = renderCitations(citations, language, words);
  const own = answer.curated;
  const said = own ? [h('p', { class: 'own', lang: language, dir: 'auto' }, h('small', {}, own.label), own.text), says] : [says];
  if (!others.length) return first ? [...said, first] : said;
  const label = others.length === 1 ? words.other_one : fill(words.other_many, { count: others.length });
  return [...said, first, h('details', { class: 'others' }, h('summary', {}, h('span', {}, label), icon('down')), ...others)];
}

/**
 * A card for each passage: what the assistant quotes, and what a person cites.
 * @param {Citation[]} citations
 * @param {string} language that the visitor reads
 * @param {Words} words
 */
export function renderCitations(citations, language, words) {
  return groups(citations, ({ anchor, passage_start: start }) => `${anchor} ${start}`)
    .map((together) => renderPassage(together, language, words));
}

/**
 * The answer as sentences to be read out.
 * @param {Answer} answer
 * @param {Words} words
 */
export function spokenAnswer(answer, words) {
  const own = answer.curated;
  const says = fill(words.says_assistant, { text: own ? `${own.label} ${own.text} ${answer.text}` : answer.text });
  const [first] = answer.citations;
  if (!first) return says;
  if (answer.verdict === 'answered') {
    return `${says} ${spokenQuote(first, words)}`;
  }
  const sections = [...new Set(answer.citations.map(sectionOf))].join(' ; ');
  return `${says} ${fill(words.says_sections, { sections })}`;
}

/**
 * A quote as a sentence to be read out.
 * @param {Citation} citation
 * @param {Words} words
 */
export function spokenQuote(citation, words) {
  return fill(words.says_quote, { section: sectionOf(citation), quote: citation.quote });
}

/**
 * Citations that belong together, in the order of the first of each.
 * @param {Citation[]} citations
 * @param {(citation: Citation) => string} keyOf
 * @returns {Citation[][]}
 */
function groups(citations, keyOf) {
  /** @type {Map<string, Citation[]>} */
  const found = new Map();
  for (const one of citations) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
}

/**
 * One passage with all that is quoted from it marked.
 * @param {Citation[]} citations of one passage, the best first
 * @param {string} language of the answer
 * @param {Words} words
 */
function renderPassage(citations, language, words) {
  const [best] = citations;
  const link = webAddress(best.url);
  const path = pathOf(best);
  const steps = path.map((heading, index) => h(index === path.length - 1 ? 'b' : 'span', {}, heading));
  const { quote, fold } = renderQuote(citations, words);
  return h('figure', { class: 'clause', part: 'clause' },
    h('figcaption', { class: 'path', lang: best.language, dir: 'auto' },
      ...steps.flatMap((step, index) => (index ? [' › ', step] : [step]))),
    h('blockquote', { lang: best.language, dir: 'auto', cite: link }, quote),
    best.in_force_since && h('p', { class: 'note' },
      fill(words.since, { date: dayWords(best.in_force_since, language) })),
    best.language !== language && h('p', { class: 'note' }, fill(words.quoted_in, {
      language: new Intl.DisplayNames(language, { type: 'language' }).of(best.language) ?? '',
    })),
    h('div', { class: 'below' }, fold,
      link && h('a', { class: 'source', href: link, target: '_blank', rel: 'noopener' },
        words.source, h('span', { class: 'unseen' }, ` ${words.new_tab}`), icon('out')),
      ...copiers(words, `«${best.quote}»\n${path.join(' › ')}`, link)));
}

/**
 * What takes a quote along, and the address of it: where the page may write to the clipboard.
 * @param {Words} words @param {string} text @param {string | null} link
 */
function copiers(words, text, link) {
  if (!navigator.clipboard) return [];
  const done = h('span', { role: 'status' });
  const copier = (/** @type {string} */ label, /** @type {string} */ what) => h('button', {
    class: 'quiet', type: 'button', click: () => navigator.clipboard.writeText(what)
      .then(() => words.copied, () => words.trouble).then((said) => { done.textContent = said; }),
  }, label);
  return [copier(words.copy, [text, link].filter(Boolean).join('\n')), link && copier(words.copy_link, link), done];
}

/**
 * The passage with its sentences marked, and the button that unfolds it where it is long.
 * @param {Citation[]} citations
 * @param {Words} words
 */
function renderQuote(citations, words) {
  const [best] = citations;
  const quote = h('p', {});
  // the service counts code points, JavaScript UTF-16 units
  const passage = [...best.passage];
  const text = (/** @type {number} */ from, /** @type {number} */ to) =>
    passage.slice(from - best.passage_start, to - best.passage_start).join('');
  const marked = [...citations].sort((a, b) => a.start - b.start);
  if (marked.some(({ start, end, quote: said }) => text(start, end) !== said)) {
    quote.append(h('mark', {}, best.quote));
    return { quote, fold: null };
  }
  const end = marked[marked.length - 1].end;
  const middle = marked.flatMap((one, index) =>
    [index ? text(marked[index - 1].end, one.start) : '', h('mark', { class: one !== best && 'also' }, one.quote)]);
  const before = text(best.passage_start, marked[0].start);
  const after = text(end, best.passage_start + passage.length);
  const [hiddenStart, shownStart] = cut(before, before.length - CONTEXT);
  const [shownEnd, hiddenEnd] = cut(after, CONTEXT);
  let whole = hiddenStart.length + hiddenEnd.length < WORTH_HIDING;
  const fold = whole ? null : h('button', {
    class: 'quiet', type: 'button', click: () => { whole = !whole; draw(); },
  });
  function draw() {
    if (fold) {
      fold.textContent = whole ? words.less : words.whole;
      fold.ariaExpanded = String(whole);
    }
    quote.replaceChildren(whole || !hiddenStart ? hiddenStart : omission(), shownStart, ...middle,
      shownEnd, whole || !hiddenEnd ? hiddenEnd : omission());
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

/** @param {Citation} citation */
function sectionOf(citation) {
  return pathOf(citation).at(-1) ?? '';
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
