/* Charts: the server has drawn each as SVG. On wide screens Plotly draws it anew when it comes near the viewport; on phones
   and with Save-Data only when its button is pressed. Colors are tokens ("--m5", "--m5/0.09"), resolved here, so that one
   figure serves light, dark and every organization. A module runs once per page, however many charts load it. */
const NARROW = 520;
const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
const wide = matchMedia("(min-width: 821px)");
const drawn = new Map();
let library;

function load(source) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      library = undefined;
      reject(new Error("Plotly did not load"));
    };
    document.head.append(script);
  });
  return library;
}

function color(token, alpha) {
  const probe = document.createElement("i");
  probe.hidden = true;
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return alpha ? found.replace(/^rgb\((.+)\)$/, `rgba($1, ${alpha})`) : found;
}

function resolved(node) {
  if (Array.isArray(node)) return node.map(resolved);
  if (node && typeof node === "object")
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolved(value)]));
  const token = typeof node === "string" && /^(--[a-z0-9-]+)(?:\/([\d.]+))?$/.exec(node);
  return token ? color(token[1], token[2]) : node;
}

const everyOther = ({ tickvals = [], ticktext = [] }) => ({
  tickvals: tickvals.filter((_mark, number) => number % 2 === 0),
  ticktext: ticktext.filter((_text, number) => number % 2 === 0),
});

function layoutOf(figure, plot) {
  const { xaxis, yaxis, annotations = [], ...rest } = figure.layout;
  const axis = { zeroline: false, fixedrange: true, tickcolor: "--line-2", linecolor: "--line-2" };
  const isNarrow = plot.clientWidth < NARROW;
  return {
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: "--ink-3" },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    hoverlabel: { bgcolor: "--surface", bordercolor: "--line-2", font: { color: "--ink", size: 12 } },
    showlegend: false,
    dragmode: false,
    autosize: true,
    height: plot.clientHeight,
    ...rest,
    xaxis: { showgrid: false, showline: true, ...axis, ...xaxis, ...(isNarrow && everyOther(xaxis)) },
    yaxis: { gridcolor: "--line", ...axis, ...yaxis },
    annotations: annotations.filter((note) => !(isNarrow && note.wide)),
  };
}

async function draw(chart) {
  const plotly = await load(chart.querySelector("script[data-plotly]").dataset.plotly);
  const plot = chart.querySelector(".chart__plot");
  const figure = JSON.parse(chart.querySelector('script[type="application/json"]').textContent);
  const host = drawn.get(chart) ?? document.createElement("div");
  host.className = "chart__host";
  if (!host.isConnected) plot.append(host);
  await plotly.react(host, resolved(figure.data), resolved(layoutOf(figure, plot)), CONFIG);
  drawn.set(chart, host);
  chart.dataset.drawn = "";
}

const nearby = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      draw(target).catch(() => target.querySelector(".chart__host")?.remove()); // the SVG stays
    }
  },
  { rootMargin: "200px" },
);

function prepare(chart) {
  if (chart.dataset.prepared !== undefined || !chart.querySelector("script[data-plotly]")) return;
  chart.dataset.prepared = "";
  if (wide.matches && !navigator.connection?.saveData) {
    nearby.observe(chart);
    return;
  }
  const more = chart.querySelector(".chart__more");
  more.hidden = false;
  more.addEventListener("click", async () => {
    more.disabled = true;
    try {
      await draw(chart);
      more.remove();
    } catch {
      more.disabled = false; // no connection: the SVG stays, and so does the offer
    }
  });
}

function prepareAll() {
  for (const chart of document.querySelectorAll(".chart")) prepare(chart);
  for (const chart of drawn.keys()) if (!chart.isConnected) drawn.delete(chart);
}

const redraw = () => drawn.forEach((_host, chart) => draw(chart));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
document.addEventListener("htmx:load", prepareAll);
(window.requestIdleCallback ?? setTimeout)(prepareAll);
