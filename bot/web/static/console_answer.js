// @ts-check
/** What the assistant answered, as an agent judges it: verdict, confidence, and the clauses cited. */
import { fill, h } from '/widget/dom.js';
import { colon, counted, words } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').Answer} Answer */
/** @typedef {import('./shapes.js').Citation} Citation */

/** Characters of the passage shown on each side of the cited sentence. */
const CONTEXT = 140;

const LOOKS = {
  answered: { icon: 'check', tone: 'good' },
  unsure: { icon: 'question', tone: 'warn' },
  not_covered: { icon: 'none', tone: 'warn' },
  small_talk: { icon: 'chat', tone: 'plain' },
  human: { icon: 'hand', tone: 'accent' },
};

/**
 * The clauses, then the line that says how sure the assistant was.
 * @param {Answer} answer
 * @param {() => void} wrong an agent says that it is the wrong answer
 * @returns {Node[]}
 */
export function renderAnswer(answer, wrong) {
  const [first, ...others] = answer.citations;
  /** @type {Node[]} */
  const parts = [];
  if (first) parts.push(renderClause(first));
  if (others.length) {
    parts.push(h('details', { class: 'more-clauses' },
      h('summary', {}, icon('chevron'), counted(words.more_clauses, others.length)),
      ...others.map(renderClause)));
  }
  parts.push(renderVerdict(answer, wrong));
  return parts;
}

/**
 * What the company says in words of its own, above all else.
 * @param {Answer} answer
 */
export function renderOwnersWords({ curated, language }) {
  return curated && h('p', { class: 'owners-words', lang: language, dir: 'auto' },
    h('small', {}, curated.label), ' ', curated.text);
}

/**
 * @param {Answer} answer
 * @param {() => void} wrong
 */
function renderVerdict({ verdict, confidence, citations }, wrong) {
  const look = LOOKS[verdict] ?? LOOKS.small_talk;
  const percent = Math.round(confidence * 100);
  const sure = fill(words.confidence, { percent, word: words.confidence_words[confidenceWord(confidence)] });
  return h('p', { class: 'verdict' },
    h('span', { class: `chip chip-${look.tone}` }, icon(look.icon), words.verdicts[verdict] ?? verdict),
    citations.length > 0 && h('span', { class: 'confidence', title: words.confidence_label },
      meter(percent), h('span', { class: 'unseen' }, words.confidence_label + colon), sure),
    verdict !== 'small_talk' && h('button', { class: 'link wrong', type: 'button', click: wrong }, words.wrong.button));
}

/** @param {number} confidence a calibrated probability */
function confidenceWord(confidence) {
  if (confidence >= 0.8) return 'high';
  if (confidence >= 0.5) return 'fair';
  return confidence >= 0.2 ? 'low' : 'very_low';
}

/** @param {number} percent */
function meter(percent) {
  const bar = h('i', {});
  bar.style.setProperty('--share', `${percent}%`);
  return h('span', { class: 'meter', 'aria-hidden': 'true' }, bar);
}

/** @param {Citation} citation */
export function renderClause(citation) {
  const path = pathOf(citation);
  const link = webAddress(citation.url);
  return h('figure', { class: 'clause' },
    h('figcaption', { class: 'clause-path', lang: citation.language }, path.join(' › ')),
    h('blockquote', { lang: citation.language, dir: 'auto' }, h('p', {}, ...passageAround(citation))),
    link && h('a', { class: 'clause-link', href: link, target: '_blank', rel: 'noopener' },
      words.open_clause, icon('out'), h('span', { class: 'unseen' }, ` (${words.opens_new})`)));
}

/**
 * The headings above it, without the document's title where there is more.
 * @param {Citation} citation
 */
export function pathOf({ heading_path: path }) {
  return path.length > 1 ? path.slice(1) : path;
}

/**
 * The cited sentence, marked, with a little of its passage on both sides.
 * @param {Citation} citation
 * @returns {(Node | string)[]}
 */
function passageAround(citation) {
  const mark = h('mark', {}, citation.quote);
  const signs = [...citation.passage]; // offsets count code points
  const from = citation.start - citation.passage_start;
  const to = from + [...citation.quote].length;
  if (signs.slice(from, to).join('') !== citation.quote) return [mark];
  return [
    shorten(signs.slice(0, from).reverse(), true),
    mark,
    shorten(signs.slice(to), false),
  ];
}

/**
 * @param {string[]} signs from the quote outwards
 * @param {boolean} before whether they stand before the quote, and so come reversed
 */
function shorten(signs, before) {
  let kept = signs;
  if (signs.length > CONTEXT + 20) {
    const gap = signs.findIndex((sign, index) => index >= CONTEXT && /\s/.test(sign));
    kept = gap < 0 ? signs : signs.slice(0, gap);
  }
  const text = (before ? [...kept].reverse() : kept).join('');
  if (kept.length === signs.length) return text;
  return before ? `… ${text}` : `${text} …`;
}

/**
 * @param {string} url
 * @returns {string | null} nothing but http(s): never a script
 */
export function webAddress(url) {
  try {
    const { protocol, href } = new URL(url, location.href);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
