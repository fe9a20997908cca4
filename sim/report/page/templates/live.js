// Moves the dials, has two workers compute every replication again, and shows what comes out. Levels, patches, measures
// and what is worth having come from Python; the arithmetic of intervals is that of docs/background/statistics.md.
(function () {
  "use strict";
  const root = document.getElementById("live");
  if (!root || !window.Worker || !window.WebAssembly || !window.DecompressionStream) { return; }
  Promise.all(["live-plan", "live-module", "live-arrays"].map(unpacked)).then(([text, module, arrays]) => {
    start(JSON.parse(new TextDecoder().decode(text)), module, new Uint8Array(arrays));
  });

  function unpacked(id) {
    const text = atob(document.getElementById(id).textContent.trim()), bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) { bytes[i] = text.charCodeAt(i); }
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  function start(plan, module, arrays) {
    const byId = (id) => document.getElementById("live-" + id);
    const sliders = [], boxes = {};  // by the number of their dial: the page shows them by group, in another order
    root.querySelectorAll("[data-dial]").forEach((slider) => { sliders[slider.dataset.dial] = slider; });
    root.querySelectorAll("[data-number]").forEach((box) => { boxes[box.dataset.number] = box; });
    const own = plan.dials.map((dial) => (dial.range ? dial.range.own : dial.own));
    const mailed = plan.columns.map((column) => plan.rows.map((row) => plan.mailed[column][row.key].map((one) => (one === null ? NaN : one))));
    let levels = own.slice(), turn = 0, waiting = [], found = [], workers = [], begun = 0, timer = 0, took = "";
    let moves = 0;
    const stamps = own.map(() => 0);  // the number of the move by which each dial was moved last

    // Student's t with Hall's correction for skewness, each end the wider of both.
    function spread(values) {
      const n = values.length, mean = values.reduce((a, b) => a + b, 0) / n;
      let square = 0, third = 0;
      values.forEach((one) => { const apart = one - mean; square += apart * apart; third += apart * apart * apart; });
      const variance = square / n, scale = variance * Math.sqrt(variance);
      const skewness = scale > 0 && n > 2 ? (third / n / scale) * (1 + 5 / n) : 0;
      return { n, mean, error: Math.sqrt(variance / (n - 1)), skewness };
    }
    function hall(one, t) {
      const g = one.skewness, root = Math.sqrt(one.n);
      if (Math.abs(g) < 1e-9) { return t; }
      const inner = 1 + g * t / (3 * root);
      return root * ((inner * inner * inner - 1) / g + g / (6 * one.n));
    }
    function student(one, h) {
      const g = one.skewness, root = Math.sqrt(one.n);
      if (Math.abs(g) < 1e-9) { return h; }
      return 3 * root / g * (Math.cbrt(1 + g * (h / root - g / (6 * one.n))) - 1);
    }
    function interval(one, q) {
      const low = Math.max(q, student(one, q)), high = Math.min(-q, student(one, -q));
      return { low: one.mean - one.error * low, high: one.mean - one.error * high };
    }
    // How far the mean lies above a line, in standard errors: less of both.
    function above(one, line) {
      const gap = one.mean - line;
      if (one.error === 0) { return gap > 0 ? Infinity : gap < 0 ? -Infinity : 0; }
      const t = gap / one.error;
      return Math.min(t, hall(one, t));
    }
    function below(one, line) {
      const t = (line - one.mean) / one.error;
      if (one.error === 0) { return -above(one, line); }
      return -Math.max(-t, hall(one, -t));
    }
    // [word, reason where it is not settled]
    function word(beyond, within, clear, upward, less) {
      const better = upward !== less;
      if (within) { return [clear ? (better ? "better, too little to matter" : "worse, too little to matter") : "the same", ""]; }
      if (beyond) { return [better ? "better" : "worse", ""]; }
      return ["not settled", clear ? plan.reasons.size : plan.reasons.more];
    }
    // With fewer replications than `few` more certainty is needed; where only that is missed, it is said.
    function judged(found, said) {
      const few = found.one.n < plan.few, missed = few && said[1][0] === "not settled" && said[0][0] !== "not settled";
      [found.word, found.reason] = missed ? ["not settled", plan.reasons.few] : said[few ? 1 : 0];
    }
    function smallest(row, mean) { return row.relative ? Math.abs(mean) * row.smallest : row.smallest; }

    // What two columns differ in, row by row. samples: column -> row -> values of the replications so far.
    function differences(samples, pair) {
      const rows = plan.rows.map((row, place) => {
        const first = samples[pair.first][place], second = samples[pair.second][place], both = [];
        first.forEach((one, i) => { if (one === one && second[i] === second[i]) { both.push(i); } });
        if (both.length < 2) { return null; }
        const one = spread(both.map((i) => second[i] - first[i]));
        const delta = smallest(row, both.reduce((sum, i) => sum + first[i], 0) / both.length);
        const t = plan.t[one.n], at = interval(one, t.alone);
        return { row, one, delta, low: at.low, high: at.high, mean: one.mean };
      });
      rows.forEach((found) => {
        if (!found || plan.primary.indexOf(found.row.key) >= 0) { return; }
        const said = [0, 1].map((strict) => {
          const at = interval(found.one, plan.t[found.one.n][found.row.hidden ? "pairs" : "channels"][strict]), d = found.delta;
          return word(at.low > d || at.high < -d, -d <= at.low && at.high <= d, at.low > 0 || at.high < 0, at.low > 0,
            found.row.less);
        });
        judged(found, said);
      });
      // The primary measures together: Holm's method, from the clearest on.
      const primary = rows.filter((found) => found && plan.primary.indexOf(found.row.key) >= 0);
      const tests = [
        (found) => Math.max(above(found.one, 0), below(found.one, 0)),
        (found) => Math.max(above(found.one, found.delta), below(found.one, -found.delta)),
        (found) => Math.min(above(found.one, -found.delta), below(found.one, found.delta)),
      ].map((test) => {
        const ordered = primary.map((found) => [test(found), found]).sort((a, b) => b[0] - a[0]);
        return [0, 1].map((strict) => {
          const passed = new Set();
          for (let rank = 0; rank < ordered.length; rank++) {
            const t = plan.t[ordered[rank][1].one.n].primary[strict][ordered.length - rank - 1];
            if (!(ordered[rank][0] >= t)) { break; }
            passed.add(ordered[rank][1]);
          }
          return passed;
        });
      });
      primary.forEach((found) => {
        const said = [0, 1].map((strict) => word(tests[1][strict].has(found), tests[2][strict].has(found),
          tests[0][strict].has(found), found.mean > 0, found.row.less));
        judged(found, said);
      });
      return rows;
    }

    const CLASSES = { better: "better", worse: "worse", "not settled": "unsettled" };
    function minus(text) { return text.replace(/(^|[^\w.,-])-(?=\d)/g, "$1\u2212"); }
    function digits(row, samples) {
      return Math.max.apply(null, plan.columns.map((_, c) => mean(samples[c][plan.rows.indexOf(row)]) / row.per)) >= 20 ? 0 : 1;
    }
    function mean(values) {
      const known = values.filter((one) => one === one);
      return known.length ? known.reduce((a, b) => a + b, 0) / known.length : NaN;
    }
    function fixed(value, places) {
      if (value !== value) { return "unknown"; }
      const text = value.toFixed(places);
      return /[1-9]/.test(text) ? text : text.replace("-", "");
    }
    function signed(value, places) {
      const text = fixed(value, places);
      return value > 0 && /[1-9]/.test(text) ? "+" + text : text;
    }
    function shortWord(text) { return /too little/.test(text) ? "too little" : text === "the same" ? "same" : text === "worse" ? "WORSE" : text; }

    function equivalent(text) { return /too little|the same/.test(text); }

    // The sentence, as the verdict says it of the same numbers (`sentence` of sim/report/verdict.py).
    function shareWords(share) {
      const near = plan.fractions.find((one) => Math.abs(share - one[0]) <= plan.near);
      return near ? near[1] : (100 * share).toFixed(0) + "%";
    }
    function solved(one, lost, samples, pair) {
      const also = { better: ", and fewer give up", worse: ", and more give up" }[lost ? lost.word : ""] || "";
      if (equivalent(one.word)) { return "no sooner and no later" + also; }
      if (one.word === "not settled") { return "not settled" + also; }
      const first = mean(samples[pair.first][plan.rows.indexOf(one.row)]);
      return shareWords(Math.abs(one.mean) / first) + (one.word === "better" ? " sooner" : " later") + also;
    }
    function outcome(samples, pair, rows) {
      const known = rows.filter(Boolean), whole = rows[0], lost = known.find((one) => one.row.hidden);
      if (!whole) { return "not known"; }
      const channels = plan.channels.map((name, number) => {
        const its = known.filter((one) => one.row.channel === number);
        const one = its.find((row) => row.row.inner), left = its.find((row) => row.row.measure === "abandoned_share");
        return one && { name, one, words: [one.word, left ? left.word : ""], told: solved(one, left, samples, pair) };
      }).filter(Boolean);
      const [better, worse] = ["better", "worse"].map((word) => channels.filter((one) => one.words.includes(word)));
      if (better.some((one) => worse.some((other) => one !== other))) {  // no mean says what happens to customers
        const either = new Map([...better.map((one) => [one, "better"]), ...worse.map((one) => [one, "worse"])]);
        const parts = [...either].map(([one, word]) => word + " on " + one.name + " (" + one.told + ")");
        return parts.concat(channels.filter((one) => !either.has(one)).map((one) => one.name + " " + one.told)).join(", ");
      }
      if (whole.word !== "not settled") { return "problems are solved " + solved(whole, lost, samples, pair); }
      return "whether problems are solved sooner is not settled (" + whole.reason + ")" + channels.filter((one) =>
        one.one.word === "better" || one.one.word === "worse").map((one) => "; " + one.name + " " + one.told).join("");
    }
    // As mailed podsim has tried other deadlines and definitions; after a move nobody has.
    function asMailed(pair, rows) {
      Object.entries(pair.doubts).forEach(([place, reason]) => {
        if (rows[place]) { [rows[place].word, rows[place].reason] = ["not settled", reason]; }
      });
      return rows;
    }
    function untried() {
      const doubts = new Set(plan.pairs.slice(0, plan.heads.length).map((pair) => pair.doubts[0]).filter(Boolean));
      return doubts.size ? " As mailed it " + [...doubts].join(", ") + "; that was not looked at after the move." : "";
    }
    function sentence(samples, pairs) {
      return plan.heads.map((head, i) => head + ": " + outcome(samples, plan.pairs[i], pairs[i]) + ".").join(" ");
    }

    function setText(node, text) { if (node) { node.textContent = minus(text); } }
    function show() {
      const moved = String(levels) !== String(own), samples = moved ? gathered() : mailed;
      const n = samples[0][0].length, done = moved ? n : plan.replications;
      root.classList.toggle("stale", n < 2);  // what stands there is of before the move: one run has no interval
      byId("progress").value = done;
      byId("progress").hidden = !(moved && done < plan.replications && begun);
      byId("stop").disabled = !begun;
      byId("reset").disabled = !moved;
      status(moved, done);
      if (n < 2) { return; }
      root.querySelectorAll("[data-tile]").forEach((tile) => {
        const column = Number(tile.dataset.tile);
        plan.rows.forEach((row, place) => {
          const cell = tile.querySelector('[data-row="' + place + '"]'), then = tile.querySelector('[data-then="' + place + '"]');
          const now = mean(samples[column][place]), was = mean(mailed[column][place].slice(0, n));
          const places = digits(row, mailed);
          setText(cell, fixed(now / row.per, places));
          const apart = signed((now - was) / row.per, places);
          setText(then, moved && byId("beside").checked ? (/[1-9]/.test(apart) ? apart : "=") : "");
        });
      });
      const judgedPairs = plan.pairs.map((pair) => differences(samples, pair));
      const pairs = moved ? judgedPairs : judgedPairs.map((rows, number) => asMailed(plan.pairs[number], rows));
      setText(byId("sentence"), sentence(samples, pairs) + (moved ? untried() : ""));
      plan.rows.forEach((row, place) => {
        plan.pairs.forEach((_, number) => {
          const cell = byId("effect-" + place + "-" + number), one = pairs[number][place];
          if (!cell) { return; }  // a row that only the sentence needs
          const places = digits(row, mailed) + 1;
          cell.className = one ? CLASSES[one.word] || "same" : "same";
          cell.firstChild.textContent = one ? minus(signed(one.mean / row.per, places) + " " + shortWord(one.word)) : "…";
          cell.lastChild.textContent = one ? minus("(" + signed(one.low / row.per, places) + " to "
            + signed(one.high / row.per, places) + ")" + (one.reason ? " " + one.reason : "")) : "";
          draw(place, number, one);
        });
      });
    }
    function status(moved, done) {
      const all = plan.replications;
      setText(byId("status"), !moved ? "As mailed: " + mailed[0][0].length + " replications."
        : done === all ? all + " of " + all + " replications, in " + took
          : done + " of " + all + " replications" + (begun ? "; intervals narrow" : ": stopped"));
    }
    // A line for the interval, a dot for the mean; shaded: too small to be worth having.
    function draw(place, number, one) {
      if (number > 1) { return; }
      const svg = byId("line-" + place + "-" + number);
      if (!svg) { return; }
      const [shade, zero, line, dot] = svg.children;
      svg.style.visibility = one ? "visible" : "hidden";
      if (!one) { return; }
      const most = 4 * one.delta || 1, x = (value) => 60 + 56 * Math.max(-1, Math.min(1, value / most));
      shade.setAttribute("x", x(-one.delta)); shade.setAttribute("width", x(one.delta) - x(-one.delta));
      zero.setAttribute("x1", 60); zero.setAttribute("x2", 60);
      line.setAttribute("x1", x(one.low)); line.setAttribute("x2", x(one.high));
      dot.setAttribute("cx", x(one.mean));
      svg.setAttribute("class", "interval " + (CLASSES[one.word] || "same"));
    }
    // Replications from the first on as far as they are there without a gap: the same ones in every column.
    function gathered() {
      const there = [];
      for (let r = 0; r < found.length && found[r]; r++) { there.push(found[r]); }
      return plan.columns.map((_, c) => plan.rows.map((__, row) => there.map((one) => one[c].values[row])));
    }

    function next(worker) {
      if (!worker.ready || worker.busy || !waiting.length) { return; }
      worker.busy = true;
      worker.postMessage(waiting.shift());
    }
    function answered(worker, answer) {
      worker.busy = false;
      if (answer.ready) { worker.ready = true; }
      if (answer.error) {
        if (answer.turn === turn || answer.turn === "check") {
          waiting = []; begun = 0; show();
          setText(byId("status"), "This browser could not compute it: " + answer.error + ".");
        }
      } else if (answer.turn === "check") { checked(answer.columns); } else if (answer.turn === turn && begun) {
        found[answer.r] = answer.columns;
        const done = found.filter(Boolean).length;
        if (done === plan.replications) { took = ((performance.now() - begun) / 1000).toFixed(1) + " s"; begun = 0; }
        show();
      }
      next(worker);
    }
    function compute() {
      turn += 1; found = []; waiting = waiting.filter((one) => one.check); begun = 0;
      if (String(levels) !== String(own)) {
        begun = performance.now();
        for (let r = 0; r < plan.replications; r++) { waiting.push({ turn, r, levels }); }
      }
      show();
      workers.forEach(next);
    }
    // Whether this browser gives the rows that podsim gave, in one replication.
    function checked(columns) {
      const equal = plan.columns.every((column, c) => columns[c].rows === plan.check[column]);
      let apart = 0;
      columns.forEach((column, c) => column.values.forEach((value, row) => {
        const was = mailed[c][row][0];
        if (value === value || was === was) { apart = Math.max(apart, Math.abs(value - was) / Math.abs(was || 1)); }
      }));
      const measures = apart === 0 ? "measures too" : "measures agree to " + apart.toExponential(0);
      root.dataset.check = equal ? "equal" : "agrees to " + apart.toExponential(0);
      setText(byId("check"), equal
        ? "Checked: this browser wrote the rows of one replication as podsim did, equal to the byte; " + measures + "."
        : "Not equal: in one replication this browser's measures agree with podsim's to " + apart.toExponential(0) + ".");
    }

    // level: number of a level, or the number itself where any in a range may stand.
    function labelOf(dial, level) {
      const { range, levels: all } = plan.dials[dial];
      return range ? String(level) + (level === range.own ? " (as mailed)" : "") : all[level].label;
    }
    function put(dial, level) {
      levels[dial] = level;
      const input = sliders[dial], box = boxes[dial], label = labelOf(dial, level);
      input.value = level;
      input.setAttribute("aria-valuetext", label);
      byId("value-" + dial).textContent = label;
      if (box && Number(box.value) !== level) { box.value = level; }
      input.closest(".dial").classList.toggle("moved", level !== own[dial]);
    }
    // Of two dials whose levels do not add up: whether Python derived these levels together.
    function joined(a, b) {
      const pair = plan.joint.find((one) => one[0] === Math.min(a, b) && one[1] === Math.max(a, b));
      return Boolean(pair) && pair[2].some((one) => one[0] === levels[pair[0]] && one[1] === levels[pair[1]]);
    }
    // What has to be put back after a dial was moved: it keeps the rival moved last, where both were derived together.
    function inTheWay(dial) {
      if (levels[dial] === own[dial]) { return []; }
      const moved = (other) => levels[other] !== own[other], rivals = plan.clashes[dial].filter(moved);
      const kept = rivals.filter((other) => joined(dial, other)).sort((a, b) => stamps[b] - stamps[a])[0];
      const more = kept === undefined ? [] : plan.clashes[kept].filter((other) => moved(other) && other !== dial);
      return [...new Set([...rivals.filter((other) => other !== kept), ...more])].sort((a, b) => a - b);
    }
    function move(dial, level) {
      if (level === levels[dial]) { return; }
      put(dial, level);
      stamps[dial] = ++moves;
      const out = inTheWay(dial), back = [], sets = [];
      out.forEach((other) => {
        back.push(plan.dials[other].title + " (was " + labelOf(other, levels[other]) + ")");
        sets.push(...setsOf(other));
        put(other, own[other]);
      });
      const third = levels.filter((one, other) => one !== own[other] && other !== dial && plan.clashes[dial].includes(other)).length;
      setText(byId("clash"), back.length ? "Put back: " + back.join(", ") + ". " + (third
        ? "Only two of these can be moved at once here." : "It cannot be moved here together with " + plan.dials[dial].title
        + ", " + labelOf(dial, level) + ".") + " For all of it, save as a scenario file and run" : "");
      byId("command").textContent = back.length ? "podsim compare " + savedName() + sets.map((one) => " --set " + one).join("") : "";
      byId("command").hidden = !back.length;
      setText(byId("status"), "Simulating…");  // at once: what stands there is of before the move
      clearTimeout(timer);
      timer = setTimeout(compute, 120);
    }
    // A slider gives three digits, a box whatever is typed; both stay within the range.
    function within(range, value) { return Math.min(range.high, Math.max(range.low, value)); }
    sliders.forEach((input, dial) => input.addEventListener("input", () => {
      const range = plan.dials[dial].range, value = Number(input.value);
      move(dial, range ? within(range, Number(value.toPrecision(3))) : value);
    }));
    Object.keys(boxes).map(Number).forEach((dial) => boxes[dial].addEventListener("change", () => {
      const box = boxes[dial], range = plan.dials[dial].range, typed = box.value.trim() === "" ? NaN : Number(box.value);
      const value = typed === typed ? within(range, typed) : levels[dial];
      box.value = value;
      move(dial, value);
      if (value !== typed) { setText(byId("clash"), plan.dials[dial].title + " may be from " + range.low + " to " + range.high + "."); }
    }));
    byId("reset").addEventListener("click", () => { own.forEach((level, dial) => put(dial, level)); setText(byId("clash"), ""); byId("command").hidden = true; compute(); });
    byId("stop").addEventListener("click", () => { waiting = waiting.filter((one) => one.check); begun = 0; show(); });
    byId("beside").addEventListener("change", show);
    byId("save").addEventListener("click", save);

    function changesOf(dial) {
      const { range, levels: all } = plan.dials[dial];
      return range ? { [range.key]: levels[dial] * range.factor } : all[levels[dial]].changes;
    }
    function setsOf(dial) { return Object.entries(changesOf(dial)).map(([key, value]) => key + "=" + value); }
    function savedName() {
      return plan.file.replace(/\.yaml$/, "") + (String(levels) === String(own) ? "" : "_moved") + ".yaml";
    }

    // The scenario as a file, with what was moved.
    function save() {
      const values = JSON.parse(JSON.stringify(plan.scenario)), told = [];
      levels.forEach((level, dial) => {
        if (level === own[dial]) { return; }
        const changes = changesOf(dial);
        told.push("# " + plan.dials[dial].title + ": " + labelOf(dial, level));
        Object.keys(changes).forEach((key) => set(values, key.split("."), changes[key]));
      });
      const name = savedName();
      const head = ["# Saved from a report of podsim" + (told.length ? "; moved there:" : ", as mailed.")].concat(told,
        ["# podsim compare " + name + " --replications " + plan.replications + " --seed " + plan.seed, ""]);
      const link = document.createElement("a");
      link.download = name;
      link.href = URL.createObjectURL(new Blob([head.join("\n") + yaml(values, "")], { type: "text/yaml" }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
    function set(values, keys, value) {
      const last = keys.pop();
      const place = keys.reduce((at, key) => { if (at[key] === undefined || at[key] === null) { at[key] = {}; } return at[key]; }, values);
      place[last] = value;
    }
    // Words that some readers of YAML take for yes, no or nothing stand in quotes, as does all that is no plain name.
    const NO_NAME = /^(y|n|yes|no|on|off|true|false|null)$/i;
    function plain(value) { return value === null || typeof value !== "object" || !Object.keys(value).length; }
    function yaml(values, indent) {
      return Object.keys(values).map((key) => {
        const value = values[key], name = indent + (/^[A-Za-z_]\w*$/.test(key) && !NO_NAME.test(key) ? key : JSON.stringify(key)) + ":";
        if (plain(value) || JSON.stringify(value).length < 90) { return name + " " + JSON.stringify(value) + "\n"; }
        if (Array.isArray(value)) { return name + "\n" + value.map((one) => indent + "  - " + JSON.stringify(one) + "\n").join(""); }
        return name + "\n" + yaml(value, indent + "  ");
      }).join("");
    }

    root.querySelector(".controls").hidden = false;
    show();
    plan.dials.forEach((dial) => dial.levels.forEach((level) => {
      level.patches = level.patches.map(([name, first, text]) => [name, first, Uint8Array.from(atob(text), (one) => one.charCodeAt(0))]);
    }));
    const code = URL.createObjectURL(new Blob([document.getElementById("live-worker").textContent], { type: "text/javascript" }));
    for (let number = 0; number < 2; number++) {
      const worker = new Worker(code);
      workers.push(worker);
      worker.onmessage = (event) => answered(worker, event.data);
      worker.onerror = () => setText(byId("status"), "This browser does not run it.");
      worker.postMessage({ plan, module, arrays });
    }
    waiting.unshift({ turn: "check", r: 0, levels: own, check: true });
  }
})();
