"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 600px)");
  const picker = document.getElementById("layer");
  const light = ["#71767d", "#1f5fbf", "#c2570c", "#11713a", "#8b3fa8", "#0b7285"];
  const bright = ["#a2a7ae", "#6ea8ff", "#ffa15c", "#7fd79c", "#d69bf0", "#63d2e6"];
  const drawn = new Map();

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = () => dark.matches ? bright : light;
  const color = name => palette()[Math.max(0, data.variants.findIndex(v => v.name === name)) % light.length];
  const round = (value, digits) => value === null || value === undefined ? "-" : Number(value).toLocaleString("en", { maximumFractionDigits: digits });
  const shorten = (text, length) => text.length > length ? "…" + text.slice(text.length - length + 1) : text;

  const room = (names, letters) => 16 + 6.9 * Math.min(letters, Math.max(...names.map(n => n.length), 1));

  function axis(name, extra) {
    return {
      name, nameLocation: "middle", nameTextStyle: { color: css("--quiet"), fontSize: 12 },
      axisLabel: { color: css("--quiet"), fontSize: 11, hideOverlap: true },
      axisLine: { lineStyle: { color: css("--line") } }, axisTick: { show: false },
      splitLine: { lineStyle: { color: css("--line") } }, ...extra,
    };
  }

  function frame(option) {
    return {
      animation: false, aria: { enabled: true }, backgroundColor: "transparent",
      textStyle: { fontFamily: "system-ui, sans-serif", color: css("--ink") },
      tooltip: { renderMode: "richText", confine: true, backgroundColor: css("--card"), borderColor: css("--line"), textStyle: { color: css("--ink"), fontSize: 12 }, ...option.tooltip },
      legend: { type: "scroll", top: 0, icon: "roundRect", itemWidth: 12, itemHeight: 12, textStyle: { color: css("--ink"), fontSize: 12 }, pageTextStyle: { color: css("--quiet") }, ...option.legend },
      ...Object.fromEntries(Object.entries(option).filter(([key]) => key !== "tooltip" && key !== "legend")),
    };
  }

  function draw(id, option, height) {
    const box = document.getElementById(id);
    if (!box) {
      return;
    }
    if (height) {
      box.style.height = height + "px";
    }
    let chart = drawn.get(id);
    if (!chart) {
      chart = echarts.init(box, null, { renderer: "svg" });
      drawn.set(id, chart);
      new ResizeObserver(() => chart.resize()).observe(box);
    }
    chart.setOption(frame(option), true);
  }

  function tradeOff(id, axisName, x, end, unit) {
    const points = data.variants.filter(v => x(v) !== null && x(v) !== undefined);
    const widest = Math.max(...points.map(v => Math.max(x(v), end ? Math.min(end(v), 2 * x(v)) : 0)), 1e-9);
    const farthest = 2 * Math.max(...points.map(x), 1e-9), ends = end && (v => Math.min(end(v), farthest));
    const margin = range => Math.max(0.25, (range.max - range.min) * 0.25);
    const series = [], spread = Math.max(...points.map(v => v.accuracy)) - Math.min(...points.map(v => v.accuracy));
    // Labels stand above their points; of points at nearly the same height all but the highest have theirs below, the last further down.
    function place(v) {
      const above = points.filter(o => o.accuracy > v.accuracy && o.accuracy - v.accuracy < 0.2 * spread || o.accuracy === v.accuracy && points.indexOf(o) < points.indexOf(v)).length;
      const right = x(v) > 0.6 * widest;
      return { position: [right ? "100%" : 0, above === 0 ? -16 : 4 + 14 * above], align: right ? "right" : "left" };
    }
    points.forEach(v => {
      if (ends) {
        series.push({ type: "line", silent: true, symbol: "none", data: [[x(v), v.accuracy], [ends(v), v.accuracy]], lineStyle: { color: color(v.name), width: 2, opacity: 0.5 } });
      }
      series.push({
        type: "scatter", name: v.name, data: [[x(v), v.accuracy]], symbol: v.recommended ? "diamond" : "circle", symbolSize: v.recommended ? 18 : 12, itemStyle: { color: color(v.name) },
        label: { show: true, formatter: v.name, ...place(v), color: css("--ink"), fontSize: 12 },
      });
    });
    draw(id, {
      grid: { left: 56, right: 24, top: 16, bottom: 46 }, legend: { show: false },
      xAxis: axis(axisName, { type: "value", min: 0, nameGap: 28 }),
      yAxis: axis("test accuracy, %", { type: "value", min: r => Math.max(0, r.min - margin(r)), max: r => Math.min(100, r.max + margin(r)), nameGap: 40, axisLabel: { color: css("--quiet"), fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: value => round(value, 2) } }),
      tooltip: { trigger: "item", formatter: p => `${p.seriesName}\n${round(p.value[0], 4)} ${unit}\n${round(p.value[1], 2)} %` },
      series,
    });
  }

  function bars(id, all, unit, digits) {
    const kept = data.layers.names.map((_, i) => i).filter(i => all.some(values => values[i] > 0));
    const names = kept.map(i => data.layers.names[i]), values = all.map(list => kept.map(i => list[i])), letters = narrow.matches ? 17 : 36;
    draw(id, {
      grid: { left: room(names, letters), right: 20, top: 36, bottom: 40 },
      xAxis: axis(unit, { type: "value", nameGap: 26 }),
      yAxis: axis("", { type: "category", data: names, inverse: true, splitLine: { show: false }, axisLabel: { color: css("--ink"), fontSize: 11, interval: 0, formatter: n => shorten(n, letters) } }),
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: list => [list[0].name, ...list.map(p => `${p.seriesName}: ${round(p.value, digits)} ${unit}`)].join("\n") },
      series: data.layers.variants.map((name, i) => ({ type: "bar", name, data: values[i], itemStyle: { color: color(name), borderRadius: [0, 2, 2, 0] }, barGap: "10%", barCategoryGap: "28%" })),
    }, 90 + names.length * (8 + 11 * data.layers.variants.length));
  }

  function curves(id, unit, lines) {
    const epochs = data.training.flatMap((t, i) => t.epochs.map(e => ({ step: t.step, part: i, ...e })));
    const starts = data.training.map((t, i) => ({ xAxis: epochs.findIndex(e => e.part === i), label: t.step }));
    const all = lines.flatMap(([, key]) => epochs.map(e => e[key]));
    const log = Math.min(...all) > 0 && Math.max(...all) > 20 * Math.min(...all);
    // A step's line ends with the step: the next starts from another network, often with another loss.
    const series = lines.flatMap(([name, key, tone], line) => data.training.map((_, part) => ({
      type: "line", name, data: epochs.map(e => e.part === part ? e[key] : null), symbolSize: 6, lineStyle: { color: palette()[tone], width: 2 }, itemStyle: { color: palette()[tone] },
      markLine: line + part > 0 ? undefined : { silent: true, symbol: "none", lineStyle: { color: css("--quiet"), type: "dotted" }, label: { formatter: p => shorten(starts[p.dataIndex].label, narrow.matches ? 9 : 16), color: css("--quiet"), fontSize: 11, position: "end" }, data: starts.map(s => ({ xAxis: s.xAxis })) },
    })));
    draw(id, {
      grid: { left: 54, right: 24, top: 56, bottom: 46 },
      xAxis: axis("epoch, all steps", { type: "category", data: epochs.map((e, i) => String(i + 1)), boundaryGap: epochs.length < 8, nameGap: 28 }),
      yAxis: axis(log ? unit + ", log scale" : unit, { type: log ? "log" : "value", scale: true, nameGap: 40 }),
      tooltip: { trigger: "axis", formatter: list => { const e = epochs[list[0].dataIndex]; return [`${e.step}, epoch ${e.epoch}`, ...list.filter(p => p.value !== null && p.value !== undefined).map(p => `${p.seriesName}: ${round(p.value, 4)}`)].join("\n"); } },
      series,
    });
  }

  function steps(histogram, density) {
    const width = (histogram.high - histogram.low) / histogram.counts.length || 1;
    const total = histogram.counts.reduce((a, b) => a + b, 0) || 1;
    return histogram.counts.map((count, i) => [histogram.low + (i + 0.5) * width, density ? count / total / width : 100 * count / total]);
  }

  function weights(layer) {
    draw("chart-weights", {
      grid: { left: 54, right: 24, top: 40, bottom: 46 },
      xAxis: axis("weight", { type: "value", scale: true, nameGap: 28 }), yAxis: axis("density", { type: "value", nameGap: 40 }),
      tooltip: { trigger: "axis", formatter: list => [round(list[0].value[0], 4), ...list.map(p => `${p.seriesName}: ${round(p.value[1], 3)}`)].join("\n") },
      series: data.weights.flatMap(v => v.layers.filter(l => l.layer === layer).map(l => ({ type: "line", name: v.variant, step: "middle", symbol: "none", data: steps(l.values, true), lineStyle: { color: color(v.variant), width: 2 }, itemStyle: { color: color(v.variant) }, areaStyle: { opacity: 0.08 } }))),
    });
  }

  function noise() {
    if (!data.noise.length) {
      return;
    }
    const found = data.noise[0], letters = narrow.matches ? 17 : 26;
    const names = [...new Set([...found.weights, ...found.activations].map(n => n.layer))];
    const of = list => names.map(n => { const hit = list.find(l => l.layer === n); return hit ? Math.min(hit.sqnr, 80) : null; });
    const both = [["weights", of(found.weights), 1], ["outputs", of(found.activations), 2]];
    draw("chart-sqnr", {
      grid: { left: room(names, letters), right: 20, top: 36, bottom: 40 },
      xAxis: axis("dB", { type: "value", nameGap: 26 }),
      yAxis: axis("", { type: "category", data: names, inverse: true, splitLine: { show: false }, axisLabel: { color: css("--ink"), fontSize: 11, interval: 0, formatter: n => shorten(n, letters) } }),
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: list => [list[0].name, ...list.map(p => `${p.seriesName}: ${round(p.value, 1)} dB`)].join("\n") },
      series: both.map(([name, values, tone]) => ({ type: "bar", name, data: values, itemStyle: { color: palette()[tone], borderRadius: [0, 2, 2, 0] }, barCategoryGap: "28%" })),
    }, Math.max(320, 90 + 30 * names.length));
  }

  function errors(layer) {
    if (!data.noise.length) {
      return;
    }
    const found = data.noise[0], lines = [["weights", found.weights, 1], ["output", found.activations, 2]];
    draw("chart-errors", {
      grid: { left: 54, right: 24, top: 40, bottom: 46 },
      xAxis: axis("error, in steps", { type: "value", min: -1, max: 1, nameGap: 28 }), yAxis: axis("% of numbers", { type: "value", nameGap: 40 }),
      tooltip: { trigger: "axis", formatter: list => [`${round(list[0].value[0], 2)} steps`, ...list.map(p => `${p.seriesName}: ${round(p.value[1], 2)} %`)].join("\n") },
      series: lines.flatMap(([name, list, tone]) => list.filter(l => l.layer === layer).map(l => ({ type: "line", name, step: "middle", symbol: "none", data: steps(l.errors, false), lineStyle: { color: palette()[tone], width: 2 }, itemStyle: { color: palette()[tone] }, areaStyle: { opacity: 0.1 } }))),
    });
  }

  // A table of a step: lines over numbers or bars over names, a line for each column or each value of the series column.
  function table(t) {
    const x = t.columns.indexOf(t.chart.x), split = t.chart.series === null ? -1 : t.columns.indexOf(t.chart.series);
    const numbers = t.rows.every(r => typeof r[x] === "number"), names = [...new Set(t.rows.map(r => String(r[x])))];
    const groups = split < 0 ? [null] : [...new Set(t.rows.map(r => String(r[split])))];
    const value = (rows, y, name) => { const hit = rows.find(r => String(r[x]) === name); return hit ? hit[y] : null; };
    let tone = 0;
    const series = groups.flatMap(g => t.chart.y.map(column => {
      const y = t.columns.indexOf(column), rows = t.rows.filter(r => g === null || String(r[split]) === g), color = palette()[tone++ % light.length];
      const name = g === null ? column : t.chart.y.length === 1 ? g : `${g}, ${column}`;
      return { type: t.chart.bars ? "bar" : "line", name, symbolSize: 6, data: numbers && !t.chart.bars ? rows.map(r => [r[x], r[y]]) : names.map(n => value(rows, y, n)), lineStyle: { color, width: 2 }, itemStyle: { color } };
    }));
    const wide = t.chart.bars || !numbers;
    draw(t.id, {
      grid: { left: 62, right: 24, top: 40, bottom: wide ? 80 : 46 },
      xAxis: wide ? axis("", { type: "category", data: names, axisLabel: { color: css("--quiet"), fontSize: 11, rotate: 40, formatter: n => shorten(n, 18) } }) : axis(t.chart.x, { type: "value", scale: true, nameGap: 28 }),
      yAxis: axis(t.chart.y.length === 1 ? t.chart.y[0] : "", { type: t.chart.logarithmic ? "log" : "value", scale: true, nameGap: 46 }),
      tooltip: { trigger: wide ? "axis" : "item", formatter: p => [].concat(p).map(q => `${q.seriesName}: ${Array.isArray(q.value) ? q.value.map(v => round(v, 4)).join(", ") : round(q.value, 4)}`).join("\n") },
      series,
    }, 360);
  }

  // Layers under the roofs of a device: both axes logarithmic, roofs as lines, layers as points as large as their share of the time.
  function roofline(cost) {
    if (!cost.marks.length) {
      return;
    }
    const peak = Math.max(...cost.peaks.map(p => p.perSecond)), at = cost.marks.map(m => m.intensity);
    // Whole decades, so that the ends of the axis are figures to read; the first ridge has room on both sides.
    const ridges = cost.bandwidths.map(b => Math.min(...cost.peaks.map(p => p.perSecond)) / b.perSecond), figure = v => Number((v / 1e9).toPrecision(3)).toLocaleString("en-US");
    const left = 10 ** Math.floor(Math.log10(Math.min(...at, ...ridges.map(r => r / 2)) / 1.5)), right = 10 ** Math.ceil(Math.log10(Math.max(...at, peak / cost.bandwidths[0].perSecond) * 1.5));
    const bounds = { memory: 1, compute: 2, launch: 4 };
    const roof = (b, p) => [[left, Math.min(p, left * b)], [p / b, p], [right, p]].filter(([x]) => x >= left && x <= right).map(([x, y]) => [x, y / 1e9]);
    const lines = cost.bandwidths.flatMap((b, i) => cost.peaks.flatMap((p, j) => [
      { name: `${b.name}, ${p.name}`, data: roof(b.perSecond, p.perSecond), faint: false, dash: i + j > 0 }, { name: `${b.name}, ${p.name}, reached`, data: roof(b.reachedPerSecond, p.reachedPerSecond), faint: true, dash: i + j > 0 },
    ]));
    // A slope's name stands left of its middle, a roof's over its right end; of several on one another the first stays.
    const named = [
      ...cost.bandwidths.map((b, i) => ({ text: `${b.name} ${figure(b.perSecond)} GB/s`, x: Math.sqrt(left * ridges[i]), y: Math.sqrt(left * ridges[i]) * b.perSecond / 1e9 })),
      ...cost.peaks.map(p => ({ text: `${p.name} ${figure(p.perSecond)} GOP/s`, x: right, y: p.perSecond / 1e9 })),
    ];
    const labels = { type: "scatter", symbolSize: 1, silent: true, itemStyle: { color: "transparent" }, labelLayout: { hideOverlap: true, dy: -10 }, data: named.map(n => ({ value: [n.x, n.y], label: { show: true, formatter: n.text, position: "left", color: css("--quiet"), fontSize: 11 } })) };
    const groups = Object.keys(bounds).map(bound => ({ bound, marks: cost.marks.filter(m => m.bound === bound) })).filter(g => g.marks.length);
    draw("chart-roofline", {
      grid: { left: 72, right: 30, top: 44, bottom: 50 },
      legend: { data: groups.map(g => `${g.bound}-bound`) },
      xAxis: axis("operations a byte", { type: "log", min: left, max: right, nameGap: 28, axisLabel: { color: css("--quiet"), fontSize: 11, formatter: v => round(v, 2) } }),
      yAxis: axis("GOP/s", { type: "log", nameGap: 54, axisLabel: { color: css("--quiet"), fontSize: 11, formatter: v => v >= 1 ? round(v, 0) : v.toPrecision(1) } }),
      tooltip: { trigger: "item", formatter: p => p.data.mark ? `${p.data.mark.name}\n${round(p.data.mark.intensity, 2)} operations a byte\n${round(p.data.mark.operationsPerSecond / 1e9, 3)} GOP/s\n${round(p.data.mark.microseconds, 2)} µs, ${round(100 * p.data.mark.share, 1)} %\n${p.data.mark.bound}-bound` : p.seriesName },
      series: [
        ...lines.map(l => ({ type: "line", name: l.name, symbol: "none", data: l.data, lineStyle: { color: css("--quiet"), width: l.faint ? 1 : 2, opacity: l.faint ? 0.5 : 1, type: l.dash ? "dashed" : "solid" } })),
        ...groups.map(g => ({ type: "scatter", name: `${g.bound}-bound`, data: g.marks.map(m => ({ value: [m.intensity, m.operationsPerSecond / 1e9], symbolSize: 7 + 26 * Math.sqrt(m.share), mark: m })), itemStyle: { color: palette()[bounds[g.bound]], opacity: 0.75 } })),
        labels,
      ],
    }, 440);
  }

  function costs(cost) {
    const names = cost.layers.map(l => l.name), letters = narrow.matches ? 17 : 30, bounds = { memory: 1, compute: 2, launch: 4 };
    const frameOf = unit => ({
      grid: { left: room(names, letters), right: 20, top: 36, bottom: 40 },
      xAxis: axis(unit, { type: "value", nameGap: 26 }),
      yAxis: axis("", { type: "category", data: names, inverse: true, splitLine: { show: false }, axisLabel: { color: css("--ink"), fontSize: 11, interval: 0, formatter: n => shorten(n, letters) } }),
    });
    const tip = unit => ({ trigger: "axis", axisPointer: { type: "shadow" }, formatter: list => [list[0].name, ...list.filter(p => p.value).map(p => `${p.seriesName}: ${round(p.value, 4)} ${unit}`)].join("\n") });
    const stack = (name, values, tone) => ({ type: "bar", stack: "all", name, data: values, itemStyle: { color: palette()[tone] }, barCategoryGap: "28%" });
    const slow = Math.max(...cost.layers.map(l => l.microseconds)) >= 1e4, [unit, per] = slow ? ["ms", 1e-3] : ["µs", 1];
    draw("chart-cost-time", { ...frameOf(unit), tooltip: tip(unit), series: Object.entries(bounds).filter(([bound]) => cost.layers.some(l => l.bound === bound)).map(([bound, tone]) => stack(`${bound}-bound`, cost.layers.map(l => l.bound === bound ? l.microseconds * per : null), tone)) }, 90 + 19 * names.length);
    draw("chart-cost-energy", { ...frameOf("µJ"), tooltip: tip("µJ"), series: [stack("arithmetic", cost.layers.map(l => l.compute), 3), stack("on-chip memory", cost.layers.map(l => l.onChip), 1), stack("off-chip memory", cost.layers.map(l => l.offChip), 2)] }, 90 + 19 * names.length);
  }

  function all() {
    data.tables.forEach(table);
    if (data.cost) {
      roofline(data.cost);
      costs(data.cost);
    }
    if (data.variants.length) {
      tradeOff("chart-latency", "median latency, ms", v => v.p50, v => v.p95, "ms");
      tradeOff("chart-size", "file, KB", v => v.kilobytes, null, "KB");
    }
    if (data.layers.names.length) {
      bars("chart-layer-latency", data.layers.microseconds, "µs", 1);
      bars("chart-layer-size", data.layers.kilobytes, "KB", 2);
    }
    if (data.training.length) {
      curves("chart-accuracy", "%", [["training", "train", 0], ["validation", "validation", 1]]);
      curves("chart-loss", "loss", [["loss", "loss", 1]]);
    }
    if (picker) {
      weights(picker.value);
      noise();
      errors(picker.value);
    }
  }

  if (picker) {
    const names = [...new Set(data.weights.flatMap(v => v.layers.map(l => l.layer)))];
    names.forEach(name => { const option = document.createElement("option"); option.textContent = name; option.value = name; picker.append(option); });
    picker.addEventListener("change", () => { weights(picker.value); errors(picker.value); });
  }
  all();
  dark.addEventListener("change", all);
  narrow.addEventListener("change", all);
})();
