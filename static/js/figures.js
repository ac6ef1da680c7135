/* Makes a chart answer: who points at it or focuses it gets the figures of each year,
   may zoom and walk by keys. The chart itself is drawn by the server; plotly.js is
   fetched only now, and drawn over it at the same size. */

const KEPT_SIZES = ["l", "r", "t", "b"];
const SCALED = [
  "xshift", "yshift", "ax", "ay", "standoff", "ticklabelstandoff", "arrowwidth", "size", "width", "height",
];
let plotly = null;

function fetched(address) {
  plotly = plotly || new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => { script.remove(); plotly = null; reject(new Error(address)); };
    document.head.append(script);
  });
  return plotly;
}

/* Replaces var(--name) by its colour and scales every measure in pixels. */
function suited(scale) {
  const style = getComputedStyle(document.documentElement);
  const colour = (whole, name) => style.getPropertyValue(name).trim();
  const length = (key) => SCALED.includes(key) || KEPT_SIZES.includes(key);
  return function walk(value, key) {
    if (typeof value === "number") return length(key) ? value * scale : value;
    if (typeof value === "string") return value.replace(/var\((--[\w-]+)\)/g, colour);
    if (Array.isArray(value)) return key === "x" || key === "y" ? value : value.map((part) => walk(part, key));
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, walk(part, name)]));
  };
}

/* Plotly reads tags in texts: of ours only the line break stays (bold letters would
   need an inline style, which the site's policy refuses), those of a name are letters. */
const plain = (text) => text.replace(/<\/?b>/g, "").replace(/<(?!br>)/g, "&lt;");

function read(holder) {
  const figure = JSON.parse(document.getElementById(holder.dataset.figure).textContent);
  for (const sheet of [figure.layout, figure.phone]) {
    for (const note of sheet.annotations) note.text = plain(note.text);
  }
  for (const trace of figure.data) {
    if (trace.name) trace.name = plain(trace.name);
    if (trace.customdata) trace.customdata = trace.customdata.map(plain);
  }
  return figure;
}

const drawingOf = (holder) => Array.from(holder.querySelectorAll(".drawing")).find((one) => one.getClientRects().length);

function chart(holder) {
  const state = { live: null, width: 0, year: null, years: [], range: null };
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  holder.after(said);
  holder.tabIndex = 0;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", holder.dataset.help);

  function asleep() {
    if (!state.live) return;
    Plotly.purge(state.live);
    state.live.remove();
    state.live = null;
    holder.classList.remove("awake");
  }

  function drawn() {
    const box = drawingOf(holder).getBoundingClientRect();
    const figure = read(holder);
    const narrow = drawingOf(holder).classList.contains("narrow");
    const sheet = narrow ? { ...figure.layout, ...figure.phone } : figure.layout;
    const walk = suited(box.width / sheet.width);
    const layout = walk(sheet);
    const fine = matchMedia("(pointer: fine)").matches;
    layout.width = box.width;
    layout.height = box.height;
    layout.dragmode = fine ? "zoom" : false;
    layout.xaxis.fixedrange = !fine;
    state.width = box.width;
    state.range = layout.xaxis.range.slice();
    state.years = years(figure.data);
    state.live = document.createElement("div");
    state.live.className = "live";
    state.live.setAttribute("aria-hidden", "true");
    holder.append(state.live);
    Plotly.newPlot(state.live, walk(figure.data), layout, { displayModeBar: false });
    holder.classList.add("awake");
  }

  function say(year) {
    const found = [];
    for (const trace of state.live.data) {
      const at = trace.hovertemplate ? trace.x.indexOf(year) : -1;
      if (at < 0) continue;
      const [, digits] = /\.(\d+)f/.exec(trace.hovertemplate) || /\.(\d+)f/.exec(state.live.layout.yaxis.hoverformat);
      found.push(`${trace.name} ${trace.customdata ? trace.customdata[at] : trace.y[at].toFixed(digits)}`);
    }
    said.textContent = `${year}: ${found.join("; ")}`;
  }

  async function awake() {
    if (state.live) return true;
    try {
      await fetched(holder.dataset.plotly);
    } catch (error) {
      said.textContent = holder.dataset.failed;
      said.className = "note";
      return false;
    }
    if (!state.live) drawn();
    return true;
  }

  function step(by) {
    const at = state.years.indexOf(state.year);
    const next = at < 0 ? state.years.length - 1 : at + by;
    state.year = state.years[Math.min(Math.max(next, 0), state.years.length - 1)];
    Plotly.Fx.hover(state.live, { xval: state.year }, "xy");
    say(state.year);
  }

  function zoom(factor) {
    const [first, last] = state.live.layout.xaxis.range;
    const middle = state.year || (first + last) / 2;
    const half = Math.max(2, ((last - first) / 2) * factor);
    const range = factor ? [middle - half, middle + half] : state.range;
    Plotly.relayout(state.live, { "xaxis.range": range.slice() });
  }

  const KEYS = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    "+": () => zoom(0.6),
    "=": () => zoom(0.6),
    "-": () => zoom(1.6),
    0: () => zoom(0),
  };

  // drawn for one width: another one gets the server's drawing until it is asked again
  new ResizeObserver((entries) => {
    if (state.live && Math.abs(entries[0].contentRect.width - state.width) > 1) asleep();
  }).observe(holder);
  // a finger that scrolls past enters, too; a tap focuses
  holder.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && awake());
  holder.addEventListener("focus", awake);
  holder.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") return asleep();
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (await awake()) act();
  });
  return asleep;
}

function years(traces) {
  const found = new Set();
  for (const trace of traces) {
    if (trace.hovertemplate) for (const year of trace.x) if (year !== null) found.add(year);
  }
  return Array.from(found).sort((a, b) => a - b);
}

const charts = Array.from(document.querySelectorAll("[data-figure]")).map(chart);
const everyAsleep = () => charts.forEach((asleep) => asleep());

const dark = matchMedia("(prefers-color-scheme: dark)");
if (dark.addEventListener) dark.addEventListener("change", everyAsleep);
