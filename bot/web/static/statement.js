/**
 * A link from an answer leads to the section; with JavaScript the marked sentence itself comes into view.
 * Where somebody followed another fragment on this page, they stay there.
 */
const mark = document.getElementById("cited");
const section = mark?.closest("section");
const wanted = decodeURIComponent(location.hash.slice(1));

const bring = () => {
  const { top, bottom } = mark?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  if (top < 0 || bottom > innerHeight) mark?.scrollIntoView({ block: "center" });
};

if (mark && section && (wanted === "" || wanted === section.id)) {
  // until all is loaded the browser goes to the fragment by itself, and once more in the frame after
  const soon = () => requestAnimationFrame(() => requestAnimationFrame(bring));
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}
