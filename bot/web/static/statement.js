/**
 * A link from an answer leads to the section; with JavaScript the marked sentence itself comes into view.
 * Where somebody followed another fragment on this page, they stay there.
 */
const mark = document.getElementById("cited");
const section = mark?.closest("section");
const wanted = decodeURIComponent(location.hash.slice(1));

if (mark && section && (wanted === "" || wanted === section.id)) {
  // after the browser has gone to the fragment by itself
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const { top, bottom } = mark.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) mark.scrollIntoView({ block: "center" });
  }));
}
