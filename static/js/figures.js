/* Draws each figure of the page when it comes into view, in the colours of the theme.
   Plotly is the only name that another script brings. */

const PAPER = {
  "--ink": "#000",
  "--ink-2": "#333",
  "--line": "#bbb",
  "--surface": "#fff",
  "--accent": "#1f5a6b",
  "--watch": "#6b4500",
};
const SHEET = 980; // A4 across, between the margins of base.css, in CSS pixels
const holders = Array.from(document.querySelectorAll("[data-figure]"));
const drawn = [];

/* Returns a function that replaces var(--name) by its colour, in any depth of a figure. */
function colours(onPaper) {
  const style = getComputedStyle(document.documentElement);
  const colour = (whole, name) => (onPaper && PAPER[name]) || style.getPropertyValue(name).trim();
  return function resolve(value) {
    if (typeof value === "string") return value.replace(/var\((--[\w-]+)\)/g, colour);
    if (Array.isArray(value)) return value.map(resolve);
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
  };
}

// The chart comes with its labels placed twice: for a screen and for a phone.
const fitted = (figure, width) => (width > 640 ? figure.layout : { ...figure.layout, ...figure.phone });

function smaller(traces, width) {
  if (width > 640) return traces;
  for (const trace of traces) {
    if (trace.meta === "dots") trace.marker.size = 6;
    if (trace.meta === "baseline") trace.marker.size = 8;
  }
  return traces;
}

function draw(holder, onPaper) {
  const figure = JSON.parse(document.getElementById(holder.dataset.figure).textContent);
  const resolve = colours(onPaper);
  const width = onPaper ? SHEET : holder.clientWidth;
  const layout = resolve(fitted(figure, width));
  if (onPaper) layout.width = SHEET;
  Plotly.react(holder, smaller(resolve(figure.data), width), layout, { displayModeBar: false, responsive: !onPaper });
  holder.classList.add("drawn");
}

function again(onPaper) {
  for (const holder of drawn) draw(holder, onPaper);
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watcher.unobserve(entry.target);
    drawn.push(entry.target);
    draw(entry.target, false);
  }
}, { rootMargin: "200px" });
for (const holder of holders) watcher.observe(holder);

const dark = matchMedia("(prefers-color-scheme: dark)");
if (dark.addEventListener) dark.addEventListener("change", () => again(false));
let timer = 0;
addEventListener("resize", () => {
  clearTimeout(timer);
  timer = setTimeout(again, 150, false);
});
addEventListener("beforeprint", () => {
  for (const holder of holders) {
    if (!drawn.includes(holder)) drawn.push(holder);
  }
  again(true);
});
addEventListener("afterprint", () => again(false));
