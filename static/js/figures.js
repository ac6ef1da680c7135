/* Draws each figure of the page when it comes into view, in the colours of the theme. */
(function () {
  "use strict";
  var PAPER = { "--ink": "#000", "--ink-2": "#333", "--line": "#bbb", "--surface": "#fff", "--accent": "#1f5a6b", "--watch": "#6b4500" };
  var SHEET = 980; // A4 across, between the margins of base.css, in CSS pixels
  var drawn = [];

  function colours(onPaper) {
    var style = getComputedStyle(document.documentElement);
    return function resolve(value) {
      if (typeof value === "string") {
        return value.replace(/var\((--[\w-]+)\)/g, function (_, name) {
          return (onPaper && PAPER[name]) || style.getPropertyValue(name).trim();
        });
      }
      if (Array.isArray(value)) return value.map(resolve);
      if (value && typeof value === "object") {
        var made = {};
        Object.keys(value).forEach(function (key) { made[key] = resolve(value[key]); });
        return made;
      }
      return value;
    };
  }

  // The chart comes with its labels placed twice: for a screen and for a phone.
  function fitted(figure, width) {
    return width > 640 ? figure.layout : Object.assign({}, figure.layout, figure.phone);
  }

  function smaller(traces, width) {
    if (width > 640) return traces;
    traces.forEach(function (trace) {
      if (trace.meta === "dots") trace.marker.size = 6;
      if (trace.meta === "baseline") trace.marker.size = 8;
    });
    return traces;
  }

  function draw(holder, onPaper) {
    var figure = JSON.parse(document.getElementById(holder.dataset.figure).textContent);
    var resolve = colours(onPaper), width = onPaper ? SHEET : holder.clientWidth;
    var layout = resolve(fitted(figure, width));
    if (onPaper) layout.width = SHEET;
    Plotly.react(holder, smaller(resolve(figure.data), width), layout, { displayModeBar: false, responsive: !onPaper });
    holder.classList.add("drawn");
  }

  function again(onPaper) { drawn.forEach(function (holder) { draw(holder, onPaper === true); }); }

  var holders = Array.prototype.slice.call(document.querySelectorAll("[data-figure]"));
  var watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      drawn.push(entry.target);
      draw(entry.target, false);
    });
  }, { rootMargin: "200px" });
  holders.forEach(function (holder) { watcher.observe(holder); });

  var dark = matchMedia("(prefers-color-scheme: dark)");
  if (dark.addEventListener) dark.addEventListener("change", again);
  var timer = 0;
  addEventListener("resize", function () { clearTimeout(timer); timer = setTimeout(again, 150); });
  addEventListener("beforeprint", function () {
    holders.forEach(function (holder) { if (drawn.indexOf(holder) < 0) drawn.push(holder); });
    again(true);
  });
  addEventListener("afterprint", function () { again(false); });
})();
