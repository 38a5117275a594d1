// @ts-check
/**
 * Renders an Answer: the assistant's few words, then the clause itself as a card, with the
 * sentence that answers marked inside its passage.
 */
import { dayWords, fill, h, languageName } from './dom.js';
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
 * @param {string} reader the language of these words
 * @returns {(Node | false | null | undefined)[]}
 */
export function renderAnswer({ verdict, citations, language, text, curated }, words, reader) {
  const says = h('p.says', { lang: language, dir: 'auto' }, text);
  if (verdict !== 'answered' && citations[0]) {
    const choices = groups(citations, ({ anchor }) => anchor).map((cited) => h('details.choice', {},
      h('summary', { lang: cited[0].language }, h('span', {}, sectionOf(cited[0])), icon('down')),
      ...renderCitations(cited, reader, words)));
    return [says, h('div.choices', { role: 'group', 'aria-label': words.choose }, ...choices)];
  }
  const [first, ...others] = renderCitations(citations, reader, words);
  const label = others[1] ? fill(words.other_many, { count: others.length }) : words.other_one;
  return [
    curated && h('p.own', { lang: language, dir: 'auto' }, h('small', {}, curated.label), curated.text), says, first,
    others[0] && h('details.others', {}, h('summary', {}, h('span', {}, label), icon('down')), ...others),
  ];
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
export function spokenAnswer({ verdict, citations, text, curated }, words) {
  const says = fill(words.says_assistant, { text: curated ? `${curated.label} ${curated.text} ${text}` : text });
  const sections = [...new Set(citations.map(sectionOf))].join(' ; ');
  return !sections ? says
    : `${says} ${verdict === 'answered' ? spokenQuote(citations[0], words) : fill(words.says_sections, { sections })}`;
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
 */
const groups = (citations, keyOf) => [...Map.groupBy(citations, keyOf).values()];

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
  const steps = path.flatMap((heading, at) => [at ? ' › ' : '', h(path[at + 1] ? 'span' : 'b', {}, heading)]);
  const { quote, fold } = renderQuote(citations, words);
  return h('figure.clause', { part: 'clause' },
    h('figcaption.path', { lang: best.language, dir: 'auto' }, ...steps),
    h('blockquote', { lang: best.language, dir: 'auto', cite: link }, quote),
    best.in_force_since && h('p.note', {},
      fill(words.since, { date: dayWords(best.in_force_since, language) })),
    best.language !== language
      && h('p.note', {}, fill(words.quoted_in, { language: languageName(best.language, language) })),
    h('div.below', {},
      link && h('a.source', { href: link, target: '_blank', rel: 'noopener' },
        words.source, h('span.unseen', {}, ` ${words.new_tab}`), icon('out')), fold,
      ...copiers(words, `«${best.quote}»\n${path.join(' › ')}`, link)));
}

/**
 * What takes a quote along, and the address of it: where the page may write to the clipboard.
 * @param {Words} words @param {string} text @param {string | null} link
 */
function copiers(words, text, link) {
  if (!navigator.clipboard) return [];
  const done = h('span', { role: 'status' });
  const copier = (/** @type {string} */ label, /** @type {string} */ what) => h('button.quiet', {
    click: () => navigator.clipboard.writeText(what)
      .then(() => words.copied, () => words.trouble).then((said) => { done.textContent = said; }),
  }, label);
  return [copier(words.copy, link ? `${text}\n${link}` : text), link && copier(words.copy_link, link), done];
}

/**
 * The passage with its sentences marked, and the button that unfolds it where it is long.
 * @param {Citation[]} citations
 * @param {Words} words
 */
function renderQuote(citations, words) {
  const [best] = citations;
  const quote = h('p');
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
  const fold = whole ? null : h('button.quiet', {
    click: () => { whole = !whole; draw(); },
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
  return h('span.omission', {}, ' […] ');
}

/**
 * Cuts a text in two near a place, between words.
 * @param {string} text
 * @param {number} place
 * @returns {[string, string]}
 */
function cut(text, place) {
  if (place <= 0) return ['', text];
  const gap = text.indexOf(' ', place);
  const at = gap < 0 ? text.length : gap;
  return [text.slice(0, at), text.slice(at)];
}

/** The headings above the sentence, without the document's title where there is more. @param {Citation} citation */
const pathOf = ({ heading_path: path }) => (path[1] ? path.slice(1) : path);

/** @param {Citation} citation */
const sectionOf = (citation) => pathOf(citation).at(-1) ?? '';

/** Nothing but http(s): never a script. @param {string} url */
const webAddress = (url) => (/^https?:/.test(url) ? url : null);
